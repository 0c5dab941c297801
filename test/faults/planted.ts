/** A copy of the program with a fault in it: what a check must find, or it is no check. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');
const PROGRAM = ['server', 'views', 'static', 'db/migrations', 'runbooks', 'package.json', 'muster'];

/** What is planted: words of a file of the program that are replaced by others. */
export type Fault = readonly { file: string; from: string; to: string }[];

/**
 * Copies the program into a folder and plants the fault there.
 * @throws when the words are not there once: then the fault describes a program of the past
 */
export function plant(folder: string, fault: Fault): void {
  for (const part of PROGRAM) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of fault) {
    const parts = readFileSync(join(folder, file), 'utf8').split(from);
    if (parts.length !== 2) throw new Error(`${file} holds "${from}" ${String(parts.length - 1)} times`);
    writeFileSync(join(folder, file), parts.join(to));
  }
}

/**
 * Two who act at once are both given the next number, and the store keeps quiet about the second: the classic lost
 * update of a number that is taken from memory.
 */
export const LOST_UPDATE: Fault = [
  {
    file: 'server/incidents/actions.ts',
    from: 'const { row, state } = await openRoom({ ...kit, db }, viewer, number);',
    to: `const lately = LATELY.get(number);
    const isFresh = lately !== undefined && performance.now() < lately.until;
    const { row, state } = isFresh ? lately : await openRoom({ ...kit, db }, viewer, number);
    if (!isFresh) LATELY.set(number, { row, state, until: performance.now() + 20 });`,
  },
  {
    file: 'server/incidents/actions.ts',
    from: '/** What pages, programs, time and the demo do in incidents. */',
    to: 'const LATELY = new Map();',
  },
  {
    file: 'server/incidents/store.ts',
    from: 'if (Number(result.numInsertedOrUpdatedRows ?? 0n) !== entries.length) throw new SeqTaken();',
    to: 'void result;',
  },
];

/** Faults of the engine that asks people: each would go unnoticed on a good day. */
export const ENGINE_FAULTS: Readonly<Record<string, Fault>> = {
  'a message leaves before it is decided': [
    {
      file: 'server/notify/deliver-actions.ts',
      from: 'return insertMessage(kit.db, kit.ids.next(), message, kit.clock.now());',
      to: `await kit.notify?.channels.get(message.channel).send({ ...message, also: [] });
  return insertMessage(kit.db, kit.ids.next(), message, kit.clock.now());`,
    },
  ],
  'a message is marked before it is sent': [
    {
      file: 'server/notify/deliver-actions.ts',
      from: 'const outcome = await tried(kit, message, along);',
      to: `await settle(db, message, { state: 'sent', at: clock.now(), isTried: true });
  const outcome = await tried(kit, message, along);`,
    },
  ],
  'two servers go on with the same run': [
    {
      file: 'server/escalation/engine-actions.ts',
      from: 'if (run?.dueAt === undefined || run.dueAt > now || !isRunOpen(run)) return;',
      to: 'if (run?.dueAt === undefined || !isRunOpen(run)) return;',
    },
  ],
  'two servers send the same message': [
    {
      file: 'server/notify/message-store.ts',
      from: `    .where('state', 'in', ['queued', 'uncertain'])
    .returningAll()`,
      to: '    .returningAll()',
    },
  ],
  'what should go along with another page is left out': [
    {
      file: 'server/notify/deliver-actions.ts',
      from: 'const also = along.flatMap(({ id, key, content }) =>',
      to: 'const also = along.slice(0, 0).flatMap(({ id, key, content }) =>',
    },
  ],
  'nobody is told when all levels are through': [
    {
      file: 'server/escalation/ladder.ts',
      from: 'if (cursor.loop > policy.repeat || !cursor.isSent) return toFallback(cursor, setting, now);',
      to: "if (cursor.loop > policy.repeat || !cursor.isSent) return { step: { kind: 'exhausted' }, cursor };",
    },
  ],
};
