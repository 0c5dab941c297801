/**
 * An incident that never was: told in memory by the rules that decide real ones, for the page that shows every part in every
 * state. Its number is 0, which no incident has, so that a form of it reaches nothing.
 */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { permissionsOf } from '../identity/permissions.ts';
import { seal } from '../incidents/chain.ts';
import type { Entry } from '../incidents/entry.ts';
import { decide, foldOn, NOTHING_YET, type Command, type State } from '../incidents/incident.ts';
import { SHIPPED } from '../incidents/severity-table.ts';
import { readRunbook } from '../runbooks/reading.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { SPECIMEN_RUNBOOK } from './specimen-runbook.ts';

const BEGAN: Instant = '2026-11-02T17:15:00.000Z';
export const ZONE = 'America/Los_Angeles';
const HASH = 'specimen';

const PEOPLE = {
  ana: { id: 'specimen-ana', name: 'Ana Ruiz' },
  ben: { id: 'specimen-ben', name: 'Ben Sato' },
  cy: { id: 'specimen-cy', name: 'Cy Novak' },
  max: { id: 'specimen-max', name: 'Max Winter' },
} as const;
type Who = keyof typeof PEOPLE;

/** Whoever looks at the page reads it as Ben. */
export const READER = PEOPLE.ben.id;

export type Told = { state: State; now: Instant; runbook: Runbook };

/** Tells the incident; the same each time. */
export function tellSpecimen(): Told {
  const runbook = readRunbook('specimen.md', SPECIMEN_RUNBOOK);
  let state: State = NOTHING_YET;
  let now = BEGAN;
  let made = 0;
  let head: Entry | undefined;
  const next = (): string => `specimen-${String((made += 1))}`;
  const context = (who: Who) => ({
    now,
    actor: { type: 'person', ...PEOPLE[who] } as const,
    permissions: permissionsOf('admin'),
    ids: { next },
    runbook: (hash: string) => (hash === HASH ? runbook : undefined),
    people: (id: string) => Object.values(PEOPLE).find((one) => one.id === id),
    incidents: () => undefined,
    services: () => 'Checkout',
    severities: SHIPPED,
    zone: ZONE,
  });
  const act = (who: Who, command: Command): void => {
    now = plusSeconds(now, 20);
    const sealed = decide(state, command, context(who)).entries.map((entry) => {
      const sealing = { id: next(), incidentId: 'specimen', recordedAt: now, opId: next() };
      head = seal(head, entry, sealing);
      return head;
    });
    state = foldOn(state, sealed);
  };
  const step = (stepId: string) => ({ runId: 1, stepId });
  const seen = (stepId: string, observed: string, matched: 'yes' | 'no' = 'yes'): Command => ({
    type: 'answer-step',
    ...step(stepId),
    observed,
    matched,
  });
  const idOf = (kind: string): number => state.entries.findLast((entry) => entry.kind === kind)?.seq ?? 0;

  act('ana', {
    type: 'declare',
    key: 'INC-0',
    kind: 'incident',
    title: 'Checkout errors for about 35 % of shoppers',
    service: 'checkout',
    severity: 'SEV-1',
    homeZone: ZONE,
    visibility: 'all',
    takeCommand: true,
  });
  act('ana', { type: 'attach-runbook', contentHash: HASH, why: ['its service'] });
  act('ben', { type: 'take-role', role: 'operations' });
  act('ana', { type: 'offer-role', role: 'communications', to: PEOPLE.ben.id });
  act('ana', { type: 'open-impact', statement: 'Paying fails for many shoppers', percent: 35 });
  act('ana', seen('open-the-dashboard-of-checkout', '35 %, all countries'));
  act('ana', {
    type: 'skip-step',
    ...step('list-the-deployments-of-the-last-hour'),
    reason: 'the freeze began on Friday',
  });
  act('cy', seen('compare-the-regions', 'one region is well', 'no'));
  act('ana', { type: 'open-step', ...step('read-the-log-of-the-payment-gateway') });
  act('ana', {
    type: 'hold-step',
    ...step('read-the-log-of-the-payment-gateway'),
    reason: 'the partner is asked first',
  });
  act('cy', { type: 'claim-step', ...step('ask-the-payment-partner') });
  act('ana', { type: 'open-step', ...step('send-the-payments-to-the-second-partner') });
  act('cy', { type: 'claim-step', ...step('send-the-payments-to-the-second-partner') });
  act('ana', { type: 'confirm-step', ...step('send-the-payments-to-the-second-partner') });
  act('cy', seen('send-the-payments-to-the-second-partner', 'it takes the payments'));
  act('cy', {
    type: 'undo-step',
    ...step('send-the-payments-to-the-second-partner'),
    outcome: 'done',
    note: 'it was too slow',
  });
  act('ana', { type: 'open-step', ...step('restart-the-nodes-of-the-cache') });
  act('cy', { type: 'claim-step', ...step('restart-the-nodes-of-the-cache') });
  act('ana', { type: 'confirm-step', ...step('restart-the-nodes-of-the-cache') });
  act('ana', { type: 'open-step', ...step('hit-rate') });
  act('ben', { type: 'claim-step', ...step('hit-rate') });
  act('ben', { type: 'change-check', ...step('hit-rate'), checkId: '1', on: true });
  act('ana', {
    type: 'open-hypothesis',
    statement: 'The cache keys were changed',
    wouldClear: 'the same keys as on Friday',
    limitSeconds: 600,
  });
  act('ben', {
    type: 'add-evidence',
    hypothesisId: state.hypotheses[0]?.id ?? '',
    direction: 'for',
    evidence: { text: 'cache misses at 61 %' },
  });
  act('ben', { type: 'open-hypothesis', statement: 'The payment gateway fails' });
  act('ben', {
    type: 'rule-out-hypothesis',
    hypothesisId: state.hypotheses[1]?.id ?? '',
    evidence: [{ text: 'it answers within 80 ms' }],
  });
  act('ben', {
    type: 'start-change',
    what: 'Send half of the traffic to the second pool',
    where: 'edge',
    temporary: true,
    undo: 'edgectl share --pool 2 0',
  });
  act('ana', {
    type: 'make-decision',
    text: 'We roll back before we look for the cause',
    askedForObjections: true,
  });
  act('ana', { type: 'give-task', what: 'Ring the payment partner', to: PEOPLE.ben.id });
  act('ana', { type: 'give-task', what: 'Write down who called', to: PEOPLE.cy.id });
  act('ana', { type: 'request-escalation', to: PEOPLE.ben.id, reason: 'the index is yours', by: 'person' });
  act('ana', { type: 'note-follow-up', text: 'The dashboard hides the second region' });
  act('ana', { type: 'add-note', text: 'Cache misses at 61 %', flavour: 'note' });
  act('ana', { type: 'pin-entry', seq: idOf('note-added'), on: true });
  act('cy', { type: 'add-note', text: 'Only shoppers in Spain are affected', flavour: 'observation' });
  act('cy', {
    type: 'correct-text',
    seq: idOf('note-added'),
    field: 'text',
    to: 'Only shoppers in Europe are affected',
    reason: 'I had the wrong filter',
  });
  act('ben', { type: 'add-note', text: 'Wrong window, please ignore', flavour: 'note' });
  act('ben', { type: 'strike', seq: idOf('note-added'), reason: 'It was about another cluster' });
  act('cy', {
    type: 'add-note',
    text: 'Support hears of it',
    flavour: 'note',
    at: { instant: '2026-11-02T17:15:10.000Z', precision: 'about' },
  });
  return { state, now, runbook };
}
