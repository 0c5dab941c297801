import { clockWithUtc } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { briefOf } from './brief.ts';
import { calls, type Call, type RoomReading } from './calls-pages.ts';
import type { Brief } from './entry-people.ts';
import type { Role } from './entry-fields.ts';
import { openOffers, rolesOf } from './roles.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';

/** What whoever takes over has to know, and the forms of a hand-over. */
export type HandOverPage = {
  strip: Strip;
  base: string;
  calls: readonly Call[];
  brief: readonly BriefPart[];
  /** The same for a chat. */
  text: string;
  asOf: string;
  /** The roles that this reader holds and may offer. */
  roles: readonly Role[];
  offers: readonly { id: string; words: string }[];
  people: readonly { id: string; name: string }[];
};

export type BriefPart = { name: string; lines: readonly string[] };

export function handOverPage(
  state: State,
  people: readonly { id: string; name: string }[],
  reading: RoomReading,
): HandOverPage {
  const { now, zone, personId, mayAct } = reading;
  const strip = stripOf(state, 'Hand over', now, zone);
  const brief = briefLines(briefOf(state, now));
  const acting = mayAct && !strip.isOver;
  return {
    strip,
    base: href(paths.incident, { number: numberOf(state) }),
    calls: calls(state, reading),
    brief,
    text: briefText(`${state.key}: ${state.title}`, brief),
    asOf: clockWithUtc(now, zone),
    roles: acting ? rolesOf(state, personId).filter((role) => role !== 'observer') : [],
    offers: openOffers(state)
      .filter(({ from }) => acting && from === personId)
      .map(({ id, role, toName }) => ({ id, words: `You offered ${role} to ${toName}.` })),
    people: people.filter(({ id }) => id !== personId),
  };
}

/** The brief of a hand-over, in the order in which it is read aloud. */
export function briefLines(brief: Brief): BriefPart[] {
  return [
    { name: 'Status', lines: [brief.status] },
    { name: 'Impact now', lines: brief.impact },
    { name: 'Open tasks', lines: brief.tasks ?? [] },
    { name: 'Last decisions', lines: brief.decisions ?? [] },
    { name: 'Open requests', lines: brief.escalations },
    { name: 'Next update', lines: brief.updates },
    { name: 'Hypotheses open', lines: brief.hypothesesOpen },
    { name: 'Ruled out', lines: brief.hypothesesRuledOut },
    { name: 'Temporary changes', lines: brief.temporaryChanges },
    { name: 'Exit criteria', lines: brief.exitCriteria },
  ].filter(({ lines }) => lines.length > 0);
}

function briefText(title: string, brief: readonly BriefPart[]): string {
  return [title, ...brief.flatMap(({ name, lines }) => [`${name}:`, ...lines.map((one) => `- ${one}`)])].join(
    '\n',
  );
}
