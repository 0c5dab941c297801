/** Rules for changes to the system and for decisions. */
import { Refused } from '../core/refused.ts';
import { beforeYou, entry, mustSay, nothing, personOf } from './act.ts';
import type { Context } from './act.ts';
import { changeOf } from './changes.ts';
import type { Change } from './changes.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { mustAct, mustOperate, mustSteer } from './may.ts';
import { isSingle, rolesOf } from './roles.ts';
import type { State } from './state.ts';

export type ChangeCommands = {
  'start-change': {
    what: string;
    where: string;
    temporary: boolean;
    undo?: string | undefined;
    stepRef?: { runId: number; stepId: string; title?: string | undefined } | undefined;
    hypothesisId?: string | undefined;
  };
  'finish-change': {
    changeId: string;
    outcome: Body<'change-finished'>['outcome'];
    note?: string | undefined;
  };
  'undo-change': { changeId: string; note?: string | undefined };
  'make-decision': {
    text: string;
    askedForObjections: boolean;
    objections?: { personId: string; text: string }[] | undefined;
    /** Numbers of the entries that it rests on. */
    because?: number[] | undefined;
  };
};

export const CHANGE_RULES: Rules<ChangeCommands> = {
  'start-change': (state, { what, where, temporary, undo, stepRef, hypothesisId, at }, context) => {
    mustOperate(state, context, 'change the system');
    mustSay(what, 'what', 'Say what is changed.');
    mustSay(where, 'where', 'Say where it is changed.');
    const changeId = context.ids.next();
    const body = { changeId, what, where, temporary, undo, stepRef, hypothesisId };
    return { entries: [entry(context, 'change-started', body, at)] };
  },
  'finish-change': (state, { changeId, outcome, note, at }, context) => {
    mustOperate(state, context, 'say what a change did');
    const change = named(state, changeId);
    if (change.finished)
      return nothing(`Its outcome was recorded ${beforeYou(change.finished.at, context)}.`);
    const body = { changeId, what: change.what, outcome, note };
    return { entries: [entry(context, 'change-finished', body, at)] };
  },
  'undo-change': (state, { changeId, note, at }, context) => {
    mustOperate(state, context, 'put a change back');
    const change = named(state, changeId);
    if (change.undone) return nothing(`It was put back ${beforeYou(change.undone.at, context)}.`);
    return { entries: [entry(context, 'change-undone', { changeId, what: change.what, note }, at)] };
  },
  'make-decision': (state, { text, askedForObjections, objections = [], because = [], at }, context) => {
    mustMayDecide(state, context);
    mustSay(text, 'text', 'Say what is decided.');
    if (because.some((seq) => seq > state.seq))
      throw new Refused('no-such-entry', 'It rests on an entry that does not exist.');
    const body = {
      decisionId: context.ids.next(),
      text,
      askedForObjections,
      objections: objections.map(({ personId, text: words }) => {
        mustSay(words, 'objections', 'Say what they object to.');
        return { personId, personName: personOf(context, personId, 'objections').name, text: words };
      }),
      because,
    };
    return { entries: [entry(context, 'decision-made', body, at)] };
  },
};

function named(state: State, id: string): Change {
  const change = changeOf(state, id);
  if (change) return change;
  throw new Refused('no-such-change', 'There is no such change in this incident.');
}

/** The commander decides, and whoever holds a role decides in it. */
function mustMayDecide(state: State, context: Context): void {
  mustAct(context);
  if (!rolesOf(state, context.actor.id).some(isSingle)) mustSteer(state, context, 'record a decision');
}
