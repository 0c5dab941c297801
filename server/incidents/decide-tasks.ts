/** Rules for tasks: one named owner each, who reads it back, and keeps it until the next one accepts. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { beforeYou, entry, mustLieAhead, mustSay, nothing, personOf } from './act.ts';
import type { Context, Person } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { mustAct, mustSteer } from './may.ts';
import { holderOf } from './roles.ts';
import type { State } from './state.ts';
import { crowdOf, openTasks, taskOf } from './tasks.ts';
import type { Task } from './tasks.ts';
import { after } from './trial.ts';

export type TaskCommands = {
  /** Without a person: to whoever asks. */
  'give-task': { what: string; to?: string | undefined; dueAt?: Instant | undefined };
  'accept-task': { taskId: string };
  /** To somebody else; to its owner, it stays with them; a commander who names themselves takes it over. */
  'pass-task': { taskId: string; to: string; reason?: string | undefined };
  'close-task': { taskId: string; outcome: Body<'task-closed'>['outcome']; note?: string | undefined };
};

export const TASK_RULES: Rules<TaskCommands> = {
  'give-task': (state, { what, to, dueAt, at }, context) => {
    mustAct(context);
    mustSay(what, 'what', 'Say what is to be done, in one line.');
    const person = named(context, to);
    if (person.id !== context.actor.id) mustSteer(state, context, 'give a task to somebody else');
    if (dueAt !== undefined) mustLieAhead(dueAt, 'dueAt', context);
    const same = openTasks(state).find(
      (task) => task.owner.id === person.id && task.what.toLowerCase() === what.trim().toLowerCase(),
    );
    if (same) return nothing(`${person.name} got this task ${beforeYou(same.given.at, context)}.`);
    const body = { taskId: context.ids.next(), what, to: person.id, toName: person.name, dueAt };
    const entries = [entry(context, 'task-given', body, at)];
    const said = crowdWords(after(state, entries), context);
    return said === undefined ? { entries } : { entries, said };
  },
  'accept-task': (state, { taskId, at }, context) => {
    mustAct(context);
    const task = taskNamed(state, taskId);
    if (task.closed) return nothing(closedWords(task, context));
    const isOwner = task.owner.id === context.actor.id;
    if (!isOwner && task.passing?.to !== context.actor.id) throw notAsked(task);
    if (isOwner && task.accepted)
      return nothing(`You accepted it ${beforeYou(task.accepted.at, context)}: it is yours.`);
    const fromName = isOwner ? undefined : task.owner.name;
    return { entries: [entry(context, 'task-accepted', { taskId, what: task.what, fromName }, at)] };
  },
  'pass-task': (state, { taskId, to, reason, at }, context) => {
    mustAct(context);
    const task = taskNamed(state, taskId);
    if (task.closed) return nothing(closedWords(task, context));
    const person = named(context, to);
    mustMayPass(state, task, person, context);
    if (person.id === task.owner.id && !task.passing) return nothing(`${person.name} has it already.`);
    if (person.id === task.passing?.to)
      return nothing(`${person.name} was asked ${beforeYou(task.passing.at, context)}.`);
    const { id: from, name: fromName } = task.owner;
    const body = { taskId, what: task.what, to: person.id, toName: person.name, from, fromName, reason };
    return { entries: [entry(context, 'task-passed', body, at)] };
  },
  'close-task': (state, { taskId, outcome, note, at }, context) => {
    mustAct(context);
    const task = taskNamed(state, taskId);
    if (task.closed) return nothing(closedWords(task, context));
    if (task.owner.id !== context.actor.id) mustSteer(state, context, `close a task of ${task.owner.name}`);
    if (outcome === 'dropped') mustSay(note, 'note', 'Say why it is dropped: somebody may wait for it.');
    return { entries: [entry(context, 'task-closed', { taskId, what: task.what, outcome, note }, at)] };
  },
};

function named(context: Context, id: string | undefined): Person {
  const { actor } = context;
  if (id === undefined || id === actor.id) return { id: actor.id, name: actor.name };
  return personOf(context, id, 'to');
}

function taskNamed(state: State, id: string): Task {
  const task = taskOf(state, id);
  if (task) return task;
  throw new Refused('no-such-task', 'There is no such task in this incident.');
}

function notAsked({ owner, passing }: Task): Refused {
  const whom = passing?.toName ?? owner.name;
  return new Refused('not-asked', `${whom} was asked, who alone can accept it.`);
}

/** The owner, or the commander; whoever was asked may give it back to the owner. */
function mustMayPass(state: State, { owner, passing }: Task, to: Person, context: Context): void {
  if (owner.id === context.actor.id) return;
  const givesBack = passing?.to === context.actor.id && to.id === owner.id;
  if (!givesBack) mustSteer(state, context, `pass on a task of ${owner.name}`);
}

function closedWords({ closed }: Task, context: Context): string {
  if (!closed) return 'It is open.';
  const act = closed.outcome === 'done' ? 'finished' : 'dropped';
  return `${closed.by.name} ${act} this task ${beforeYou(closed.at, context)}.`;
}

/** Said once the commander leads more people by tasks than one lead can follow. */
function crowdWords(state: State, context: Context): string | undefined {
  const commander = holderOf(state, 'commander');
  if (commander?.id !== context.actor.id) return undefined;
  const people = crowdOf(state, commander.id);
  return people === undefined
    ? undefined
    : `${people} people have open tasks from you: let a second lead take some of them.`;
}
