/** Sentences about what people suspect, decide, change and note. */
import { fileWords } from '../core/media-type.ts';
import { durationText } from '../core/time.ts';
import type { THINKING_BODIES } from './entry-thinking.ts';
import { because, evidenceText, stepText, stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

/** The statement of a hypothesis, without the full stop that another sentence brings. */
function suspected(body: { statement?: string | undefined }): string {
  return body.statement?.replace(/\.$/, '') ?? 'a hypothesis';
}

const OUTCOMES = {
  worked: 'it worked',
  'no-effect': 'it had no effect',
  worse: 'it made things worse',
  unknown: 'its effect is not known',
} as const;

export const THINKING_SENTENCES: Sentences<keyof typeof THINKING_BODIES> = {
  'hypothesis-opened': ({ actor, body }) => {
    const clear = body.wouldClear === undefined ? '' : ` It would be cleared by: ${stopped(body.wouldClear)}`;
    return `${stopped(`${actor.name} suspects: ${body.statement}`)}${clear}`;
  },
  'hypothesis-evidence-added': ({ actor, body }) =>
    `${actor.name} found evidence ${body.direction}: ${stopped(suspected(body))} ${evidenceText([body.evidence])}`,
  'hypothesis-parked': ({ actor, body }) =>
    stopped(`${actor.name} set aside: ${suspected(body)}${reason(body.reason)}`),
  'hypothesis-resumed': ({ actor, body }) =>
    stopped(`${actor.name} took up again: ${suspected(body)}${reason(body.reason)}`),
  'hypothesis-ruled-out': ({ actor, body }) =>
    `${actor.name} ruled out: ${stopped(suspected(body))} ${evidenceText(body.evidence)}`,
  'hypothesis-confirmed': ({ actor, body }) =>
    `${actor.name} confirmed: ${stopped(suspected(body))} ${evidenceText(body.evidence)}`,
  'hypothesis-reopened': ({ actor, body }) =>
    stopped(`${actor.name} opened again: ${suspected(body)}${reason(body.reason)}`),
  'hypothesis-limit-passed': ({ body }) =>
    `${durationText(body.limit)} were spent on: ${stopped(suspected(body))} Go on, set it aside, or settle it?`,
  'decision-made': ({ actor, body }) => {
    const asked = body.askedForObjections && body.objections.length === 0 ? ' Nobody objected.' : '';
    const objections = body.objections.map(({ personId, personName, text }) => {
      return ` ${personName ?? personId} objected: ${stopped(text)}`;
    });
    return `${stopped(`${actor.name} decided: ${body.text}`)}${asked}${objections.join('')}`;
  },
  'change-started': ({ actor, body }) => {
    const temporary = body.temporary ? ' This is temporary.' : '';
    return `${stopped(`${actor.name} began a change: ${body.what}, ${body.where}`)}${temporary}`;
  },
  'change-finished': ({ actor, body }) =>
    stopped(
      `${actor.name} saw what the change did, ${body.what ?? 'named earlier'}: ${OUTCOMES[body.outcome]}${because(body.note)}`,
    ),
  'change-undone': ({ actor, body }) =>
    stopped(`${actor.name} put back the change ${body.what ?? 'named earlier'}${because(body.note)}`),
  'note-added': ({ actor, body }) => {
    const about = body.about === undefined ? '' : ` on ${stepText(body.about)}`;
    const act = { note: 'noted', observation: 'saw', excerpt: 'kept an excerpt' }[body.flavour];
    return `${actor.name} ${act}${about}: ${body.text}`;
  },
  'attachment-added': ({ actor, body }) =>
    stopped(
      `${actor.name} attached ${body.name} (${fileWords(body.mediaType, body.bytes)})${because(body.caption)}`,
    ),
  'follow-up-noted': ({ actor, body }) => {
    const owner = body.ownerName === undefined ? '' : ` for ${body.ownerName}`;
    return `${actor.name} noted a follow-up${owner}: ${body.text}`;
  },
  'entry-pinned': ({ actor, body }) =>
    body.on
      ? `${actor.name} pinned entry ${body.seq} for the postmortem.`
      : `${actor.name} took the pin off entry ${body.seq}.`,
};

function reason(text: string | undefined): string {
  return text === undefined ? '' : `. Reason: ${text}`;
}
