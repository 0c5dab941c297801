import type { By } from '../audit/by.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Db } from '../store/open.ts';

/** What the use cases about people work with. */
export type People = {
  db: Db;
  clock: Clock;
  ids: Ids;
  /** What depends on somebody elsewhere, and who can take it over. */
  leaving?: Leaving | undefined;
};

/** A place that somebody holds: its field in a form, what it is, and what becomes of it when nobody takes it. */
export type Place = { field: string; label: string; empty: string | undefined };

/** Who takes each place, by its field: the id of a person, or `nobody`. */
export type Heirs = ReadonlyMap<string, string>;

type Kit = Pick<People, 'db' | 'clock' | 'ids'>;

/** What a later feature says of somebody who is shut out. */
export type Leaving = {
  dependingOn(
    kit: Kit,
    accountId: string,
  ): Promise<{ places: Place[]; heirs: { id: string; name: string }[] }>;
  /**
   * Puts others in their places, in the transaction of the handle.
   * @param heirs undefined where nobody was asked for them
   * @throws Invalid for a place that nobody takes, by its field; Refused when nobody was asked for any
   */
  replace(kit: Kit, accountId: string, heirs: Heirs | undefined, by: By): Promise<void>;
};
