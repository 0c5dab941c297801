/** The words of a timeline for updates, the review, and the record itself. These stand there when they are pinned. */
import { durationText, secondsBetween } from '../core/time.ts';
import type { Told } from './told.ts';
import { typed } from './typed-words.ts';

export const TOLD_RECORD: Told<
  | 'update-sent'
  | 'update-due-set'
  | 'update-overdue'
  | 'review-required'
  | 'review-waived'
  | 'postmortem-published'
  | 'entry-pinned'
  | 'time-corrected'
  | 'text-corrected'
  | 'entry-struck'
  | 'entry-redacted'
  | 'clock-skew-noticed'
  | 'delay-noticed'
> = {
  'update-sent': ({ seq, body }, frame) => {
    const sent = frame.state.messages.filter(({ audience }) => audience === body.audience);
    const isFirst = sent[0]?.sent.seq === seq;
    const which = body.final ? (isFirst ? 'the only' : 'last') : isFirst ? 'first' : 'another';
    return `${which} ${body.audience} update sent`;
  },
  'update-due-set': ({ body }) => `the next ${body.audience} update was moved: ${typed(body.reason)}`,
  'update-overdue': ({ body, occurredAt }) =>
    `the ${body.audience} update was ${durationText(secondsBetween(body.dueAt, occurredAt))} late`,
  'review-required': ({ body }) => `a review is required: ${body.because.map(typed).join(', ')}`,
  'review-waived': ({ body }) => `the review was waived: ${typed(body.reason)}`,
  'postmortem-published': ({ body }) => `version ${body.version} of the postmortem was published`,
  'entry-pinned': ({ body }, frame) => `pinned: ${frame.ref(body.seq)}`,
  'time-corrected': ({ body }, frame) =>
    `the time of ${frame.ref(body.seq)} was corrected: ${typed(body.reason)}`,
  'text-corrected': ({ body }, frame) =>
    `the words of ${frame.ref(body.seq)} were corrected: ${typed(body.reason)}`,
  'entry-struck': ({ body }) => `an entry was struck: ${typed(body.reason)}`,
  'entry-redacted': ({ body }) => `an entry was redacted: ${typed(body.reason)}`,
  'clock-skew-noticed': ({ body }) =>
    `the clock of a browser was off by ${durationText(Math.abs(body.skewMs) / 1000)}`,
  'delay-noticed': ({ body }) => `Muster was late by ${durationText(secondsBetween(body.from, body.to))}`,
};
