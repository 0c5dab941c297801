import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world } from '../support/world.ts';

test('Override form filled with a wall time that exists twice', async () => {
  const here = await world({}, '2027-10-30T08:00:00.000Z');
  await enter(here);
  const max = await signedIn(here, 'max');
  const schedules = '/escalation/schedules';
  await sendForm(max, schedules, schedules, {
    name: 'Shop',
    zone: 'Europe/Berlin',
    member_1: CAST.ana.id,
    length: '1',
    unit: 'weeks',
    first_date: '2027-10-25',
    first_time: '09:00',
  });
  const page = `${schedules}/shop`;
  const typed = {
    person: CAST.ben.id,
    from: '2027-10-31 01:00',
    to: '2027-10-31 02:30',
    reason: 'the night on which clocks change',
  };
  const asked = await sendForm(max, page, `${page}/overrides`, typed);
  assert.equal(asked.status, 422);
  assert.match(asked.text, /02:30 comes twice on that night\. Which of the two is meant\?/);
  assert.match(asked.text, /value="2027-10-31 01:00"/, 'what was typed stays');
  const offered = [...asked.text.matchAll(/value="(2027-10-31 02:30 [^"]+)"/g)].map(([, value]) => value);
  assert.deepEqual(offered, ['2027-10-31 02:30 +02:00', '2027-10-31 02:30 +01:00'], 'the form offers both');
  const made = await sendForm(max, page, `${page}/overrides`, {
    ...typed,
    // As a browser sends it: what was typed, and what was chosen below it.
    to: [typed.to, offered[1] ?? ''],
  });
  assert.equal(made.status, 303, made.text.slice(0, 300));
  const row = await here.store.db.selectFrom('schedule_override').selectAll().executeTakeFirstOrThrow();
  assert.equal(row.ends_at, '2027-10-31T01:30:00.000Z', 'the second of the two');
  await here.end();
});
