/** Changes to the system, and decisions. A temporary change is on the list until it is put back. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import type { Actor } from './entry-fields.ts';
import type { Body } from './entry.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';

export type Change = {
  id: string;
  what: string;
  where: string;
  temporary: boolean;
  undo: string | undefined;
  stepRef: { runId: number; stepId: string } | undefined;
  hypothesisId: string | undefined;
  by: Actor;
  started: Moment;
  finished:
    | {
        outcome: 'worked' | 'no-effect' | 'worse' | 'unknown';
        note: string | undefined;
        at: Instant;
        seq: number;
      }
    | undefined;
  undone: { at: Instant; note: string | undefined; seq: number } | undefined;
};

export type Decided = Body<'decision-made'> & { by: Actor; at: Instant; seq: number };

export const CHANGE_LINES: Lines<'change-started' | 'change-finished' | 'change-undone' | 'decision-made'> = {
  'change-started': (state, entry) => {
    const { changeId, what, where, temporary, undo, stepRef, hypothesisId } = entry.body;
    const started = momentOf(entry);
    const change: Change = {
      id: changeId,
      what,
      where,
      temporary,
      undo,
      stepRef,
      hypothesisId,
      by: entry.actor,
      started,
      finished: undefined,
      undone: undefined,
    };
    return stampFirst({ ...state, changes: [...state.changes, change] }, 'firstChangeAt', started);
  },
  'change-finished': (state, entry) => {
    const change = changeOf(state, entry.body.changeId);
    if (!change || change.finished || entry.occurredAt < change.started.at) return loose(state, entry);
    const { outcome, note } = entry.body;
    return withChange(state, {
      ...change,
      finished: { outcome, note, at: entry.occurredAt, seq: entry.seq },
    });
  },
  'change-undone': (state, entry) => {
    const change = changeOf(state, entry.body.changeId);
    if (!change || change.undone || entry.occurredAt < change.started.at) return loose(state, entry);
    return withChange(state, {
      ...change,
      undone: { at: entry.occurredAt, note: entry.body.note, seq: entry.seq },
    });
  },
  'decision-made': (state, entry) => {
    const decided: Decided = { ...entry.body, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return { ...state, decisions: [...state.decisions, decided] };
  },
};

function withChange(state: State, change: Change): State {
  const changes = replaced(
    state.changes,
    ({ id }) => id === change.id,
    () => change,
  );
  return { ...state, changes };
}

export function changeOf(state: State, id: string): Change | undefined {
  return state.changes.find((change) => change.id === id);
}

/** Temporary changes that are still in place. */
export function temporaryChanges(state: State): readonly Change[] {
  return state.changes.filter(({ temporary, undone }) => temporary && !undone);
}
