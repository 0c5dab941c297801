import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atNight, loads } from '../../server/escalation/coverage.ts';
import type { Schedule } from '../../server/escalation/schedule.ts';

/** Two people, a week each from Monday 09:00 in Berlin; the clocks go back on 25 October 2026. */
const SHOP: Schedule = {
  id: 'shop',
  name: 'Shop',
  zone: 'Europe/Berlin',
  overrides: [],
  versions: [
    {
      number: 1,
      inForceAt: '2026-01-01T00:00:00.000Z',
      layers: [
        {
          name: 'Primary',
          rotation: {
            zone: 'Europe/Berlin',
            firstDate: '2026-10-19',
            firstTime: '09:00',
            length: 1,
            unit: 'weeks',
            members: [{ personId: 'ana' }, { personId: 'ben' }],
          },
        },
      ],
    },
  ],
};

test('turns, nights and days of weekends are counted in the zone of the schedule', () => {
  const found = loads(SHOP, '2026-10-19T07:00:00.000Z', 14);
  assert.deepEqual(found, [
    // The night on which an hour comes twice is one night, and the week has an hour more.
    { personId: 'ana', shifts: 1, seconds: 169 * 3600, nights: 7, weekendDays: 2 },
    { personId: 'ben', shifts: 1, seconds: 167 * 3600, nights: 7, weekendDays: 2 },
  ]);
});

test('a night goes from ten in the evening to seven in the morning of the zone', () => {
  const at = ['20:59', '21:00', '02:00', '05:59', '06:00'].map((time) => `2026-11-02T${time}:00.000Z`);
  assert.equal(atNight(at, 'Europe/Berlin'), 3);
  assert.equal(atNight(at, 'UTC'), 3);
  assert.equal(atNight(['1969-12-31T23:30:00.000Z'], 'UTC'), 1);
});
