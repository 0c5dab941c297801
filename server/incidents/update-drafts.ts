/** Drafts of updates: what somebody wrote, who approved it, and whether it went out. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import type { Actor, Audience } from './entry-fields.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';

export type UpdateDraft = {
  id: string;
  audience: Audience;
  usersSee: string;
  weDo: string;
  changed: string;
  loss: string | undefined;
  nextAt: Instant | undefined;
  final: boolean;
  by: Actor;
  at: Instant;
  seq: number;
  approvals: readonly { by: Actor; at: Instant; seq: number }[];
  /** How it left the table: sent, or overtaken by a newer draft or update for the same readers. */
  ended: { how: 'sent' | 'overtaken'; at: Instant; seq: number } | undefined;
};

export const DRAFT_LINES: Lines<'update-drafted' | 'update-approved'> = {
  'update-drafted': (state, entry) => {
    const { messageId, audience, usersSee, weDo, changed, loss, nextAt, final = false } = entry.body;
    const draft: UpdateDraft = {
      id: messageId,
      audience,
      usersSee,
      weDo,
      changed,
      loss,
      nextAt,
      final,
      by: entry.actor,
      at: entry.occurredAt,
      seq: entry.seq,
      approvals: [],
      ended: undefined,
    };
    const before = draftsEnded(state, { messageId, audience, at: entry.occurredAt, seq: entry.seq });
    return { ...before, drafts: [...before.drafts, draft] };
  },
  'update-approved': (state, entry) => {
    const draft = draftOf(state, entry.body.messageId);
    if (!draft || draft.ended || entry.occurredAt < draft.at) return loose(state, entry);
    const approval = { by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    const drafts = replaced(
      state.drafts,
      ({ id }) => id === draft.id,
      (one) => ({ ...one, approvals: [...one.approvals, approval] }),
    );
    return { ...state, drafts };
  },
};

/** Ends the open drafts for the same readers: the one that was sent, and those that it overtakes. */
export function draftsEnded(
  state: State,
  by: { messageId: string; audience: Audience; at: Instant; seq: number },
): State {
  const { at, seq } = by;
  const drafts = replaced(
    state.drafts,
    ({ audience, ended }) => audience === by.audience && !ended,
    (one): UpdateDraft => {
      const how = one.id === by.messageId ? 'sent' : 'overtaken';
      return { ...one, ended: { how, at, seq } };
    },
  );
  return { ...state, drafts };
}

export function draftOf(state: State, id: string): UpdateDraft | undefined {
  return state.drafts.find((draft) => draft.id === id);
}

export function openDrafts(state: State): readonly UpdateDraft[] {
  return state.drafts.filter(({ ended }) => !ended);
}

/** Whether what goes to the public has been read by two: in a SEV-1 its author's own approval does not count. */
export function isApproved(state: State, draft: UpdateDraft): boolean {
  return draft.approvals.some(({ by }) => state.severity !== 'SEV-1' || by.id !== draft.by.id);
}
