/** What a scenario of a drill is once its Markdown has been read. Only `reading.ts` makes one. */
import type { Instant } from '../core/clock.ts';
import type { Role } from '../incidents/entry-fields.ts';
import type { Condition } from './condition.ts';

export const COMPETENCES = ['assess', 'diagnose', 'escalate', 'act safely', 'communicate', 'lead'] as const;
/** What is practised. A result is a profile of these six, and never one figure. */
export type Competence = (typeof COMPETENCES)[number];

export const WAYS = ['alert', 'chat', 'phone', 'mail', 'board'] as const;
/** How an inject reaches people. */
export type Way = (typeof WAYS)[number];

/** A condition as it was written; `condition` is absent when it cannot be read, and it then never holds by itself. */
export type Written = { text: string; condition: Condition | undefined; at: number };

export type Inject = {
  /** Stable inside the scenario; never shown to a trainee. */
  id: string;
  title: string;
  text: string;
  /** Drill time in seconds. */
  atSeconds: number | undefined;
  when: Written | undefined;
  unless: Written | undefined;
  /** Again after so many seconds, until the condition holds. */
  repeat: { everySeconds: number; until: Written | undefined } | undefined;
  /** `all`, or names of roles. */
  to: readonly string[];
  as: Way;
  /** The wrong path that it invites. */
  trap: string | undefined;
  at: number;
};

export type Probe = {
  id: string;
  title: string;
  /** Words or groups of words, each of which finds it. */
  matches: readonly string[];
  shows: string;
  costSeconds: number;
  after: Written | undefined;
  at: number;
};

export type Objective = {
  id: string;
  title: string;
  competence: Competence | undefined;
  bySeconds: number | undefined;
  evidence: Written | undefined;
  /** A person judges it; no entry can prove it. */
  isJudged: boolean;
  at: number;
};

export type Hint = { id: string; text: string; objective: string | undefined; at: number };

/** Somebody whom the director plays: who is asked by an escalation, or the role that says go for a dangerous step. */
export type Colleague = {
  name: string;
  /** Seconds until they answer; `never` when they do not. */
  answers: number | 'never';
  says: string;
  at: number;
};

export type Scenario = {
  id: string;
  file: string;
  title: string;
  /** What trainees are shown as its title: it gives nothing away. */
  publicTitle: string | undefined;
  /** From 1, for people who have never done this, to 4. */
  level: number;
  /** Drill time. */
  minutes: number;
  speed: number;
  roles: readonly Role[];
  runbook: string | undefined;
  policy: string | undefined;
  homeZone: string;
  /** When the story begins. */
  start: Instant;
  basedOn: string | undefined;
  abortWhen: string | undefined;
  briefing: string;
  secret: string;
  injects: readonly Inject[];
  probes: readonly Probe[];
  objectives: readonly Objective[];
  hints: readonly Hint[];
  colleagues: readonly Colleague[];
  debrief: readonly string[];
  text: string;
};

/** What could not be read, with its offset in the file. */
export type Unread = { what: string; at: number };

/** The conditions of a scenario, each with where it stands. */
export function conditionsOf({ injects, probes, objectives }: Scenario): Written[] {
  return [
    ...injects.flatMap(({ when, unless, repeat }) => [when, unless, repeat?.until]),
    ...probes.map(({ after }) => after),
    ...objectives.map(({ evidence }) => evidence),
  ].filter((written) => written !== undefined);
}

/** A scenario that can be played, by the version that is on offer. */
export type Offered = { hash: string; scenario: Scenario };

/** Its name in addresses, which must not tell what it is about. */
export function slugOf(hash: string): string {
  return hash.slice(0, 10);
}

/** What one is shown before the end: neither the title of the author nor the name of the runbook. */
export function publicTitle({ publicTitle, level }: Scenario, place: number): string {
  return publicTitle ?? `Scenario ${String(place)} of level ${String(level)}`;
}
