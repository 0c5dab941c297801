import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { engine } from '../support/database.ts';
import { sendForm } from '../support/forms.ts';
import { level, paging } from './paging.ts';

test('Disk full when the run should begin', async () => {
  // Only SQLite can be told how many pages there are; PostgreSQL says it by a code of its own, read in one place.
  if (engine === 'postgres') return;
  const there = await paging([level(['ana'])]);
  try {
    const { world } = there;
    const { db } = world.store;
    const [ada, max] = [await there.browser('ada'), await there.browser('max')];
    const phone = { channel: 'phone', address: '+34 600 000 000', delay_minutes: '0' };
    await sendForm(ada, '/me/contacts', '/me/contacts', phone);
    await there.later(1);
    await max.get('/readyz').expect(200);
    const asked = async (query: string): Promise<number> => {
      const { rows } = await db.executeQuery<Record<string, number>>(CompiledQuery.raw(query));
      return Number(Object.values(rows[0] ?? {})[0]);
    };
    const pages = await asked('PRAGMA page_count');
    await asked(`PRAGMA max_page_count = ${String(pages)}`);
    const typed = { title: 'Checkout fails', service: 'web-shop', severity: 'SEV-1', take_command: 'on' };
    // What is left of the last pages is filled first.
    let [answer, before] = [await sendForm(max, '/incidents/new', '/incidents', typed), 0];
    for (let tries = 0; answer.status === 303 && tries < 200; tries += 1) {
      before = (await db.selectFrom('entry').select('entry_id').execute()).length;
      answer = await sendForm(max, '/incidents/new', '/incidents', typed);
    }
    assert.equal(answer.status, 503, 'the request is refused');
    assert.match(answer.text, /The disk of this server is full, so nothing can be saved/);
    assert.match(
      answer.text,
      /Call somebody by hand[\s\S]*Ada Novak[\s\S]*the fallback of Shop: <a href="tel:\+34600000000">/,
    );
    assert.match(answer.text, /Checkout fails/, 'what was typed can be copied');
    assert.equal(
      (await db.selectFrom('entry').select('entry_id').execute()).length,
      before,
      'nothing is half there',
    );
    const stranger = await world.browser().get('/incidents/new');
    assert.doesNotMatch(stranger.text, /\+34/, 'numbers are for those who are signed in');
    const ready = await max.get('/readyz');
    assert.deepEqual(
      [ready.status, ready.body],
      [503, { status: 'disk_full' }],
      'health is red, for an outside watcher',
    );
    await asked(`PRAGMA max_page_count = ${String(pages + 10_000)}`);
    await max.get('/readyz').expect(200);
    assert.equal((await sendForm(max, '/incidents/new', '/incidents', typed)).status, 303, 'and it goes on');
  } finally {
    await there.end();
  }
});
