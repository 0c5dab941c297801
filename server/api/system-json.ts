import { z } from 'zod';
import type { System as Seen } from '../admin/system.ts';
import { instant, orNull, orNullAs } from './shape.ts';

export const System = z
  .object({
    version: z.string(),
    node: z.string(),
    time_zone_data: z.string(),
    now: instant,
    database: z.object({
      engine: z.enum(['sqlite', 'postgres']),
      version: z.string(),
      bytes: z.int(),
      migrations: z.int(),
      newest_migration: z.string().nullable(),
    }),
    backup: z.object({ at: instant, bytes: z.int() }).nullable().describe('null when none is known'),
    last_tick: instant.nullable(),
    disk: z.object({ free_bytes: z.int(), total_bytes: z.int() }),
    memory_bytes: z.int(),
    listeners: z.int().describe('how many pages follow along'),
    counts: z.array(z.object({ what: z.string(), count: z.int() })),
  })
  .meta({ id: 'System', description: 'How an installation is at this moment' });

export function systemJson(system: Seen): z.infer<typeof System> {
  const { database, disk } = system;
  return {
    version: system.version,
    node: system.node,
    time_zone_data: system.zones,
    now: system.now,
    database: {
      engine: database.engine,
      version: database.version,
      bytes: database.bytes,
      migrations: database.migrations,
      newest_migration: orNull(database.newestMigration),
    },
    backup: orNullAs(system.backup, ({ at, bytes }) => ({ at, bytes })),
    last_tick: orNull(system.lastTick),
    disk: { free_bytes: disk.freeBytes, total_bytes: disk.totalBytes },
    memory_bytes: system.memoryBytes,
    listeners: system.listeners,
    counts: [...system.counts],
  };
}
