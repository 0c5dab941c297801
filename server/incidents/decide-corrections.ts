/** Rules for corrections: who may, what may be corrected, and what leans on it. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { sentenceList } from '../core/text.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Context, Decision } from './act.ts';
import { bodyHash } from './chain.ts';
import type { Rules } from './command.ts';
import { effective, isCorrection, textFields } from './corrections.ts';
import { SCHEMAS, isKnown } from './entry.ts';
import type { Kind, NewEntry, StoredEntry } from './entry.ts';
import { withWords, wordsAt } from './entry-words.ts';
import type { Precision } from './entry-fields.ts';
import { fold } from './fold.ts';
import { holds, mustAct, mustHave, mustManage, mustSteer } from './may.ts';
import { CONTENT, redactable, redacted, sealedBodyHash } from './redaction.ts';
import { sentenceOf } from './sentences.ts';
import type { Effective, State } from './state.ts';
import { lastTakenBack, takenBack } from './take-back.ts';
import { looseAfter } from './trial.ts';

export type CorrectionCommands = {
  'correct-time': { seq: number; to: Instant; precision: Precision; reason: string };
  'correct-text': { seq: number; field: string; to: string; reason: string };
  strike: { seq: number; reason: string };
  /** Blanks words, or the bytes of a file, for ever. `fields` are places as `redactable` gives them. */
  'redact-entry': { seq: number; fields: readonly string[]; reason: string };
  /** Takes back one's own act, where that is offered. */
  'take-back': { seq: number };
  /** Takes back what one did last. */
  'take-back-last': Record<never, never>;
};

export const CORRECTION_RULES: Rules<CorrectionCommands> = {
  'correct-time': (state, { seq, to, precision, reason }, context) => {
    const target = correctable(state, seq, context);
    if (target.occurredAt === to && target.precision === precision)
      return nothing('It has that time already.');
    mustNotLieAhead(to, context);
    mustSay(reason, 'reason', 'Say how you know the right time.');
    const body = { seq, from: target.occurredAt, to, precision, reason };
    return fitting(state, [entry(context, 'time-corrected', body)]);
  },
  'correct-text': (state, { seq, field, to, reason }, context) => {
    const target = correctable(state, seq, context);
    const before = textOf(target, field);
    if (before === undefined)
      throw new Refused('no-such-field', `Entry ${seq} has no words under "${field}".`, { field: 'field' });
    if (before === to) return nothing('It says that already.');
    mustSay(reason, 'reason', 'Say what was wrong with the words.');
    mustFitField(target, field, to);
    return { entries: [entry(context, 'text-corrected', { seq, field, to, reason })] };
  },
  strike: (state, { seq, reason }, context) => {
    if (isStruck(state, seq)) return nothing('It is struck already.');
    const target = correctable(state, seq, context);
    if (!STRIKABLE.has(target.kind)) {
      throw new Refused(
        'not-strikable',
        'This happened between people or moved the incident, so it stays. Correct it, or do the opposite.',
      );
    }
    mustSay(reason, 'reason', 'Say why it should not count.');
    return fitting(state, [entry(context, 'entry-struck', { seq, reason })]);
  },
  'redact-entry': (state, { seq, fields, reason }, context) => {
    mustHave(context, 'entry.redact');
    const target = state.entries.find((one) => one.seq === seq);
    if (target === undefined) throw new Refused('no-such-entry', `There is no entry ${seq}.`);
    mustSay(reason, 'reason', 'Say why it may not be read, without repeating it.');
    const places = blankable(target, fields);
    const left = redacted(target, places);
    mustStillFold(state, left);
    const hashes = { bodyHash: sealedBodyHash(state.entries, target), leftHash: bodyHash(left.body) };
    return { entries: [entry(context, 'entry-redacted', { seq, fields: places, reason, ...hashes })] };
  },
  'take-back': (state, { seq }, context) => fitting(state, takenBack(state, seq, context)),
  'take-back-last': (state, _command, context) => {
    const { undoing, act } = lastTakenBack(state, context);
    return { ...fitting(state, undoing), said: `Taken back: ${sentenceOf(act, context.zone)}` };
  },
};

/** What somebody noted, saw or did by hand. Moves of status, roles, requests and messages stay as they were. */
const STRIKABLE: ReadonlySet<string> = new Set<Kind>([
  'detection-set',
  'impact-opened',
  'impact-changed',
  'impact-closed',
  'impact-withdrawn',
  'number-recorded',
  'exit-criterion-changed',
  'command-copied',
  'value-recorded',
  'check-changed',
  'step-undone',
  'step-questioned',
  'hypothesis-opened',
  'hypothesis-evidence-added',
  'decision-made',
  'change-started',
  'change-finished',
  'change-undone',
  'note-added',
  'attachment-added',
  'follow-up-noted',
  'entry-pinned',
]);

/** The fields that were chosen. @throws Refused when none was, or one cannot be blanked */
function blankable(target: StoredEntry, fields: readonly string[]): string[] {
  if (fields.length === 0) {
    throw new Refused('nothing-chosen', 'Choose the words that nobody may read any more.', {
      field: 'fields',
    });
  }
  const places = redactable(target).map(({ place }) => place);
  if (target.kind === 'attachment-added') places.push(CONTENT);
  const other = fields.find((field) => !places.includes(field));
  if (other === undefined) return places.filter((place) => fields.includes(place));
  throw new Refused(
    'no-such-field',
    `Entry ${target.seq} has no words under "${other}" that can be redacted.`,
    { field: 'fields' },
  );
}

/** What was blanked may be what a later entry is understood by. @throws Refused with the entries that lean on it */
function mustStillFold(state: State, left: StoredEntry): void {
  const entries = state.entries.map((one) => (one.seq === left.seq ? left : one));
  const leaning = fold(entries).loose.filter((seq) => !state.loose.includes(seq));
  if (leaning.length > 0) throw leanedOn(state, leaning);
}

/** The entry that counts. @throws Refused when there is none, or the actor may not correct it */
function correctable(state: State, seq: number, context: Context): Effective {
  const target = effective(state.entries).find((one) => one.seq === seq);
  if (!target) throw new Refused('no-such-entry', `There is no entry ${seq} that could be corrected.`);
  if (isCorrection(target))
    throw new Refused('is-a-correction', 'A correction is not corrected itself: correct the entry again.');
  mustMayCorrect(state, target, context);
  return target;
}

/** The author, the scribe or the commander; once the incident is closed a manager. */
function mustMayCorrect(state: State, target: Effective, context: Context): void {
  if (state.status === 'closed') return mustManage(context, 'correct a closed incident');
  mustAct(context);
  if (target.actor.id === context.actor.id || holds(state, context, 'scribe')) return;
  mustSteer(state, context, 'correct what somebody else wrote');
}

function mustNotLieAhead(to: Instant, context: Context): void {
  if (to <= context.now) return;
  throw new Refused('in-the-future', 'That lies ahead. Write when it happened.', { field: 'to' });
}

function textOf(target: Effective, field: string): string | undefined {
  return textFields(target).includes(field) ? wordsAt(target.body, field) : undefined;
}

function mustFitField(target: Effective, field: string, to: string): void {
  const result = SCHEMAS[target.kind].safeParse(withWords(target.body, field, to));
  if (result.success) return;
  throw new Refused('bad-field', 'These words do not fit: they are empty or too long for this field.', {
    field: 'to',
  });
}

function isStruck(state: State, seq: number): boolean {
  return state.corrections.some((one) => one.what === 'struck' && one.seq === seq);
}

/** @throws Refused with the entries that lean on what would change */
function fitting(state: State, entries: NewEntry[]): Decision {
  const leaning = looseAfter(state, entries);
  if (leaning.length === 0) return { entries };
  throw leanedOn(state, leaning);
}

function leanedOn(state: State, leaning: readonly number[]): Refused {
  const list = sentenceList(leaning.map((seq) => entryName(state, seq)));
  return new Refused('leaned-on', `Later entries lean on this: ${list}. Correct those first.`, {
    ...(leaning[0] === undefined ? {} : { seq: leaning[0] }),
  });
}

function entryName(state: State, seq: number): string {
  const found = state.entries.find((one) => one.seq === seq);
  return found && isKnown(found) ? `${seq} (${found.kind.replaceAll('-', ' ')})` : String(seq);
}
