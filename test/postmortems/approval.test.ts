import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answeredBy,
  askedFor,
  missingForReview,
  sentBack,
  settledRound,
  standingOf,
  type ApprovalAnswers,
  type Remark,
  type Reviewed,
  type Said,
} from '../../server/postmortems/approval.ts';

const AT = '2026-06-12T10:00:00.000Z';
const BEN = { id: 'ben', name: 'Ben' };
const CY = { id: 'cy', name: 'Cy' };
const ANA = { id: 'ana', name: 'Ana' };
const ALL: ApprovalAnswers = {
  kept: { answer: 'yes' },
  complete: { answer: 'yes' },
  deep: { answer: 'no', words: 'the check is not explained' },
  right: { answer: 'yes' },
  known: { answer: 'none' },
};
const DRAFT: Reviewed = {
  rev: 3,
  publishedRev: undefined,
  authors: new Set(['ana']),
  round: undefined,
  remarks: [],
};
const approve = (version: number): Said => ({ verdict: 'approved', answers: ALL, version });
const asked = (people = [BEN, CY]): Reviewed => ({
  ...DRAFT,
  round: askedFor(DRAFT, people, { by: 'Ana', at: AT }),
});
const after = (reviewed: Reviewed, who: string, said: Said): Reviewed => ({
  ...reviewed,
  round: settledRound(reviewed, answeredBy(reviewed, who, said, AT)),
});

test('a draft is in review once somebody is asked, and reviewed once all of them approve', () => {
  assert.equal(standingOf(DRAFT), 'draft');
  assert.equal(standingOf(asked()), 'in-review');
  const one = after(asked(), 'ben', approve(3));
  assert.equal(standingOf(one), 'in-review');
  assert.deepEqual(missingForReview(one), ['Cy has not answered yet']);
  assert.equal(standingOf(after(one, 'cy', approve(3))), 'reviewed');
});

test('what is written after a review has not had it', () => {
  const done = after(after(asked(), 'ben', approve(3)), 'cy', approve(3));
  const edited = { ...done, rev: 4 };
  assert.equal(standingOf(edited), 'in-review');
  assert.deepEqual(missingForReview(edited), [
    'Ben answered version 3, and the text has changed since',
    'Cy answered version 3, and the text has changed since',
  ]);
  assert.equal(standingOf({ ...done, publishedRev: 3 }), 'published');
});

test('an open comment, a wish for changes, and an approval by its authors alone keep it in review', () => {
  const remark: Remark = {
    id: 'c1',
    section: 'Top',
    version: 3,
    text: 'Why?',
    author: BEN,
    at: AT,
    resolved: undefined,
  };
  const done = after(asked([BEN]), 'ben', approve(3));
  assert.deepEqual(missingForReview({ ...done, remarks: [remark] }), ['1 comment is open']);
  const changes = { verdict: 'changes', answers: {}, words: 'say when', version: 3 } as const;
  assert.deepEqual(missingForReview(after(asked([BEN]), 'ben', changes)), ['Ben asks for changes']);
  const own = after(after(asked([ANA, BEN]), 'ana', approve(3)), 'ben', approve(3));
  assert.deepEqual(missingForReview(own), []);
  const written = { ...own, authors: new Set(['ana', 'ben']) };
  assert.deepEqual(missingForReview(written), ['nobody has approved it who did not write it']);
});

const REFUSED: readonly [string, () => unknown, RegExp][] = [
  ['nobody is asked', () => askedFor(DRAFT, [], { by: 'Ana', at: AT }), /at least one person/],
  ['only its author is asked', () => askedFor(DRAFT, [ANA], { by: 'Ana', at: AT }), /Ana wrote it/],
  ['nobody asked for a review', () => answeredBy(DRAFT, 'ben', approve(3), AT), /not in review/],
  ['somebody answers who was not asked', () => answeredBy(asked(), 'vic', approve(3), AT), /were asked/],
  [
    'another version is the newest',
    () => answeredBy(asked(), 'ben', approve(2), AT),
    /Version 3 is the newest/,
  ],
  [
    'an answer is missing',
    () => answeredBy(asked(), 'ben', { ...approve(3), answers: { ...ALL, kept: undefined } }, AT),
    /Is the data kept/,
  ],
  [
    'a no says nothing',
    () => answeredBy(asked(), 'ben', { ...approve(3), answers: { ...ALL, deep: { answer: 'no' } } }, AT),
    /Say what is missing/,
  ],
  [
    'changes are wanted without a word',
    () => answeredBy(asked(), 'ben', { verdict: 'changes', answers: {}, version: 3 }, AT),
    /what should be changed/,
  ],
  ['it is sent back without a reason', () => sentBack(asked().round, 'Ben', undefined, AT), /Say why/],
  ['there is nothing to send back', () => sentBack(undefined, 'Ben', 'too short', AT), /not in review/],
];
for (const [name, act, words] of REFUSED) {
  test(`it is refused in words when ${name}`, () => {
    assert.throws(act, (error: Error & { problems?: { sentence: string }[] }) => {
      const said = [error.message, ...(error.problems ?? []).map(({ sentence }) => sentence)].join(' ');
      assert.match(said, words);
      return true;
    });
  });
}

test('sent back, it is a draft with its reason, and asking again keeps what was answered', () => {
  const one = after(asked(), 'ben', approve(3));
  const back = { ...one, round: sentBack(one.round, 'Cy', 'the cause is missing', AT) };
  assert.equal(standingOf(back), 'draft');
  const again = { ...back, round: askedFor(back, [CY], { by: 'Ana', at: AT }) };
  assert.equal(standingOf(again), 'in-review');
  assert.deepEqual(
    again.round.reviewers.map(({ person }) => person.name),
    ['Ben', 'Cy'],
  );
});
