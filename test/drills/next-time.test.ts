import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCondition } from '../../server/drills/condition.ts';
import { nextTime, summaryOf } from '../../server/drills/next-time.ts';
import type { Competence, Objective } from '../../server/drills/scenario.ts';
import { markWords, type Mark, type Marked, type Reason } from '../../server/drills/score.ts';

const START = '2024-03-11T08:00:00.000Z';
const LATE: Reason = { is: 'late', mark: 2, words: 'done after its limit' };
const HINT: Reason = { is: 'hint', mark: 2, words: 'done after a hint' };
const UNSAFE: Reason = { is: 'unsafe', mark: 1, words: '', step: 'Purge the cache' };

type Given = {
  evidence: string;
  by?: number;
  mark: Mark | undefined;
  judged?: Mark;
  reasons?: readonly Reason[];
  /** Seconds into the story. */
  at?: number;
  competence?: Competence;
};

function marked({ evidence, by, mark, judged, reasons = [], at, competence = 'assess' }: Given): Marked {
  const read = readCondition(evidence);
  const objective: Objective = {
    ...{ id: 'o', title: 'The title', competence, bySeconds: by, isJudged: mark === undefined, at: 0 },
    evidence: { text: evidence, condition: 'condition' in read ? read.condition : undefined, at: 0 },
  };
  const proof =
    at === undefined ? undefined : { seq: 4, at: new Date(Date.parse(START) + at * 1000).toISOString() };
  return { objective, mark, judged, proof, because: '', reasons };
}

const LINES: readonly [Given, string | undefined][] = [
  [{ evidence: 'impact stated with percent', by: 360, mark: 3, at: 200 }, undefined],
  [
    { evidence: 'impact stated with percent', by: 360, mark: 2, reasons: [LATE], at: 386 },
    'Next time: say the impact in percent before 6:00; you said it at 6:26.',
  ],
  [
    { evidence: 'impact stated with percent', by: 360, mark: 2, reasons: [LATE, HINT], at: 386 },
    'Next time: say the impact in percent before 6:00 without a hint; you said it at 6:26, after a hint.',
  ],
  [
    { evidence: 'hypothesis "gateway" ruled out', mark: 2, reasons: [HINT], at: 90 },
    'Next time: rule out, with what you saw, "gateway" without a hint; you did at 1:30, after a hint.',
  ],
  [
    { evidence: 'declared', by: 300, mark: 0 },
    'Next time: declare it before 5:00; nothing in the record shows it.',
  ],
  [
    { evidence: 'update sent 2 times and no update overdue', mark: 0 },
    'Next time: send 2 updates and send each update before it is due; nothing in the record shows it.',
  ],
  [
    { evidence: 'step rollback answered', mark: 1, reasons: [UNSAFE], at: 600 },
    'Next time: answer the step "rollback" with a go for "Purge the cache" first; you did at 10:00.',
  ],
  [
    { evidence: 'not declared', mark: 0 },
    'Next time: see to it that "The title" holds; nothing in the record shows it.',
  ],
  [
    { evidence: 'declared', mark: undefined, judged: 1 },
    'Next time: ask whoever led it what "The title" would have needed.',
  ],
  [
    { evidence: 'declared', mark: 3, judged: 2, at: 10 },
    'Next time: ask whoever led it what "The title" would have needed.',
  ],
  [{ evidence: 'declared', mark: 2, judged: 3, reasons: [LATE], at: 900 }, undefined],
  [{ evidence: 'declared', mark: undefined }, undefined],
];

test('each mark below three has one line that says what to do otherwise', () => {
  for (const [given, line] of LINES) assert.equal(nextTime(marked(given), { start: START }), line);
});

test('every condition of the language has words', () => {
  const conditions = [
    'acknowledged',
    'severity at least SEV-2',
    'runbook cache-miss-storm attached',
    'step rollback confirmed',
    'check rollback.1 ticked',
    'hypothesis "cache" confirmed',
    'escalation infrastructure-primary accepted',
    'escalation requested',
    'update sent',
    'no update overdue',
    'role commander accepted by hand-over',
    'status resolved',
    'value ERRORS below 2',
    'declared or acknowledged',
  ];
  for (const evidence of conditions) {
    const line = nextTime(marked({ evidence, mark: 0 }), { start: START }) ?? '';
    assert.match(line, /^Next time: (?!see to it)[a-z].*; nothing in the record shows it\.$/, evidence);
  }
});

test('the words of a mark say which it was', () => {
  assert.equal(markWords(2, [LATE]), '2: late');
  assert.equal(markWords(2, [HINT]), '2: after a hint');
  assert.equal(markWords(2, [LATE, HINT]), '2: late, and after a hint');
  assert.equal(markWords(0, []), '0: not done');
});

test('the summary counts what was reached, and names where something is left', () => {
  assert.equal(summaryOf([]), undefined);
  const three = marked({ evidence: 'declared', mark: 3, at: 1 });
  assert.equal(summaryOf([three]), 'Reached unprompted and in time: 1 of 1 objective.');
  const weak = marked({ evidence: 'declared', mark: 0, competence: 'lead' });
  assert.equal(
    summaryOf([three, weak, weak]),
    'Reached unprompted and in time: 1 of 3 objectives. What is left lies in: lead.',
  );
});
