import { z } from 'zod';
import { flag, line, noFields, text } from '../web/fields.ts';
import { act, whenTyped, type Act } from './act-routes.ts';

const ACT = 'incident.act';

/** What people put right about the record, and what of it they pin. */
export const RECORD_ACTS: readonly Act[] = [
  act(
    '/entries/:seq/pin',
    ACT,
    'Pin an entry for the postmortem, or unpin it',
    z.strictObject({ on: flag }),
    ({ on }, { params }) => ({
      type: 'pin-entry',
      seq: Number(params.seq),
      on,
    }),
  ),
  act(
    '/entries/:seq/time',
    ACT,
    'Correct when something happened',
    z.strictObject({
      at: line('when it happened', 80),
      about: flag,
      reason: line('why the time is corrected'),
    }),
    ({ at: when, about, reason }, reading) => {
      const to = whenTyped(when, reading);
      return {
        type: 'correct-time',
        seq: Number(reading.params.seq),
        to: to?.instant ?? reading.now,
        precision: about ? 'about' : (to?.precision ?? 'minute'),
        reason,
      };
    },
  ),
  act(
    '/entries/:seq/text',
    ACT,
    'Correct the words of an entry',
    z.strictObject({
      field: line('which field'),
      to: text('the right words'),
      reason: line('why the words are corrected'),
    }),
    ({ field, to, reason }, { params }) => ({
      type: 'correct-text',
      seq: Number(params.seq),
      field,
      to,
      reason,
    }),
  ),
  act(
    '/entries/:seq/strike',
    ACT,
    'Strike an entry: it stays readable and no longer counts',
    z.strictObject({ reason: line('why it should not count') }),
    ({ reason }, { params }) => ({ type: 'strike', seq: Number(params.seq), reason }),
  ),
  act('/entries/:seq/take-back', ACT, 'Take back what you did there', noFields, (_fields, { params }) => ({
    type: 'take-back',
    seq: Number(params.seq),
  })),
  act('/take-back', ACT, 'Take back what you did last', noFields, () => ({ type: 'take-back-last' })),
];
