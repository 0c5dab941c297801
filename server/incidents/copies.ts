/** An incident of another installation that was brought in: it can be read and looked back on, and nothing is added. */
import type { Instant } from '../core/clock.ts';
import { keeper } from '../core/kept.ts';
import { Refused } from '../core/refused.ts';
import type { IncidentRow } from '../store/schema.ts';
import type { State } from './state.ts';
import { summaryRow } from './summary.ts';

/** Where a copy comes from: its key there, the name of that installation, and when it was brought in. */
export type Origin = { key: string; name: string; importedAt: Instant };

/** A copy in its place here. */
export type Copy = { number: number; origin: Origin };

const overlaid = keeper<State, State>();

/** The state under the key that the incident has here. For what is ours that is the state itself. */
export function asItIsHere(row: IncidentRow, state: State): State {
  if (row.origin_key === null) return state;
  return overlaid(state, row.key, () => placedAs({ key: row.key, origin: copyOf(row).origin }, state));
}

/** A state in the place of another: the key under which it stands here, and where it comes from, are laid over it. */
export function placedAs({ key, origin }: Pick<State, 'key' | 'origin'>, state: State): State {
  return { ...state, key, origin };
}

/** What the row of a copy says of where it comes from. */
export function copyOf(row: IncidentRow): Copy {
  const { number, origin_key, origin_name, imported_at } = row;
  return {
    number,
    origin: { key: origin_key ?? '', name: origin_name ?? '', importedAt: imported_at ?? row.changed_at },
  };
}

/** The row of a copy: a number of ours, and no time at which anything is due. */
export function copyRow(state: State, { number, origin }: Copy): IncidentRow {
  return {
    ...summaryRow(state, origin.importedAt),
    number,
    key: `INC-${String(number)}`,
    next_due_at: null,
    origin_key: origin.key,
    origin_name: origin.name,
    imported_at: origin.importedAt,
    // The public is told by the house where it happened.
    public_at: null,
  };
}

/** @throws Refused for a copy: its entries are those of another house, and stay as they are there */
export function mustBeOurs({ key, origin }: State): void {
  if (origin === undefined) return;
  throw new Refused(
    'a-copy',
    `${key} is a copy of ${origin.key} of ${origin.name}, so nothing is added to it here. For something new declare an incident and link this one.`,
  );
}
