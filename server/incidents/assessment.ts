/** The first assessment: whether it is real, how it was noticed, and figures of the damage. */
import type { Actor } from './entry-fields.ts';
import { momentOf, stamp, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import type { Lines } from './state.ts';

export type Verdict = 'real' | 'not-real' | 'not-sure';

/** The last word on whether it is real. */
export type Acknowledgement = { verdict: Verdict; by: Actor; at: Moment };

export type Detection = { by: 'alert' | 'us' | 'user' | 'partner'; text: string | undefined; at: Moment };

/** A figure of the damage, as a person recorded it. */
export type DamageNumber = {
  name: 'orders' | 'revenue' | 'tickets' | 'records' | 'other';
  label: string;
  value: number;
  unit: string;
  url: string | undefined;
  seq: number;
};

export const ASSESSMENT_LINES: Lines<'acknowledged' | 'detection-set' | 'number-recorded'> = {
  acknowledged: (state, entry) => {
    const at = momentOf(entry);
    const acknowledgement = { verdict: entry.body.verdict, by: entry.actor, at };
    return stampFirst({ ...state, acknowledgement }, 'acknowledgedAt', at);
  },
  'detection-set': (state, entry) => {
    const at = momentOf(entry);
    const detection = { by: entry.body.by, text: entry.body.text, at };
    return stamp({ ...state, detection }, 'detectedAt', at);
  },
  'number-recorded': (state, entry) => {
    const { name, label, value, unit, url } = entry.body;
    return { ...state, numbers: [...state.numbers, { name, label, value, unit, url, seq: entry.seq }] };
  },
};
