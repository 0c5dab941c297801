import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Db } from '../store/open.ts';

/** What the use cases about people work with. */
export type People = { db: Db; clock: Clock; ids: Ids };
