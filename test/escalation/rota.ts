/** Schedules, policies and people for the tests of escalation. */
import { beginning } from '../../server/escalation/cursor.ts';
import type { Setting } from '../../server/escalation/level.ts';
import type { Method, Party } from '../../server/escalation/party.ts';
import type { Level, Policy, Target } from '../../server/escalation/policy.ts';
import type { Rotation } from '../../server/escalation/rotation.ts';
import type { Layer, Override, Schedule } from '../../server/escalation/schedule.ts';

export const MONDAY = '2026-11-02T09:00:00.000Z';

export function rotation(members: readonly string[], given: Partial<Rotation> = {}): Rotation {
  return {
    zone: 'UTC',
    firstDate: '2026-11-02',
    firstTime: '09:00',
    length: 1,
    unit: 'weeks',
    members: members.map((personId) => ({ personId })),
    ...given,
  };
}

export function layer(
  members: readonly string[],
  given: Partial<Rotation> = {},
  more: Partial<Layer> = {},
): Layer {
  return { name: 'Primary', rotation: rotation(members, given), ...more };
}

export function schedule(layers: readonly Layer[], overrides: readonly Override[] = []): Schedule {
  return {
    id: 'rota',
    name: 'Rota',
    zone: 'UTC',
    versions: [{ number: 1, inForceAt: '2000-01-01T00:00:00.000Z', layers }],
    overrides,
  };
}

export function override(
  id: string,
  personId: string,
  from: string,
  to: string,
  given: Partial<Override> = {},
): Override {
  return { id, personId, from, to, reason: 'covers', madeBy: 'Ana', madeAt: from, ...given };
}

const MAIL: Method = { id: 'mail', channel: 'mail', delaySeconds: 0 };

export function party(id: string, given: Partial<Party> = {}): Party {
  return { id, name: id, isActive: true, methods: [{ ...MAIL, id: `${id}-mail` }], ...given };
}

export const person = (id: string): Target => ({ kind: 'person', id });
export const rota: Target = { kind: 'schedule', id: 'rota' };

export function level(targets: readonly Target[], given: Partial<Level> = {}): Level {
  return { targets, mode: 'any', answerWithin: 5, ...given };
}

export function policy(levels: readonly Level[], given: Partial<Policy> = {}): Policy {
  return {
    id: 'main',
    name: 'Main',
    zone: 'UTC',
    levels,
    repeat: 0,
    fallback: ['duty'],
    version: 1,
    ...given,
  };
}

export function setting(
  policy: Policy,
  given: Partial<Setting> & { parties?: readonly Party[] } = {},
): Setting {
  const { parties = [], ...more } = given;
  const known = ['ana', 'ben', 'cy', 'dee', 'duty', 'ada'].map((id) => party(id));
  return {
    chain: [policy],
    schedules: new Map(),
    teams: new Map(),
    people: new Map([...known, ...parties].map((one) => [one.id, one])),
    holders: {},
    severity: 'SEV-2',
    admins: ['ada'],
    lastInTurn: {},
    ...more,
  };
}

export const START = beginning(MONDAY);
