import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { act } from '../../server/incidents/actions.ts';
import type { Command } from '../../server/incidents/command.ts';
import { engine, freshStore } from '../support/database.ts';
import { ANA, declare, incidentKit } from '../support/incident-kit.ts';

const NOTHING = { opId: undefined, body: undefined };

function triggerOn(column: string): string {
  return `CREATE TRIGGER named_${column} AFTER UPDATE OF "${column}" ON incident
    BEGIN INSERT INTO named VALUES ('${column}'); END;`;
}

// What PostgreSQL writes of a row depends on values, whatever a statement names.
if (engine === 'sqlite') {
  test('of the row of an incident only what changed is written, so that a note rewrites no index', async () => {
    const store = await freshStore();
    const { db } = store;
    const kit = incidentKit(store);
    await declare(kit, 'Search is slow');
    await sql`CREATE TABLE named (what TEXT NOT NULL)`.execute(db);
    // Such a trigger fires when a statement names the column, even if its value stays.
    const watched = ['number', 'key', 'status', 'severity', 'opened_at', 'public_at', 'next_due_at'];
    await store.runScript(watched.map(triggerOn).join('\n'), () => Promise.resolve(true));
    const namedBy = async (command: Command): Promise<string[]> => {
      await sql`DELETE FROM named`.execute(db);
      await act(kit, ANA, 1, [command], NOTHING);
      const { rows } = await sql<{ what: string }>`SELECT what FROM named ORDER BY what`.execute(db);
      return rows.map(({ what }) => what);
    };

    assert.deepEqual(await namedBy({ type: 'add-note', text: 'The queue is long', flavour: 'note' }), []);
    assert.deepEqual(await namedBy({ type: 'set-severity', to: 'SEV-1', reason: 'all shops' }), [
      'next_due_at',
      'severity',
    ]);
    await store.close();
  });
}
