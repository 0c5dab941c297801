/** The title and the facts below it. */
import { dateText, secondsBetween } from '../core/time.ts';
import type { State } from '../incidents/state.ts';
import { zoneSentence } from './block-times.ts';
import type { Frame } from './frame.ts';
import { lengthText } from './frame.ts';
import { impactTotals } from './impact-blocks.ts';
import { isTold } from './timeline-kinds.ts';
import { capital } from '../core/text.ts';
import { typed } from '../core/typed-words.ts';

export function titleText({ state }: Frame): string {
  return state.title === '' ? 'Postmortem' : typed(state.title);
}

export function headBlock(frame: Frame): string {
  const facts = [incidentFact(frame), dateFact(frame), lengthFact(frame), `Owner: ${ownerText(frame)}`];
  return facts.map((fact) => `- ${fact}`).join('\n');
}

function incidentFact(frame: Frame): string {
  const { kind, services } = frame.state;
  const practice =
    kind === 'incident' ? [] : [kind === 'drill' ? 'DRILL, nobody was hurt' : 'TEST, nobody was hurt'];
  const named = services.map((slug) => typed(frame.service(slug)));
  const service =
    named.length === 0
      ? 'service not recorded'
      : `${named.length === 1 ? 'service' : 'services'} ${named.join(', ')}`;
  return `Incident: ${[frame.incidentLink, ...practice, severityText(frame), service].join(' · ')}`;
}

/** "SEV-2, then SEV-1 (final: not set)": the severities as they were set, the same one said once. */
function severityText({ state, ref, entries }: Frame): string {
  const { severities, severity, finalSeverity } = state;
  const live = severities.map((spell) => spell.severity).filter((one, index, all) => one !== all[index - 1]);
  const said = live.length > 0 ? live : severity === undefined ? [] : [severity];
  if (said.length === 0) return 'severity not set';
  const final = entries.findLast((entry) => entry.kind === 'severity-set' && entry.body.stage === 'final');
  const refs = ref(...severities.map(({ seq }) => seq), ...(final === undefined ? [] : [final.seq]));
  return linked(`${said.join(', then ')} (final: ${finalSeverity ?? 'not set'})`, refs);
}

function dateFact(frame: Frame): string {
  const { entries, state, document, asOf } = frame;
  const chosen = entries.filter((entry) => isTold(entry, state));
  const told = chosen.map(({ occurredAt }) => occurredAt);
  const [first = asOf] = told;
  const last = told.at(-1) ?? first;
  const ends = [chosen[0], document.isOneDay ? undefined : chosen.at(-1)].flatMap(
    (entry) => entry?.seq ?? [],
  );
  const until = document.isOneDay ? '' : ` to ${dateText(last, document.zone)}`;
  const days = linked(`${dateText(first, document.zone)}${until}`, frame.ref(...ends));
  return `Date: ${days} · ${zoneSentence(document, told)}`;
}

/** How long users were hurt and how long it took, the first thing that a reader asks. */
function lengthFact(frame: Frame): string {
  const { detectedAt, resolvedAt, cancelledAt } = frame.state.stamps;
  const times = frame.times();
  const totals = impactTotals(frame);
  const impact =
    totals === undefined
      ? 'impact not recorded'
      : linked(
          `impact ${totals.duration}${totals.isOpen ? ' and going on' : ''}`,
          frame.ref(...impactSeqs(frame.state)),
        );
  const detected =
    detectedAt === undefined
      ? []
      : [linked(`detected ${times.about({ ...detectedAt })}`, frame.ref(detectedAt.seq))];
  const over = resolvedAt ?? cancelledAt;
  if (over === undefined)
    return capital([impact, ...detected, 'not resolved when the record ends'].join(' · '));
  const word = resolvedAt === undefined ? 'cancelled' : 'resolved';
  const isBackwards = detectedAt !== undefined && secondsBetween(detectedAt.at, over.at) < 0;
  const after =
    detectedAt === undefined || isBackwards ? '' : `, ${lengthText(detectedAt, over)} after detection`;
  const end = linked(`${word} ${times.about({ ...over })}${after}`, frame.ref(over.seq));
  return capital([impact, ...detected, end].join(' · '));
}

/** Whoever was named as owner of the review, else who held command last. */
function ownerText(frame: Frame): string {
  const { state, asOf } = frame;
  const commander = state.tenures.findLast(({ role }) => role === 'commander');
  const owner = state.review?.required?.owner;
  const person = state.people.find(({ personId }) => personId === owner);
  if (owner !== undefined && person !== undefined)
    return linked(
      frame.who({ id: owner, name: person.name }, lastHeld(state, owner, asOf)),
      frame.ref(...(state.review?.required === undefined ? [] : [state.review.required.seq])),
    );
  if (commander === undefined) return 'not set';
  const who = frame.who({ id: commander.personId, name: commander.name }, commander.from.at);
  return linked(`${who}${frame.isNamed ? ', who held command' : ''}`, frame.ref(commander.from.seq));
}

/** An instant at which somebody held command, so that "the commander" is found for them; else the end. */
function lastHeld(state: State, personId: string, asOf: string): string {
  const tenure = state.tenures.findLast((one) => one.role === 'commander' && one.personId === personId);
  return tenure?.from.at ?? asOf;
}

/** The entries by which the impact began and ended. */
function impactSeqs({ impact }: State): number[] {
  const counted = impact.filter(({ withdrawn }) => withdrawn === undefined);
  return counted.flatMap(({ from, to }) => [from.seq, ...(to === undefined ? [] : [to.seq])]);
}

/** A fact with the references that it has. */
function linked(fact: string, refs: string): string {
  return refs === '' ? fact : `${fact} ${refs}`;
}
