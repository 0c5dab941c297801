/** Notes, follow-ups, pins, and what the server noticed about clocks. */
import type { Instant } from '../core/clock.ts';
import type { Actor } from './entry-fields.ts';
import type { Body } from './entry.ts';
import { loose } from './state.ts';
import type { Lines } from './state.ts';

type Said = { by: Actor; at: Instant; seq: number };

export type Note = Body<'note-added'> & Said;
export type FollowUp = Body<'follow-up-noted'> & Said;

export type Notice =
  | { what: 'skew'; personId: string; skewMs: number; seq: number }
  | { what: 'delay'; from: Instant; to: Instant; seq: number };

export const NOTE_LINES: Lines<
  'note-added' | 'follow-up-noted' | 'entry-pinned' | 'clock-skew-noticed' | 'delay-noticed'
> = {
  'note-added': (state, entry) => {
    const note: Note = { ...entry.body, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return { ...state, notes: [...state.notes, note] };
  },
  'follow-up-noted': (state, entry) => {
    const followUp: FollowUp = { ...entry.body, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return { ...state, followUps: [...state.followUps, followUp] };
  },
  'entry-pinned': (state, entry) => {
    const { seq, on } = entry.body;
    if (seq >= entry.seq) return loose(state, entry);
    const others = state.pins.filter((pin) => pin !== seq);
    return { ...state, pins: on ? [...others, seq] : others };
  },
  'clock-skew-noticed': (state, entry) => {
    const { personId, skewMs } = entry.body;
    return { ...state, notices: [...state.notices, { what: 'skew', personId, skewMs, seq: entry.seq }] };
  },
  'delay-noticed': (state, entry) => {
    const { from, to } = entry.body;
    return { ...state, notices: [...state.notices, { what: 'delay', from, to, seq: entry.seq }] };
  },
};
