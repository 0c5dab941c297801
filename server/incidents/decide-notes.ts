/** Rules for notes, follow-ups and pins, and for what the server notices about clocks. */
import { Refused } from '../core/refused.ts';
import { MOST_BYTES, MOST_FILES } from './attachments.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { mustAct, mustBeSystem } from './may.ts';
import type { State } from './state.ts';

export type NoteCommands = {
  'add-note': {
    text: string;
    raw?: string | undefined;
    flavour: Body<'note-added'>['flavour'];
    about?: Body<'note-added'>['about'];
  };
  /** The bytes go into the database beside it, in the same transaction. */
  'attach-file': {
    name: string;
    mediaType: string;
    bytes: number;
    sha256: string;
    caption?: string | undefined;
    alt?: string | undefined;
  };
  'note-follow-up': { text: string; kind?: Body<'follow-up-noted'>['type']; owner?: string | undefined };
  'pin-entry': { seq: number; on: boolean };
  'notice-skew': { personId: string; skewMs: number };
};

/** Measured twice, the clock of one device differs by so much at most. */
const SAME_SKEW_MS = 2_000;

export const NOTE_RULES: Rules<NoteCommands> = {
  'add-note': (_, { text, raw, flavour, about, at }, context) => {
    mustAct(context);
    mustSay(text, 'text', 'Write something: the note is empty.');
    return { entries: [entry(context, 'note-added', { text, raw, flavour, about }, at)] };
  },
  'attach-file': (state, { name, mediaType, bytes, sha256, caption, alt, at }, context) => {
    mustAct(context);
    mustHaveRoom(state, bytes);
    const body = { attachmentId: context.ids.next(), name, mediaType, bytes, sha256, caption, alt };
    return { entries: [entry(context, 'attachment-added', body, at)] };
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
  'notice-skew': (state, { personId, skewMs }, context) => {
    mustBeSystem(context);
    const known = state.notices.findLast((one) => one.what === 'skew' && one.personId === personId);
    if (known?.what === 'skew' && Math.abs(known.skewMs - skewMs) < SAME_SKEW_MS)
      return nothing('That is on the timeline.');
    const personName = context.people(personId)?.name;
    return { entries: [entry(context, 'clock-skew-noticed', { personId, personName, skewMs })] };
  },
};

function mustHaveRoom(state: State, bytes: number): void {
  if (bytes === 0) throw new Refused('empty-file', 'This file is empty. Choose another.', { field: 'file' });
  if (bytes > MOST_BYTES) {
    throw new Refused('file-too-large', 'A file may have 10 MB. Cut out what matters, or add a link to it.', {
      field: 'file',
    });
  }
  const files = state.entries.filter(({ kind }) => kind === 'attachment-added').length;
  if (files < MOST_FILES) return;
  throw new Refused(
    'too-many-files',
    `${state.key} has ${String(MOST_FILES)} files, the most that an incident may have. Add a link in a note instead.`,
    { field: 'file' },
  );
}
