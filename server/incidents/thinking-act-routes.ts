import { z } from 'zod';
import {
  choice,
  flag,
  gathered,
  happenedAt,
  line,
  optionalChoice,
  optionalLine,
  optionalNumber,
  several,
  text,
} from '../web/fields.ts';
import { Invalid } from '../web/problem.ts';
import { act, waitingAct, whenTyped, type Act, type ActReading } from './act-routes.ts';
import type { When } from './act.ts';
import type { Evidence } from './entry-fields.ts';

const ACT = 'incident.act';
const at = happenedAt;
const OUTCOMES = ['worked', 'no-effect', 'worse', 'unknown'] as const;

const EvidenceFields = z.strictObject({
  text: line('what you saw that settles it'),
  value: optionalLine(),
  url: optionalLine(2000),
  attachment: optionalLine(40).describe('the id of a file of this incident that shows it'),
  at,
});

/** A form has one field for each person in the room, `objection_ID`; they are gathered before the schema reads them. */
const DecisionFields = gathered(
  'objection_',
  'objections',
  z.strictObject({
    text: line('what was decided'),
    asked_for_objections: flag,
    objections: several().describe('who objected and what they said: PERSON_ID=words'),
    because: optionalLine().describe('the numbers of the entries that it rests on: 12, 14'),
    at,
  }),
);

function objectionOf(pair: string): { personId: string; text: string } {
  const [, personId, words] = /^([\w-]{1,40})=(.+)$/s.exec(pair) ?? [];
  if (personId !== undefined && words !== undefined) return { personId, text: words };
  throw new Invalid([
    { field: 'objections', sentence: `Write an objection as PERSON_ID=words; "${pair}" is not.` },
  ]);
}

function entryNumbers(text: string | undefined): number[] {
  if (text === undefined) return [];
  const numbers = text.split(/[\s,;]+/).map((word) => /^#?(\d{1,9})$/.exec(word)?.[1]);
  if (numbers.every((number) => number !== undefined)) return numbers.map(Number);
  throw new Invalid([{ field: 'because', sentence: 'Write numbers of entries, such as 12, 14.' }]);
}

/** What people suspect, decide, change and note. */
export const THINKING_ACTS: readonly Act[] = [
  waitingAct(
    '/notes',
    ACT,
    'Add a note, also for the past',
    z.strictObject({ text: text('a note'), at }),
    ({ text: words, at: when }, reading) => ({
      type: 'add-note',
      text: words,
      flavour: 'note',
      at: whenTyped(when, reading),
    }),
  ),
  act(
    '/follow-ups',
    ACT,
    'Note something for later; it becomes a proposed action item',
    z.strictObject({
      text: text('what is to be done later', 2_000),
      type: optionalChoice(
        ['detect', 'prevent', 'mitigate', 'respond', 'learn'],
        'Choose a type from the list.',
      ),
      owner: optionalLine(40),
    }),
    ({ text: words, type, owner }) => ({ type: 'note-follow-up', text: words, kind: type, owner }),
  ),
  act(
    '/hypotheses',
    ACT,
    'Say what is suspected, and what would clear it',
    z.strictObject({
      statement: line('what you suspect'),
      would_clear: optionalLine(),
      limit_minutes: optionalNumber(1, 240, 'the limit in minutes'),
    }),
    ({ statement, would_clear, limit_minutes }) => ({
      type: 'open-hypothesis',
      statement,
      wouldClear: would_clear,
      limitSeconds: limit_minutes === undefined ? undefined : Math.round(limit_minutes * 60),
    }),
  ),
  act(
    '/hypotheses/:id/evidence',
    ACT,
    'Add a fact for or against a hypothesis',
    EvidenceFields.extend({ direction: choice(['for', 'against'], 'Say whether it speaks for or against.') }),
    ({ direction, ...fields }, reading) => ({
      type: 'add-evidence',
      hypothesisId: reading.params.id ?? '',
      direction,
      ...settling(fields, reading),
    }),
  ),
  act(
    '/hypotheses/:id/parking',
    ACT,
    'Set a hypothesis aside',
    z.strictObject({ reason: optionalLine() }),
    ({ reason }, { params }) => ({
      type: 'park-hypothesis',
      hypothesisId: params.id ?? '',
      reason,
    }),
  ),
  act(
    '/hypotheses/:id/resumption',
    ACT,
    'Take a hypothesis up again',
    z.strictObject({ reason: optionalLine() }),
    ({ reason }, { params }) => ({
      type: 'resume-hypothesis',
      hypothesisId: params.id ?? '',
      reason,
    }),
  ),
  act(
    '/hypotheses/:id/ruling-out',
    ACT,
    'Rule a hypothesis out, with evidence',
    EvidenceFields,
    (fields, reading) => {
      const { evidence, at: when } = settling(fields, reading);
      return {
        type: 'rule-out-hypothesis',
        hypothesisId: reading.params.id ?? '',
        evidence: [evidence],
        at: when,
      };
    },
  ),
  act(
    '/hypotheses/:id/confirmation',
    ACT,
    'Confirm a hypothesis, with evidence',
    EvidenceFields,
    (fields, reading) => {
      const { evidence, at: when } = settling(fields, reading);
      return {
        type: 'confirm-hypothesis',
        hypothesisId: reading.params.id ?? '',
        evidence: [evidence],
        at: when,
      };
    },
  ),
  act(
    '/hypotheses/:id/reopening',
    ACT,
    'Doubt what was settled',
    z.strictObject({ reason: line('why it is in doubt again') }),
    ({ reason }, { params }) => ({ type: 'reopen-hypothesis', hypothesisId: params.id ?? '', reason }),
  ),
  act(
    '/decisions',
    ACT,
    'Record a decision, with who objected and what it rests on',
    DecisionFields,
    ({ text: words, asked_for_objections, objections, because, at: when }, reading) => ({
      type: 'make-decision',
      text: words,
      askedForObjections: asked_for_objections || objections.length > 0,
      objections: objections.map(objectionOf),
      because: entryNumbers(because),
      at: whenTyped(when, reading),
    }),
  ),
  act(
    '/changes',
    ACT,
    'Say that the system is being changed',
    z.strictObject({
      what: line('what is changed'),
      where: line('where it is changed'),
      temporary: flag,
      undo: optionalLine(),
      at,
    }),
    ({ what, where, temporary, undo, at: when }, reading) => ({
      type: 'start-change',
      what,
      where,
      temporary,
      undo,
      at: whenTyped(when, reading),
    }),
  ),
  act(
    '/changes/:id/outcome',
    ACT,
    'Say what a change did',
    z.strictObject({ outcome: choice(OUTCOMES, 'Say what the change did.'), note: optionalLine(), at }),
    ({ outcome, note, at: when }, reading) => ({
      type: 'finish-change',
      changeId: reading.params.id ?? '',
      outcome,
      note,
      at: whenTyped(when, reading),
    }),
  ),
  act(
    '/changes/:id/undoing',
    ACT,
    'Say that a change was put back',
    z.strictObject({ note: optionalLine(), at }),
    ({ note, at: when }, reading) => ({
      type: 'undo-change',
      changeId: reading.params.id ?? '',
      note,
      at: whenTyped(when, reading),
    }),
  ),
];

function settling(
  fields: z.output<typeof EvidenceFields>,
  reading: ActReading,
): { evidence: Evidence; at: When | undefined } {
  const { text: words, value, url, attachment, at: when } = fields;
  const evidence: Evidence = {
    text: words,
    ...(value !== undefined && { value }),
    ...(url !== undefined && { url }),
    ...(attachment !== undefined && { attachmentId: attachment }),
  };
  return { evidence, at: whenTyped(when, reading) };
}
