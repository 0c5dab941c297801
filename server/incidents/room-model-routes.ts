import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { listPolicies } from '../escalation/policy-actions.ts';
import { flag, optionalChoice, wholeNumber } from '../web/fields.ts';
import type { SignedInAsk } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import { readingOf } from './asked-routes.ts';
import { calls, type Call } from './calls-pages.ts';
import { newsLines, type NewsLine } from './live-pages.ts';
import { peoplePage, type PeoplePage } from './people-pages.ts';
import { peopleOf } from './people-actions.ts';
import { readMark } from './read-mark-actions.ts';
import type { State } from './state.ts';
import { timelinePage, type TimelinePage } from './timeline-page.ts';
import { TIMELINE_FILTERS, type TimelineFilter } from './timeline-pages.ts';
import { updatesPage, type UpdatesPage } from './update-pages.ts';

const FILTER_NAMES = Object.keys(TIMELINE_FILTERS) as [TimelineFilter, ...TimelineFilter[]];
const seq = wholeNumber(0, 1_000_000, 'the number of an entry', 0);

/** `attach` offers the shelf of runbooks on the run page; the others choose a part of the timeline. */
export const RoomFields = z.strictObject({
  attach: flag,
  /** The page of people is opened to ask somebody: the button for it has the focus. */
  ask: flag,
  show: optionalChoice(FILTER_NAMES, 'Choose what to show from the list.'),
  from: seq,
  entry: seq,
});
export type RoomFields = z.output<typeof RoomFields>;

/** Models of the pages beside the run page that follow along: the same for the whole page and for a part of it. */
export type RoomModels = {
  timeline(ask: SignedInAsk, state: State, fields: RoomFields | undefined): Promise<TimelinePage>;
  people(ask: SignedInAsk, state: State, fields?: RoomFields): Promise<PeoplePage>;
  updates(ask: SignedInAsk, state: State): UpdatesPage;
  calls(ask: SignedInAsk, state: State): Call[];
  news(ask: SignedInAsk, state: State): NewsLine[];
};

export function roomModels(kit: IncidentKit): RoomModels {
  const reading = (ask: SignedInAsk, state: State) => readingOf(kit, ask, state);
  return {
    timeline: async (ask, state, fields) => {
      const mark = await readMark(kit.db, state.incidentId, ask.viewer.id);
      return timelinePage(
        state,
        { ...reading(ask, state), mark },
        {
          filter: fields?.show,
          from: fields?.from === 0 ? undefined : fields?.from,
          entry: fields?.entry === 0 ? undefined : fields?.entry,
        },
      );
    },
    people: async (ask, state, fields) => {
      const services = (await listServices(kit.db)).filter(({ slug }) => state.services.includes(slug));
      const asking = {
        policies: await listPolicies(kit.db),
        usual: services.find(({ policyId }) => policyId !== undefined)?.policyId,
        isNow: fields?.ask ?? false,
      };
      return peoplePage(state, await peopleOf(kit.db, state), reading(ask, state), asking);
    },
    updates: (ask, state) => updatesPage(state, reading(ask, state)),
    calls: (ask, state) => calls(state, reading(ask, state)),
    news: (ask, state) => newsLines(state, reading(ask, state).zone),
  };
}

/** The address of a part of the timeline again, for those who refresh it. */
export function askedOf(fields: RoomFields | undefined): Record<string, string | undefined> {
  const number = (value: number | undefined) =>
    value === undefined || value === 0 ? undefined : String(value);
  return {
    attach: fields?.attach === true ? 'on' : undefined,
    show: fields?.show,
    from: number(fields?.from),
    entry: number(fields?.entry),
  };
}
