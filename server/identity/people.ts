import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Db } from '../store/open.ts';

/** What the use cases about people work with. */
export type People = {
  db: Db;
  clock: Clock;
  ids: Ids;
  /** What stands and falls with somebody, in words of what to do first; nobody is shut out while there is any. */
  leaning?: ((db: Db, accountId: string) => Promise<string | undefined>) | undefined;
};
