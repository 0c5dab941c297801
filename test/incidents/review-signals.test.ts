import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { owesReview } from '../../server/incidents/review.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told } from '../support/told.ts';

/** A SEV-3, which asks for no review by itself. */
function small(): Told {
  const told = declared();
  told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop' });
  return told;
}

const resolving = (signals?: string[]) =>
  ({ type: 'move-status', to: 'resolved', override: 'small', temporaryConfirmed: true, signals }) as const;

test('two signals require a review of an incident that its severity would let go', () => {
  const told = small();
  const done = told.act('ana', resolving(['people-were-confused', 'surprised-us']));
  assert.deepEqual(kinds(done), ['review-signals-set', 'status-changed', 'review-required']);
  assert.deepEqual(told.state.review?.required?.because, ['it surprised us', 'people were confused']);
  assert.equal(told.state.review?.required?.dueAt, '2023-06-26T17:15:00.000Z', 'ten working days');
  assert.equal(
    sentenceOf(told.entries.at(-3) ?? assert.fail(), 'UTC'),
    'Ana Ruiz ticked what speaks for a review: it surprised us and people were confused.',
  );
});

test('one signal is kept and requires nothing; none is no entry', () => {
  const told = small();
  assert.deepEqual(kinds(told.act('ana', resolving(['surprised-us']))), [
    'review-signals-set',
    'status-changed',
  ]);
  assert.equal(owesReview(told.state), false);
  assert.deepEqual(kinds(small().act('ana', resolving([]))), ['status-changed']);
  assert.deepEqual(kinds(small().act('ana', resolving())), ['status-changed']);
});

test('a signal that is ticked afterwards can require the review', () => {
  const told = small();
  told.act('ana', resolving(['surprised-us']));
  const later = told.act('ben', {
    type: 'set-review-signals',
    signals: ['surprised-us', 'still-talked-about'],
  });
  assert.deepEqual(kinds(later), ['review-signals-set', 'review-required']);
  assert.deepEqual(kinds(told.act('ben', { type: 'set-review-signals', signals: [] })), [
    'review-signals-set',
  ]);
  assert.equal(owesReview(told.state), true, 'what was required stays required until somebody waives it');
  told.act('max', { type: 'waive-review', reason: 'both were misread' });
  assert.equal(owesReview(told.state), false);
});

test('the same signals are said once, one that does not exist is refused', () => {
  const told = small();
  told.act('ben', { type: 'set-review-signals', signals: ['surprised-us', 'surprised-us'] });
  assert.deepEqual(told.act('ben', { type: 'set-review-signals', signals: ['surprised-us'] }), {
    entries: [],
    said: 'These review signals are set already.',
  });
  assert.throws(() => told.act('ben', { type: 'set-review-signals', signals: ['bad-mood'] }), {
    code: 'no-such-signal',
    field: 'signals',
  });
  assert.throws(() => told.act('vera', { type: 'set-review-signals', signals: [] }), {
    code: 'no-permission',
  });
});

test('a review that the severity requires names the signals as well', () => {
  const told = declared();
  told.act('ana', resolving(['nearly-very-bad', 'more-than-two-teams']));
  assert.deepEqual(told.state.review?.required?.because, [
    'SEV-1',
    'more than two teams',
    'it was nearly very bad',
  ]);
});
