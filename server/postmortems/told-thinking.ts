/** The words of a timeline for what people suspected, decided, changed and noted. */
import { durationText } from '../core/time.ts';
import { changeOf } from '../incidents/changes.ts';
import { hypothesisOf } from '../incidents/hypotheses.ts';
import type { Frame } from './frame.ts';
import type { Told } from './told.ts';
import { inSentence, typed, typedShort } from '../core/typed-words.ts';

export const TOLD_THINKING: Told<
  | 'hypothesis-opened'
  | 'hypothesis-evidence-added'
  | 'hypothesis-parked'
  | 'hypothesis-resumed'
  | 'hypothesis-ruled-out'
  | 'hypothesis-confirmed'
  | 'hypothesis-reopened'
  | 'hypothesis-limit-passed'
  | 'decision-made'
  | 'change-started'
  | 'change-finished'
  | 'change-undone'
  | 'note-added'
  | 'attachment-added'
  | 'follow-up-noted'
> = {
  'hypothesis-opened': ({ body }) => `suspected: ${inSentence(body.statement)}`,
  'hypothesis-evidence-added': ({ body }, frame) =>
    `${body.direction} "${suspected(frame, body)}": ${typed(body.evidence.text)}`,
  'hypothesis-parked': ({ body }, frame) => `set aside: ${suspected(frame, body)}${because(body.reason)}`,
  'hypothesis-resumed': ({ body }, frame) =>
    `taken up again: ${suspected(frame, body)}${because(body.reason)}`,
  'hypothesis-ruled-out': ({ body }, frame) => `ruled out: ${suspected(frame, body)}`,
  'hypothesis-confirmed': ({ body }, frame) => `confirmed: ${suspected(frame, body)}`,
  'hypothesis-reopened': ({ body }, frame) =>
    `in doubt again: ${suspected(frame, body)}${because(body.reason)}`,
  'hypothesis-limit-passed': ({ body }, frame) =>
    `followed longer than its limit of ${durationText(body.limit)}: ${suspected(frame, body)}`,
  'decision-made': ({ body, occurredAt }, frame) => {
    const objections = body.objections.map(
      ({ personId, personName = personId, text }) =>
        `${frame.who({ id: personId, name: personName }, occurredAt)} objected: ${typed(text)}`,
    );
    const asked =
      body.askedForObjections && objections.length === 0 ? ['objections were asked for, none'] : objections;
    return [`decided: ${typed(body.text)}`, ...asked].join('; ');
  },
  'change-started': ({ body }) =>
    `change began: ${typed(body.what)} (${typed(body.where)}${body.temporary ? ', temporary' : ''})`,
  'change-finished': ({ body }, frame) =>
    `change finished: ${changed(frame, body)}: ${OUTCOMES[body.outcome]}${body.note === undefined ? '' : `, ${typed(body.note)}`}`,
  'change-undone': ({ body }, frame) => `put back: ${changed(frame, body)}${because(body.note)}`,
  'note-added': ({ body }) => `${body.flavour === 'excerpt' ? 'excerpt: ' : ''}${typedShort(body.text, 300)}`,
  'attachment-added': ({ body }) =>
    `attached: ${typed(body.name)}${body.caption === undefined ? '' : ` (${typed(body.caption)})`}`,
  'follow-up-noted': ({ body }) => `for later: ${typedShort(body.text, 300)}`,
};

/** What became of a change, in words. */
export const OUTCOMES = {
  worked: 'worked',
  'no-effect': 'no effect',
  worse: 'made it worse',
  unknown: 'outcome not known',
} as const;

function suspected({ state }: Frame, body: { hypothesisId: string; statement?: string | undefined }): string {
  return inSentence(
    hypothesisOf(state, body.hypothesisId)?.statement ?? body.statement ?? 'a cause that is not named',
  );
}

function changed({ state }: Frame, body: { changeId: string; what?: string | undefined }): string {
  return typed(changeOf(state, body.changeId)?.what ?? body.what ?? 'a change that is not named');
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${inSentence(reason)}`;
}
