/** Rules for notes, follow-ups and pins, and for what the server notices about clocks. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { mustAct, mustBeSystem } from './may.ts';

export type NoteCommands = {
  'add-note': {
    text: string;
    raw?: string | undefined;
    flavour: Body<'note-added'>['flavour'];
    about?: Body<'note-added'>['about'];
  };
  'note-follow-up': { text: string; kind?: Body<'follow-up-noted'>['type']; owner?: string | undefined };
  'pin-entry': { seq: number; on: boolean };
  'notice-skew': { personId: string; skewMs: number };
  'notice-delay': { from: Instant; to: Instant };
};

export const NOTE_RULES: Rules<NoteCommands> = {
  'add-note': (_, { text, raw, flavour, about, at }, context) => {
    mustAct(context);
    mustSay(text, 'text', 'Write something: the note is empty.');
    return { entries: [entry(context, 'note-added', { text, raw, flavour, about }, at)] };
  },
  'note-follow-up': (_, { text, kind, owner, at }, context) => {
    mustAct(context);
    mustSay(text, 'text', 'Write what is to be done later.');
    const ownerName = owner === undefined ? undefined : context.people(owner)?.name;
    const body = { followUpId: context.ids.next(), text, type: kind, owner, ownerName };
    return { entries: [entry(context, 'follow-up-noted', body, at)] };
  },
  'pin-entry': (state, { seq, on }, context) => {
    mustAct(context);
    if (!state.entries.some((one) => one.seq === seq))
      throw new Refused('no-such-entry', `There is no entry ${seq}.`);
    if (state.pins.includes(seq) === on) return nothing(on ? 'It is pinned already.' : 'It is not pinned.');
    return { entries: [entry(context, 'entry-pinned', { seq, on })] };
  },
  'notice-skew': (_, { personId, skewMs }, context) => {
    mustBeSystem(context);
    const personName = context.people(personId)?.name;
    return { entries: [entry(context, 'clock-skew-noticed', { personId, personName, skewMs })] };
  },
  'notice-delay': (_, { from, to }, context) => {
    mustBeSystem(context);
    return { entries: [entry(context, 'delay-noticed', { from, to })] };
  },
};
