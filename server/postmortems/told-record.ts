/** The words of a timeline for updates, the review, and the record itself. These stand there when they are pinned. */
import { durationText, secondsBetween } from '../core/time.ts';
import { signalText } from '../incidents/review-signals.ts';
import type { Told } from './told.ts';
import { typed } from '../core/typed-words.ts';

export const TOLD_RECORD: Told<
  | 'update-drafted'
  | 'update-approved'
  | 'update-sent'
  | 'update-seen-public'
  | 'update-due-set'
  | 'update-overdue'
  | 'review-signals-set'
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
  'update-drafted': ({ body }) =>
    `${body.final === true ? 'the last' : 'a'} ${body.audience} update was drafted`,
  'update-approved': ({ actor, body, occurredAt }, frame) =>
    `${frame.who(actor, occurredAt)} approved the ${body.audience === undefined ? '' : `${body.audience} `}update`,
  'update-seen-public': () => 'the public update was seen where the public sees it',
  'update-sent': ({ seq, body }, frame) => {
    const sent = frame.state.messages.filter(({ audience }) => audience === body.audience);
    const isFirst = sent[0]?.sent.seq === seq;
    const which = body.final ? (isFirst ? 'the only' : 'last') : isFirst ? 'first' : 'another';
    return `${which} ${body.audience} update sent${body.alone === undefined ? '' : ` by one person alone: ${typed(body.alone)}`}`;
  },
  'update-due-set': ({ body }) => `the next ${body.audience} update was moved: ${typed(body.reason)}`,
  'update-overdue': ({ body, occurredAt }) =>
    `the ${body.audience} update was ${durationText(secondsBetween(body.dueAt, occurredAt))} late`,
  'review-signals-set': ({ body }) =>
    `speaks for a review: ${body.signals.map(signalText).join(', ') || 'nothing'}`,
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
