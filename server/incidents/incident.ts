/**
 * The heart of an incident, in one door: entries fold to a state, and a command on a state is decided into entries.
 * Nothing here reads a clock, a file or a database.
 */
export { fold, foldKnownAt, foldOn } from './fold.ts';
export { decide } from './decide.ts';
export { nextDue } from './coming.ts';
export { checksFor } from './checks.ts';
export { mayTakeBack } from './take-back.ts';
export { summaryOf } from './summary.ts';
export { timelineOf } from './timeline.ts';
export { NOTHING_YET } from './state.ts';
export type { State } from './state.ts';
export type { Command, CommandType } from './command.ts';
export type { Context, Decision, Person, When } from './act.ts';
export type { TimelineEntry } from './timeline.ts';
export type { Summary } from './summary.ts';
export type { Unmet } from './checks.ts';
