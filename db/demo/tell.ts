import type { Kit } from '../../server/compose.ts';
import type { Instant, WoundClock } from '../../server/core/clock.ts';
import { plusDays } from '../../server/core/time.ts';
import { tellCachingIncident } from './caching-incident.ts';
import { publishCachingPostmortem } from './caching-postmortem.ts';
import { foundOrganisation } from './organisation.ts';
import { minutesBefore, tellSearchIncident } from './search-incident.ts';
import { tellPicturesIncident, tellReport } from './small-incidents.ts';
import { makeStory } from './story.ts';

const FOUNDED: Instant = '2023-05-02T16:00:00.000Z';
/** The review of the caching incident was on the Thursday after it. */
const REVIEWED: Instant = '2023-06-15T17:00:00.000Z';

/** The numbers of the incidents that were told. */
export type Told = { caching: number; search: number; report: number };

/**
 * Makes the demo organisation and tells its incidents, by the same actions that the pages call.
 * @param clock what `kit` works with; it is wound through the past and stands at `now` afterwards
 */
export async function tellDemo(kit: Kit, clock: WoundClock, now: Instant): Promise<Told> {
  // The runbooks are those of today, with dates that their linter compares with the day on which they are read.
  clock.setTo(now);
  await kit.library.refresh();
  clock.setTo(FOUNDED);
  const people = await foundOrganisation(kit);
  const story = makeStory(kit, clock, people);
  const caching = await tellCachingIncident(story);
  await caching.at(REVIEWED);
  await caching.does('ana', { type: 'set-final-severity', to: 'SEV-1', test: 'core-journey-fails' });
  await publishCachingPostmortem(kit, people.ana, caching.number);
  await tellPicturesIncident(story, `${plusDays(now.slice(0, 10), -18)}T21:10:00.000Z`);
  const ago = minutesBefore(now);
  const search = await tellSearchIncident(story, ago);
  const report = await tellReport(story, ago(1.5));
  await story.at(now);
  return { caching: caching.number, search: search.number, report: report.number };
}
