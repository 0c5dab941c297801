import { z } from 'zod';
import { contactables } from '../identity/directory-actions.ts';
import { messagesOf } from '../notify/message-actions.ts';
import { page, type Answer } from '../web/answer.ts';
import { optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { MayRead } from './escalation-routes.ts';
import type { Run } from './run.ts';
import { levelsOf, runsAbout } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';
import { shortTime } from './strip.ts';
import { whyLines, type WhyPage } from './why-pages.ts';

const WhyFields = z.strictObject({ incident: optionalLine(20), person: optionalLine(40) });

/** `/escalation/why`: why was somebody asked about an incident, or not? */
export function whyRoute(kit: EscalationKit, mayRead: MayRead): Route {
  return route('GET', paths.escalationWhy, 'oncall.read', WhyFields, async (ask): Promise<Answer> => {
    const { incident = '', person = ask.viewer.id } = ask.fields;
    const people = (await contactables(kit.db)).map(({ id, name }) => ({ value: id, label: name }));
    const key = incident.toUpperCase().replace(/^(?=\d)/, 'INC-');
    const model: WhyPage = {
      incident,
      person,
      people: people.toSorted((a, b) => a.label.localeCompare(b.label, 'en')),
      answers: key === '' ? undefined : await answersAbout(kit, key, person, ask, mayRead),
      nothing: `Nobody was asked to come to ${key}, or you may not see it: no policy began, and nobody was asked by name.`,
    };
    return page('escalation/why', 'Why was I asked, or not?', model);
  });
}

/** One answer for each escalation of an incident that the viewer may read. */
export async function answersAbout(
  kit: EscalationKit,
  key: string,
  person: string,
  { viewer }: Pick<SignedInAsk, 'viewer'>,
  mayRead: MayRead,
): Promise<(NonNullable<WhyPage['answers']>[number] & { run: Run })[]> {
  const zone = viewer.zone ?? kit.homeZone;
  const answers = [];
  for (const run of await runsAbout(kit.db, key)) {
    if (!(await mayRead(viewer, run))) continue;
    const subject = await kit.subjects.ask(kit.db, run.subject);
    const severity = subject?.severity ?? run.severity;
    const { setting } = await settingFor(kit, { chain: run.chain, severity, holders: subject?.holders });
    const asked = {
      run,
      levels: await levelsOf(kit.db, run.id),
      messages: await messagesOf(kit.db, run.id),
      setting,
    };
    answers.push({
      run,
      heading: `${run.chain[0]?.name ?? 'An escalation'}, ${shortTime(run.requestedAt, zone)}`,
      href: href(paths.escalationRun, { id: run.id }),
      lines: whyLines(person, asked, zone),
    });
  }
  return answers;
}
