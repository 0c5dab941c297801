/** Rules for the passing of time: the server writes what has come due. */
import { entry } from './act.ts';
import type { Context, Decision, Person } from './act.ts';
import { secondsBetween } from '../core/time.ts';
import { coming } from './coming.ts';
import type { Coming } from './coming.ts';
import type { Rules } from './command.ts';
import type { NewEntry } from './entry.ts';
import type { Audience } from './entry-fields.ts';
import { mustBeSystem } from './may.ts';
import { owesReview } from './review.ts';
import { holderOf } from './roles.ts';
import type { State } from './state.ts';
import { stepFields } from './steps-ahead.ts';
import { OVERDUE_STAGES } from './updates.ts';
import type { OverdueNotice, OverdueStage } from './updates.ts';

export type TimeCommands = {
  /** Everything that is due by now, each thing once; afterwards `nextDue` lies ahead. */
  'pass-time': Record<never, never>;
};

/** The clockwork looks each second; whoever is later than this was not there. */
const LATE_SECONDS = 60;

export const TIME_RULES: Rules<TimeCommands> = {
  'pass-time': (state, _, context): Decision => {
    mustBeSystem(context);
    const due = coming(state)
      .filter(({ at }) => at <= context.now)
      .toSorted((a, b) => (a.at < b.at ? -1 : 1));
    const entries = presentStages(due).map((one) => written(state, one, context));
    // The clock of a drill jumps: whatever it passed by is not late.
    const late = state.kind === 'drill' ? [] : lateness(due[0], context);
    return { entries: [...late, ...entries] };
  },
};

/** What fell due while the server slept or was away is done now, and the timeline says why so late. */
function lateness(first: Coming | undefined, context: Context): NewEntry[] {
  if (first === undefined || secondsBetween(first.at, context.now) < LATE_SECONDS) return [];
  return [entry(context, 'delay-noticed', { from: first.at, to: context.now })];
}

/** After a long silence each audience's overdue update is told once, at its present stage. */
function presentStages(due: Coming[]): Coming[] {
  const last = new Map<Audience, Coming>();
  for (const one of due) if (one.what === 'update-overdue') last.set(one.notice.audience, one);
  return due.filter((one) => one.what !== 'update-overdue' || last.get(one.notice.audience) === one);
}

function written(state: State, due: Coming, context: Context): NewEntry {
  switch (due.what) {
    case 'offer-lapses': {
      const { id: offerId, role, toName } = due.offer;
      return entry(context, 'role-offer-ended', { offerId, why: 'lapsed', role, toName });
    }
    case 'step-limit': {
      const title = context.runbook(due.run.contentHash)?.steps.find(({ id }) => id === due.step.stepId);
      const limit = Math.round(due.step.limitSeconds ?? 0);
      const body = { ...stepFields(due.run, due.step.stepId, title), limit };
      return entry(context, 'step-limit-passed', body);
    }
    case 'hypothesis-limit': {
      const { id: hypothesisId, statement, limitSeconds: limit } = due.hypothesis;
      return entry(context, 'hypothesis-limit-passed', { hypothesisId, statement, limit });
    }
    case 'update-overdue':
      return overdue(state, due.notice, context);
    case 'after-24-hours': {
      const to = owesReview(state) ? 'review' : 'closed';
      return entry(context, 'status-changed', { from: 'resolved', to, overridden: [] });
    }
  }
}

function overdue(state: State, { audience, stage, dueAt }: OverdueNotice, context: Context): NewEntry {
  const told = state.brokenPromises.find((one) => one.audience === audience && one.dueAt === dueAt)?.told;
  const stages = OVERDUE_STAGES.slice(0, OVERDUE_STAGES.indexOf(stage) + 1);
  const people = stages
    .filter((one) => !told?.includes(one))
    .flatMap((one) => toldAt(one, state, context).map(({ id }) => id));
  const shownTo = [...new Set(people)].slice(0, 50);
  return entry(context, 'update-overdue', { audience, dueAt, shownTo, stage });
}

/** Communications is told at once, the commander in their place while nobody holds it. */
function toldAt(stage: OverdueStage, state: State, context: Context): readonly Person[] {
  const [communications, commander] = [holderOf(state, 'communications'), holderOf(state, 'commander')];
  switch (stage) {
    case 'communications':
      return [communications ?? commander].filter((person) => person !== undefined);
    case 'commander':
      return [commander].filter((person) => person !== undefined);
    case 'manager':
      return context.managers ?? [];
  }
}
