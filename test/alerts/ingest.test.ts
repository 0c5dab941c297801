import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Delivery } from '../../server/alerts/delivery-actions.ts';
import { makeIngest } from '../../server/alerts/ingest-actions.ts';
import { keyOfSender } from '../../server/alerts/key-actions.ts';
import type { Within } from '../../server/incidents/room-actions.ts';
import { SeqTaken } from '../../server/store/failures.ts';
import { sending } from './sender.ts';
import { signal } from './signal.ts';

/** In an incident with this title somebody else is always faster. */
const CONTESTED = 'The disk is full';

test('where somebody else is always faster with one of a group, the others are written all the same', () =>
  sending(async ({ paging, key: held }) => {
    const { alerts } = paging.world.kit;
    const key = await keyOfSender(alerts.db, held);
    assert.ok(key);
    const delivery = (title: string): Delivery => ({
      key,
      kind: 'json',
      raw: '{}',
      notification: {
        group: title,
        title,
        summary: undefined,
        leftOut: 0,
        signals: [signal(title, 'firing')],
      },
    });
    const within: Within = async (db, told) => {
      if (told.after.title === CONTESTED) throw new SeqTaken();
      await alerts.incidents.within?.(db, told);
    };
    const kit = { ...alerts, incidents: { ...alerts.incidents, within } };
    const sizes: number[] = [];
    const ingest = makeIngest(
      kit,
      () => Promise.resolve(),
      ({ size }) => sizes.push(size),
    );
    const titles = ['Checkout is slow', CONTESTED, 'The shop is slow'];
    const [one, contested, other] = await Promise.allSettled(
      titles.map((title) => ingest.take(delivery(title))),
    );
    assert.deepEqual(sizes, [3], 'they were one group');
    assert.deepEqual([one?.status, other?.status], ['fulfilled', 'fulfilled']);
    assert.ok(contested?.status === 'rejected' && contested.reason instanceof SeqTaken);
    const written = await alerts.db.selectFrom('incident').select('title').orderBy('number').execute();
    assert.deepEqual(
      written.map(({ title }) => title),
      ['Checkout is slow', 'The shop is slow'],
    );
  }));
