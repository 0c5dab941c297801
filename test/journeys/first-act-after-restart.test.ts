import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose } from '../../server/compose.ts';
import { act, open } from '../../server/incidents/actions.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { makeLog } from '../../server/web/log.ts';
import { CAST, enter } from '../support/cast.ts';
import { world } from '../support/world.ts';

// When it waits for itself it waits for ever, so the test has an end of its own.
test(
  'the first act after a restart is done although nobody has read the runbook since',
  { timeout: 30_000 },
  async () => {
    const before = await world({ MUSTER_RUNBOOKS: 'runbooks' });
    await enter(before, 'ana');
    const { store, clock, config } = before;
    const ana = (await viewerById(store.db, CAST.ana.id)) ?? assert.fail('Ana is there');
    const { row } = await before.kit.library.find('disk-full');
    const opened = await open(
      before.kit.incidents,
      ana,
      (key) => ({
        type: 'declare',
        key,
        kind: 'incident',
        title: 'The disk of the mail host is full',
        homeZone: 'UTC',
        visibility: 'all',
        takeCommand: true,
        runbook: { contentHash: row.content_hash, why: [] },
      }),
      { opId: undefined, body: {} },
    );

    const log = makeLog('silent', 'json', clock);
    const again = compose({ config, store, clock, log, secret: 'the same installation, started once more' });
    const note = { type: 'add-note', text: 'Back at the desk', flavour: 'note' } as const;
    const done = await act(again.kit.incidents, ana, opened.number, [note], { opId: undefined, body: note });

    assert.equal(done.firstSeq, (opened.lastSeq ?? 0) + 1);
    await before.end();
  },
);
