/** Who answered for what, from when to when, and who else came. */
import { capital, counted, sentenceList } from '../core/text.ts';
import { ROLES } from '../incidents/entry-fields.ts';
import type { Role, Severity } from '../incidents/entry-fields.ts';
import { askedText } from '../incidents/escalation-requests.ts';
import type { Tenure } from '../incidents/roles.ts';
import { demandOfSeverity } from '../incidents/demands.ts';
import { isHigher } from '../incidents/severity-table.ts';
import type { State } from '../incidents/state.ts';
import type { BlockTimes } from './block-times.ts';
import type { Frame } from './frame.ts';
import { typed } from '../core/typed-words.ts';

export function peopleBlock(frame: Frame): string {
  const { state } = frame;
  const times = frame.times();
  const held = ROLES.filter((role) => state.tenures.some((tenure) => tenure.role === role));
  const lines = [
    ...held.map((role) => roleLine(role, frame, times)),
    ...vacantLines(state),
    ...othersLines(frame, times),
  ];
  return lines.length === 0
    ? 'Nobody is recorded as taking part.'
    : lines.map((line) => `- ${line}`).join('\n');
}

function roleLine(role: Role, frame: Frame, times: BlockTimes): string {
  const tenures = frame.state.tenures.filter((tenure) => tenure.role === role);
  const holders = tenures.map((tenure) => tenureText(tenure, frame, times));
  return `${capital(role)}: ${holders.join(', then ')}`;
}

/** An end is said when somebody gave the role up; the end of the incident needs no words. */
function tenureText({ personId, name, from, to }: Tenure, frame: Frame, times: BlockTimes): string {
  const who = frame.isNamed ? `${frame.who({ id: personId, name }, from.at)} ` : '';
  const when = to === undefined ? `from ${times.about({ ...from })}` : times.range(from, to);
  return `${who}${when} ${frame.ref(from.seq, ...(to === undefined ? [] : [to.seq]))}`;
}

/** Roles that the highest severity asks for and that nobody ever held. */
function vacantLines(state: State): string[] {
  const worst = worstSeverity(state);
  const required: readonly Role[] = worst === undefined ? [] : demandOfSeverity(state, worst).roles;
  const vacant = required.filter((role) => !state.tenures.some((tenure) => tenure.role === role));
  return vacant.map((role) => `${capital(role)}: nobody, though ${worst ?? ''} asks for it`);
}

function worstSeverity({ severities, severity }: State): Severity | undefined {
  return severities
    .map((spell) => spell.severity)
    .reduce((worst, one) => (worst === undefined || isHigher(one, worst) ? one : worst), severity);
}

function othersLines(frame: Frame, times: BlockTimes): string[] {
  const { people, tenures } = frame.state;
  const others = people.filter(({ personId }) => !tenures.some((tenure) => tenure.personId === personId));
  if (others.length === 0) return [];
  if (!frame.isNamed) return [`Also there: ${counted(others.length, 'other person', 'other people')}`];
  const said = others.map(({ personId, name, spells }) => {
    const from = spells[0]?.from;
    const since = from === undefined ? '' : ` from ${times.at(from)}`;
    const seq = joinedSeq(personId, frame);
    return `${typed(name)}${askedAs(personId, frame)}${since}${seq === undefined ? '' : ` ${frame.ref(seq)}`}`;
  });
  return [`Also there: ${sentenceList(said)}`];
}

/** The policy by which somebody was asked: `(Infrastructure)`. */
function askedAs(id: string, { state }: Frame): string {
  const request = state.escalations.find(({ accepted, to }) => accepted?.personId === id && to === undefined);
  return request === undefined ? '' : ` (${typed(askedText(request))})`;
}

/** The entry by which somebody came: added, joined, or accepting a page. */
function joinedSeq(id: string, { entries }: Frame): number | undefined {
  return entries.find(
    (entry) =>
      (entry.kind === 'responder-joined' || entry.kind === 'escalation-accepted') &&
      entry.body.personId === id,
  )?.seq;
}
