import { SHIPPED } from '../../server/incidents/severity-table.ts';
import type { Instant } from '../../server/core/clock.ts';
import { resolveWall } from '../../server/core/time.ts';
import type { Actor } from '../../server/incidents/entry-fields.ts';
import type { Entry, Kind, StoredEntry } from '../../server/incidents/entry.ts';
import { MUSTER } from '../../server/incidents/act.ts';
import type { Person, When } from '../../server/incidents/act.ts';
import { seal } from '../../server/incidents/chain.ts';
import type { Command } from '../../server/incidents/command.ts';
import { decide, fold, foldOn, nextDue, NOTHING_YET } from '../../server/incidents/incident.ts';
import type { State } from '../../server/incidents/incident.ts';
import type { Runbook } from '../../server/runbooks/runbook.ts';

const PERMISSIONS = new Set([
  'incident.report',
  'incident.declare',
  'incident.act',
  'incident.command',
  'incident.observe',
  'escalation.request',
  'escalation.answer',
]);

/** Tells an incident through `decide`, as people would act: one clock, one chain, what time makes happen included. */
export type Teller = {
  /** The instant of a wall time of the day of the story. */
  at(wallTime: string): Instant;
  /** A time that somebody types. */
  typed(wallTime: string, precision?: 'minute' | 'about'): When;
  /** One act at a wall time; gives the entries that it made. */
  act(wallTime: string, who: Person | Actor, command: Command): Entry[];
  /** The number of the last entry of a kind. */
  last(kind: Kind): number;
  state(): State;
  entries(): readonly StoredEntry[];
};

type Day = { date: string; zone: string; people: readonly Person[]; runbooks: ReadonlyMap<string, Runbook> };

export function teller({ date, zone, people, runbooks }: Day): Teller {
  const entries: Entry[] = [];
  let state: State = NOTHING_YET;
  let made = 0;
  const ids = { next: () => `id-${String((made += 1)).padStart(4, '0')}` };

  const at = (wallTime: string): Instant => {
    const [day = date, time = wallTime] = wallTime.includes(' ') ? wallTime.split(' ') : [date, wallTime];
    const resolved = resolveWall(day, time, zone);
    if ('one' in resolved) return resolved.one;
    throw new Error(`${wallTime} is not one instant in ${zone}.`);
  };

  const append = (now: Instant, actor: Actor, command: Command): Entry[] => {
    const opId = ids.next();
    const decision = decide(state, command, {
      now,
      actor,
      permissions: PERMISSIONS,
      ids,
      runbook: (hash) => runbooks.get(hash),
      incidents: (key) => ({
        key,
        title: `What ${key} was`,
        status: 'investigating',
        mergedInto: undefined,
      }),
      services: (slug) => slug,
      severities: SHIPPED,
      people: (id) => people.find((person) => person.id === id),
      zone,
      ...(actor.type === 'system' && { source: 'clockwork' as const }),
    });
    if (decision.entries.length === 0) throw new Error(`Nothing happened: ${decision.said ?? ''}`);
    const fresh = decision.entries.map((entry) => {
      const before = entries.at(-1);
      const sealed = seal(before, entry, { id: ids.next(), incidentId: 'story', recordedAt: now, opId });
      entries.push(sealed);
      return sealed;
    });
    state = foldOn(state, fresh);
    return fresh;
  };

  return {
    at,
    typed: (wallTime, precision = 'minute') => ({ instant: at(wallTime), precision }),
    act: (wallTime, who, command) => {
      const now = at(wallTime);
      if (now < (entries.at(-1)?.recordedAt ?? now)) throw new Error(`${wallTime} was told before.`);
      for (let due = nextDue(state); due !== undefined && due < now; due = nextDue(state)) {
        append(due, MUSTER, { type: 'pass-time' });
      }
      return append(now, 'type' in who ? who : { type: 'person', ...who }, command);
    },
    last: (kind) => entries.findLast((entry) => entry.kind === kind)?.seq ?? 0,
    state: () => fold(entries),
    entries: () => entries,
  };
}
