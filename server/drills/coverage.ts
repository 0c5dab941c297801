/** Who has practised which runbook, and when: in words and months, and never with a mark. */
import type { Instant } from '../core/clock.ts';
import { localDate, plusSeconds } from '../core/time.ts';

/** So long a drill, or an incident, answers for somebody. */
export const ANSWERS_DAYS = 90;

/** Somebody followed a runbook, by the last time of each kind. */
export type Used = { runbookId: string; accountId: string; kind: 'incident' | 'drill'; at: Instant };

/** When somebody last drilled a runbook, and last used it in a real incident. */
export type Standing = { drilled: Instant | undefined; used: Instant | undefined };

const NEVER: Standing = { drilled: undefined, used: undefined };

/** What somebody did with each runbook, by its id. */
export type Standings = ReadonlyMap<string, ReadonlyMap<string, Standing>>;

/** By person, then by runbook. */
export function standingsOf(uses: readonly Used[]): Standings {
  const all = new Map<string, Map<string, Standing>>();
  for (const { accountId, runbookId, kind, at } of uses) {
    const own = all.get(accountId) ?? new Map<string, Standing>();
    const known = own.get(runbookId) ?? NEVER;
    const end = kind === 'drill' ? 'drilled' : 'used';
    own.set(runbookId, { ...known, [end]: later(known[end], at) });
    all.set(accountId, own);
  }
  return all;
}

export function standingOf(standings: Standings, accountId: string, runbookId: string): Standing {
  return standings.get(accountId)?.get(runbookId) ?? NEVER;
}

function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** Whether it was practised, and so long ago that a repeat is offered. */
export function isDueAgain({ drilled, used }: Standing, now: Instant): boolean {
  const last = later(drilled, used);
  return last !== undefined && last < plusSeconds(now, -ANSWERS_DAYS * 86_400);
}

function hasRun({ drilled, used }: Standing): boolean {
  return drilled !== undefined || used !== undefined;
}

/** "drilled 2 months ago, in an incident this month"; "never". */
export function standingWords(standing: Standing, now: Instant, zone: string): string {
  const { drilled, used } = standing;
  const words = [
    drilled === undefined ? '' : `drilled ${monthsWords(drilled, now, zone)}`,
    used === undefined ? '' : `in an incident ${monthsWords(used, now, zone)}`,
  ].filter((word) => word !== '');
  if (words.length === 0) return 'never';
  return `${words.join(', ')}${isDueAgain(standing, now) ? ': due again' : ''}`;
}

/** By the calendar of the zone, as people count months. */
export function monthsWords(at: Instant, now: Instant, zone: string): string {
  const months = Math.max(0, monthOf(now, zone) - monthOf(at, zone));
  if (months === 0) return 'this month';
  return months === 1 ? 'last month' : `${String(months)} months ago`;
}

function monthOf(at: Instant, zone: string): number {
  const [year = 0, month = 0] = localDate(at, zone).split('-').map(Number);
  return year * 12 + month;
}

/** Those who are asked for the services of a team: who of it takes turns on call, else everybody in it. */
export function rotaOf(
  members: readonly string[],
  onSchedules: ReadonlySet<string>,
): { people: readonly string[]; isRota: boolean } {
  const people = members.filter((id) => onSchedules.has(id));
  return people.length > 0 ? { people, isRota: true } : { people: members, isRota: false };
}

/** Whether none of some people has ever run it; nobody is missing where there are no people. */
export function nobodyRan(standings: Standings, people: readonly string[], runbookId: string): boolean {
  return people.length > 0 && !people.some((id) => hasRun(standingOf(standings, id, runbookId)));
}

export type Played = {
  title: string;
  href: string;
  lastEnded: Instant | undefined;
  runbookChanged: Instant | undefined;
};

/** Scenarios that nobody has played to their end, and those whose runbook was changed since somebody did. */
export function unplayed(all: readonly Played[]): { never: Played[]; changed: Played[] } {
  return {
    never: all.filter(({ lastEnded }) => lastEnded === undefined),
    changed: all.filter(
      ({ lastEnded, runbookChanged }) =>
        lastEnded !== undefined && runbookChanged !== undefined && runbookChanged > lastEnded,
    ),
  };
}

/** The runbooks that somebody practised and whose time has come again, the longest ago first. */
export function dueAgain(
  standings: Standings,
  accountId: string,
  runbooks: ReadonlyMap<string, string>,
  now: Instant,
): { runbookId: string; title: string; last: Instant }[] {
  return [...(standings.get(accountId) ?? [])]
    .flatMap(([runbookId, standing]) => {
      const title = runbooks.get(runbookId);
      const last = later(standing.drilled, standing.used);
      return title === undefined || last === undefined || !isDueAgain(standing, now)
        ? []
        : [{ runbookId, title, last }];
    })
    .toSorted((a, b) => (a.last < b.last ? -1 : a.last > b.last ? 1 : a.title < b.title ? -1 : 1));
}
