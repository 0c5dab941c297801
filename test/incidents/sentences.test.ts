import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Body, Kind, StoredEntry } from '../../server/incidents/entry.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';

function said<K extends Kind>(kind: K, body: Body<K>): string {
  return sentenceOf(entry(kind, body), 'America/Los_Angeles');
}

function entry(kind: string, body: unknown): StoredEntry {
  return {
    id: 'x',
    incidentId: 'i',
    seq: 9,
    kind,
    body,
    occurredAt: '2023-06-12T17:15:00.000Z',
    recordedAt: '2023-06-12T17:15:00.000Z',
    precision: 'exact',
    actor: { type: 'person', id: 'p-ana', name: 'Ana Ruiz' },
    source: 'live',
    opId: '',
    previousHash: '',
    hash: '',
  };
}

const STEP = { runId: 1, stepId: 'rollback', number: '7', title: 'Put it back' };

const SENTENCES: [sentence: string, said: () => string][] = [
  [
    'Ana Ruiz moved the incident to monitoring. Went on although: Nobody holds command. Reason: she is on her way.',
    () =>
      said('status-changed', {
        from: 'triage',
        to: 'monitoring',
        overridden: [{ check: 'Nobody holds command.', reason: 'she is on her way' }],
      }),
  ],
  [
    'Ana Ruiz opened the incident again: Users are hurt again.',
    () =>
      said('status-changed', {
        from: 'resolved',
        to: 'investigating',
        reason: 'Users are hurt again.',
        overridden: [],
      }),
  ],
  [
    'Ana Ruiz set the severity from SEV-1 to SEV-2: one shop.',
    () => said('severity-set', { from: 'SEV-1', to: 'SEV-2', stage: 'live', reason: 'one shop' }),
  ],
  [
    'Impact began: Payments fail (pay, storefront; 34 % of users, 1,200 users; the board).',
    () =>
      said('impact-opened', {
        intervalId: 'x',
        statement: 'Payments fail',
        journey: 'pay',
        service: 'storefront',
        percent: 34,
        users: 1200,
        signal: 'the board',
      }),
  ],
  [
    'Impact ended: checkout errors, 0.3 %.',
    () => said('impact-closed', { intervalId: 'x', signal: 'checkout errors', value: '0.3 %' }),
  ],
  [
    'Ana Ruiz took Commander from Ben Okafor: silence.',
    () =>
      said('role-taken', {
        role: 'commander',
        personId: 'p-ana',
        personName: 'Ana Ruiz',
        from: 'p-ben',
        fromName: 'Ben Okafor',
        reason: 'silence',
      }),
  ],
  [
    'The offer of Scribe to Ben Okafor lapsed without an answer.',
    () => said('role-offer-ended', { offerId: 'x', why: 'lapsed', role: 'scribe', toName: 'Ben Okafor' }),
  ],
  [
    'Ana Ruiz said go as Commander for step 7, "Put it back".',
    () => said('step-confirmed', { ...STEP, role: 'commander', alone: false }),
  ],
  [
    'Ana Ruiz said go alone for step 7, "Put it back", since nobody else could: nobody answers.',
    () =>
      said('step-confirmed', {
        ...STEP,
        role: 'commander',
        alone: true,
        typedTarget: 'rollback',
        reason: 'nobody answers',
      }),
  ],
  [
    'Ana Ruiz answered step 7, "Put it back": 40 % (not as expected). It leads to escalating to dba.',
    () =>
      said('step-answered', {
        ...STEP,
        observed: '40 %',
        matched: 'no',
        branch: { index: 0, target: 'escalate:dba' },
      }),
  ],
  [
    'The limit of 5 min has passed for step 7, "Put it back".',
    () => said('step-limit-passed', { ...STEP, limit: 300 }),
  ],
  [
    'Ana Ruiz ruled out: The gateway fails. Its own error rate: 0.02 %.',
    () =>
      said('hypothesis-ruled-out', {
        hypothesisId: 'x',
        statement: 'The gateway fails',
        evidence: [{ text: 'Its own error rate', value: '0.02 %' }],
      }),
  ],
  [
    'Ana Ruiz ruled out: a hypothesis. It is clean.',
    () => said('hypothesis-ruled-out', { hypothesisId: 'x', evidence: [{ text: 'It is clean' }] }),
  ],
  [
    'Pilar Sato accepted the request, recorded by Ana Ruiz: told me on the phone.',
    () =>
      said('escalation-accepted', {
        escalationId: 'x',
        level: 1,
        personId: 'p',
        personName: 'Pilar Sato',
        onBehalfBy: 'p-ana',
        onBehalfByName: 'Ana Ruiz',
        note: 'told me on the phone',
      }),
  ],
  [
    'The public update promised for 10:30 PDT is overdue.',
    () => said('update-overdue', { audience: 'public', dueAt: '2023-06-12T17:30:00.000Z', shownTo: [] }),
  ],
  [
    'Ana Ruiz corrected the time of entry 4 from 10:15 PDT to 10:05 PDT (about): read off the board.',
    () =>
      said('time-corrected', {
        seq: 4,
        from: '2023-06-12T17:15:00.000Z',
        to: '2023-06-12T17:05:00.000Z',
        precision: 'about',
        reason: 'read off the board',
      }),
  ],
  [
    'Ana Ruiz corrected the time of entry 4 from Monday 12 June 2023, 10:15 PDT to Sunday 11 June 2023, 10:05 PDT: a day off.',
    () =>
      said('time-corrected', {
        seq: 4,
        from: '2023-06-12T17:15:00.000Z',
        to: '2023-06-11T17:05:00.000Z',
        precision: 'minute',
        reason: 'a day off',
      }),
  ],
  [
    'The browser of Ben Okafor is 7 s behind the server.',
    () => said('clock-skew-noticed', { personId: 'p-ben', personName: 'Ben Okafor', skewMs: -7000 }),
  ],
  [
    'A review is required by Thursday 15 June 2023, 11:46 PDT, because of SEV-1 and drill.',
    () => said('review-required', { because: ['SEV-1', 'drill'], dueAt: '2023-06-15T18:46:00.000Z' }),
  ],
];

for (const [sentence, make] of SENTENCES) {
  test(`the timeline says: ${sentence}`, () => {
    assert.equal(make(), sentence);
  });
}

test('an entry of an unknown kind is named, not hidden', () => {
  assert.equal(
    sentenceOf(entry('tea-made', { cups: 4 }), 'UTC'),
    'Ana Ruiz recorded "tea made", which this version does not know.',
  );
});
