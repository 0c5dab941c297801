/** What should be true before a status is left or entered. A typed reason overrides each, except open impact. */
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import { clockText } from '../core/time.ts';
import { firing } from './alerts.ts';
import type { Status } from './entry-fields.ts';
import { watch, watchSeconds } from './exit-criteria.ts';
import { countedIntervals, openIntervals } from './impact.ts';
import { tenureOf } from './roles.ts';
import { openRuns } from './run.ts';
import type { State } from './state.ts';
import { isForward } from './status-order.ts';
import { temporaryChanges } from './changes.ts';

/** A check that is not met: what is missing, as a sentence. */
export type Unmet = { id: string; words: string };

/** What the person said with the move. */
export type Said = { now: Instant; temporaryConfirmed?: boolean | undefined };

/** The checks that are not met for a move to a status; going back has none. */
export function checksFor(state: State, to: Status, said: Said): Unmet[] {
  if (to === 'cancelled' || to === 'merged' || !isForward(state.status, to)) return [];
  return [...leaving(state, said), ...entering(state, to, said)];
}

function leaving(state: State, said: Said): Unmet[] {
  switch (state.status) {
    case 'detected':
      return unmet(!state.acknowledgement, 'verdict', 'Nobody has said whether it is real.');
    case 'triage':
      return leavingTriage(state);
    case 'investigating':
      return unmet(
        !isCauseOrMitigationKnown(state),
        'cause',
        'No cause is confirmed, and no change or decision against it is recorded.',
      );
    case 'monitoring':
      return leavingMonitoring(state, said.now);
    case 'mitigating':
    case 'resolved':
    case 'review':
    case 'closed':
    case 'cancelled':
    case 'merged':
      return [];
  }
}

function leavingTriage(state: State): Unmet[] {
  const criteria = state.exitCriteria?.criteria ?? [];
  const runbookChosen = openRuns(state).length > 0 || state.noneFits !== undefined;
  return [
    unmet(!state.severity, 'severity', 'The severity is not set.'),
    unmet(state.services.length === 0, 'service', 'No affected service is named.'),
    unmet(countedIntervals(state).length === 0, 'impact', 'No sentence says how users are hurt.'),
    unmet(!tenureOf(state, 'commander'), 'commander', 'Nobody holds command.'),
    unmet(criteria.length === 0, 'exit-criteria', 'There are no exit criteria.'),
    unmet(!runbookChosen, 'runbook', 'No runbook is chosen, and nobody has said that none fits.'),
  ].flat();
}

function isCauseOrMitigationKnown(state: State): boolean {
  const confirmed = state.hypotheses.some(({ status }) => status === 'confirmed');
  return confirmed || state.changes.length > 0 || state.decisions.length > 0;
}

function leavingMonitoring(state: State, now: Instant): Unmet[] {
  if (watchSeconds(state) === 0) return [];
  const running = watch(state);
  if (!running) return [];
  const words = `The exit criteria have not held long enough: the watch ends at ${clockText(running.endsAt, state.homeZone)}.`;
  return unmet(now < running.endsAt, 'watch', words);
}

function entering(state: State, to: Status, said: Said): Unmet[] {
  if (to === 'mitigating') return unmet(state.changes.length === 0, 'change', 'No change has been started.');
  if (to !== 'resolved') return [];
  const open = (state.exitCriteria?.criteria ?? []).filter(({ holds }) => !holds);
  const temporary = temporaryChanges(state).length;
  const list = temporary === 0 ? 'that there are none' : `the ${temporary} that are listed`;
  return [
    open.map(({ text, id }) => ({ id: `criterion:${id}`, words: `Not ticked: ${text}`.slice(0, 200) })),
    stillFiring(state),
    lastUpdates(state),
    unmet(!said.temporaryConfirmed, 'temporary', `Temporary changes are not confirmed: say ${list}.`),
  ].flat();
}

/** The first alerts by their names; three hundred would hide everything else. */
const MOST_NAMED = 5;

function stillFiring(state: State): Unmet[] {
  const alerts = firing(state);
  const named = alerts.length > MOST_NAMED ? alerts.slice(0, MOST_NAMED - 1) : alerts;
  const more = alerts.length - named.length;
  return [
    ...named.map(({ id, name }) => ({
      id: `alert:${id}`,
      words: `The alert "${cut(name, 150)}" is still firing.`,
    })),
    ...unmet(more > 0, 'alerts', `${String(more)} more alerts are still firing.`),
  ];
}

/** Whoever was told anything, or was promised something, is told the end. */
function lastUpdates(state: State): Unmet[] {
  return (['public', 'internal', 'support'] as const).flatMap((audience) => {
    const last = state.messages.findLast((message) => message.audience === audience);
    const waits = last ? !last.final : state.updateClocks[audience] !== undefined;
    return unmet(waits, `update:${audience}`, `The last ${audience} update is not sent.`);
  });
}

function unmet(missing: boolean, id: string, words: string): Unmet[] {
  return missing ? [{ id, words }] : [];
}

/** Why the incident cannot be called quiet: impact that is still open. Nothing overrides this. */
export function openImpactWords(state: State): string | undefined {
  const [first] = openIntervals(state);
  const statement = first?.steps.at(-1)?.statement;
  return statement === undefined
    ? undefined
    : `Impact is still open ("${statement}"). Close it first, with what shows that it ended.`;
}
