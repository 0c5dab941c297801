/** What people wrote about the caching incident, in the places where the draft asks for it. */
import type { Kit } from '../../server/compose.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import {
  beginPostmortem,
  publishPostmortem,
  readPostmortem,
  savePostmortem,
  type PostmortemKit,
} from '../../server/postmortems/actions.ts';
import { actOnItem, proposeItem } from '../../server/postmortems/item-actions.ts';
import { prompt, type PromptName } from '../../server/postmortems/prompts.ts';
import type { Viewer } from '../../server/web/viewer.ts';

const UNREVIEWED = 'everybody who was in it sat together over it';
const TITLE = 'Cache-miss storm slowed the shop';

const ANSWERS: Readonly<Record<PromptName, string>> = {
  impact:
    'Nobody was charged twice. Most of the 310 questions to support were about card payments, which made the gateway look guilty to us too.',
  detection: 'An alert on the hit rate itself would have fired at 10:04, eleven minutes earlier.',
  leadUp: 'The release changed the cache configuration alone; no code was released that morning.',
  misleading:
    'Both made sense. Every failed checkout names the gateway in its error text, and the database was at 95 %. Nobody had a picture of the hit rate in front of them.',
  trigger:
    'the release of 09:58 changed the unit of the lifetime from seconds to milliseconds in one place of two.',
  conditions: 'every miss is a query, and the database has room for a hit rate of 80 %, not of 41 %.',
  notCaught: 'the deployment check reads the syntax of the configuration and not its values.',
  well: 'The first node was watched for two minutes before the others followed, so nobody was surprised by the burst of misses.',
  badly: 'The hit rate was read 57 minutes after the alert, since the runbook led past it at the first step.',
  lucky: 'It was a Monday morning. On a day of sales the database would have stopped altogether.',
  corrective: 'the unit is right in both places, and the lifetime is one hour again.',
  preventative:
    'a configuration cannot reach production with a value outside of its range, and a falling hit rate wakes somebody before shoppers notice.',
  tasks: '',
  lessons: 'Ask what moved first. A full database is as often the victim as the cause.',
};

/** What became of the follow-ups that were noted during the incident, by words of theirs. */
const PROMISES: readonly { words: string; due: string; doneWhen: string; evidence: string | undefined }[] = [
  {
    words: 'Fail the deployment',
    due: '2023-06-30',
    doneWhen: 'a release with 3 s is refused in staging',
    evidence: 'release 421 was refused in staging on 28 June 2023',
  },
  {
    words: 'Page somebody',
    due: '2023-06-23',
    doneWhen: 'the alert fired in a drill',
    evidence: 'it fired in the drill of 22 June 2023',
  },
  {
    words: 'Compare the cache configuration',
    due: '2023-07-14',
    doneWhen: 'the comparison runs each night for every environment',
    evidence: 'the report of 13 July 2023',
  },
  {
    words: 'Run the gateway drill',
    due: '2026-12-11',
    doneWhen: 'both teams were debriefed',
    evidence: undefined,
  },
];

/** Makes action items of the follow-ups of an incident, with what became of them. */
async function promise(kit: PostmortemKit, manager: Viewer, number: number): Promise<void> {
  const { state } = await openRoom(kit.incidents, manager, number);
  for (const { seq, text, type, owner } of state.followUps) {
    const promised = PROMISES.find(({ words }) => text.startsWith(words));
    const wanted = { text, type: type ?? 'respond', owner, ticket: undefined } as const;
    const fields = { ...wanted, due: promised?.due, doneWhen: promised?.doneWhen };
    const item = await proposeItem(kit, manager, number, { ...fields, sourceSeq: seq });
    if (promised === undefined || owner === undefined) continue;
    const accepted = await actOnItem(kit, manager, item.number, { act: 'accept', fields, rev: item.rev });
    const { evidence } = promised;
    if (evidence === undefined) continue;
    await actOnItem(kit, manager, item.number, { act: 'done', evidence, rev: accepted.rev + 1 });
  }
}

/** Drafts the postmortem, answers what the draft asks, and publishes it in the name of a manager. */
export async function publishCachingPostmortem(
  { people, postmortems: kit }: Kit,
  manager: Viewer,
  number: number,
): Promise<void> {
  await promise(kit, manager, number);
  await beginPostmortem(kit, manager, number);
  const { version } = await readPostmortem(kit, manager, number);
  const text = answered(version.text);
  const { rev } = await savePostmortem(kit, manager, number, { text, baseRev: version.rev });
  await publishPostmortem(kit, manager, number, { rev, opId: people.ids.next(), unreviewed: UNREVIEWED });
}

/** The draft with each of its questions answered. */
export function answered(draft: string): string {
  const titled = draft.replace(/^# .+$/m, `# ${TITLE}`);
  const names = Object.keys(ANSWERS) as PromptName[];
  const told = names.reduce((text, name) => text.replace(prompt(name), ANSWERS[name]), titled);
  return told.replace(/\n{3,}/g, '\n\n');
}
