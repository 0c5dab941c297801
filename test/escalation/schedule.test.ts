import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsBetween } from '../../server/core/time.ts';
import { gaps, loads } from '../../server/escalation/coverage.ts';
import { turnAt, turnStart } from '../../server/escalation/rotation.ts';
import { onCall, spans, type Schedule } from '../../server/escalation/schedule.ts';
import { layer, override, rotation, schedule } from './rota.ts';

const HOUR = 3600;

function who(rota: Schedule, instant: string): string {
  return onCall(rota, instant).personId ?? 'nobody';
}

test('a weekly rotation hands over at its wall time, whatever the season', () => {
  const rota = schedule([layer(['ana', 'ben'], { zone: 'Europe/Berlin', firstDate: '2026-03-16' })]);
  const rows: [string, string][] = [
    ['2026-03-16T07:59:59.999Z', 'nobody'],
    ['2026-03-16T08:00:00.000Z', 'ana'],
    ['2026-03-23T07:59:59.999Z', 'ana'],
    ['2026-03-23T08:00:00.000Z', 'ben'],
    // Summer time began on the 29th, so nine o'clock is an hour earlier.
    ['2026-03-30T06:59:59.999Z', 'ben'],
    ['2026-03-30T07:00:00.000Z', 'ana'],
  ];
  for (const [instant, expected] of rows) assert.equal(who(rota, instant), expected, instant);
});

test('Hand-off at 02:30 on the night it does not exist', () => {
  const daily = rotation(['ana', 'ben'], {
    zone: 'America/Los_Angeles',
    firstDate: '2023-03-10',
    firstTime: '02:30',
    unit: 'days',
  });
  assert.equal(turnStart(daily, 2), '2023-03-12T10:00:00.000Z', 'at the change itself, 03:00 summer time');
  assert.equal(turnStart(daily, 3), '2023-03-13T09:30:00.000Z', 'and at 02:30 again the night after');
  const rota = schedule([{ name: 'Nights', rotation: daily }]);
  assert.deepEqual(gaps(rota, '2023-03-11T00:00:00.000Z', 10), [], 'no gap');
  const ends = spans(rota, '2023-03-11T00:00:00.000Z', '2023-03-15T00:00:00.000Z');
  for (const [index, span] of ends.entries())
    assert.equal(span.to, ends[index + 1]?.from ?? span.to, 'no overlap');
});

test('Hand-off at 01:30 on the night it exists twice', () => {
  const daily = rotation(['ana', 'ben'], {
    zone: 'America/Los_Angeles',
    firstDate: '2023-11-04',
    firstTime: '01:30',
    unit: 'days',
  });
  assert.equal(turnStart(daily, 1), '2023-11-05T08:30:00.000Z', 'at the first of the two');
  assert.equal(secondsBetween(turnStart(daily, 1), turnStart(daily, 2)), 25 * HOUR, 'the shift is 25 h long');
  const spring = rotation(['ana'], { zone: 'America/Los_Angeles', firstDate: '2023-03-11', unit: 'days' });
  assert.equal(secondsBetween(turnStart(spring, 0), turnStart(spring, 1)), 23 * HOUR, 'and in spring 23 h');
});

test('Half-hour clock change (Lord Howe), day skipped (Apia 2011-12-30), zone that changes its rules', () => {
  const howe = rotation(['ana', 'ben'], {
    zone: 'Australia/Lord_Howe',
    firstDate: '2023-09-30',
    firstTime: '02:15',
    unit: 'days',
  });
  assert.equal(turnStart(howe, 1), '2023-09-30T15:30:00.000Z', '02:15 is gone: at 02:30 summer time');
  assert.equal(turnStart(howe, 2), '2023-10-01T15:15:00.000Z');
  const apia = rotation(['ana', 'ben', 'cy'], {
    zone: 'Pacific/Apia',
    firstDate: '2011-12-29',
    firstTime: '09:00',
    unit: 'days',
  });
  assert.equal(turnStart(apia, 0), '2011-12-29T19:00:00.000Z');
  assert.equal(
    turnStart(apia, 1),
    '2011-12-30T10:00:00.000Z',
    'the day that was skipped begins and ends where it is not',
  );
  assert.equal(turnStart(apia, 2), '2011-12-30T19:00:00.000Z');
  assert.equal(turnAt(apia, '2011-12-30T12:00:00.000Z').member?.personId, 'ben');
  // Casablanca leaves its summer time for Ramadan; the wall time holds all the same.
  const casa = rotation(['ana'], { zone: 'Africa/Casablanca', firstDate: '2026-02-14', unit: 'days' });
  assert.equal(turnStart(casa, 0), '2026-02-14T08:00:00.000Z');
  assert.equal(turnStart(casa, 2), '2026-02-16T09:00:00.000Z');
});

test('exactly one person is on at each half hour of a year in each of 23 zones', () => {
  const zones =
    'UTC Europe/Berlin Europe/London Europe/Kyiv America/Los_Angeles America/New_York America/St_Johns America/Sao_Paulo ' +
    'Australia/Lord_Howe Australia/Adelaide Africa/Casablanca Africa/Cairo Pacific/Apia Pacific/Chatham Antarctica/Troll ' +
    'Asia/Gaza Asia/Kolkata Asia/Tehran Asia/Kathmandu America/Santiago America/Havana Asia/Beirut Pacific/Auckland';
  for (const zone of zones.split(' ')) {
    const members = ['ana', 'ben', 'cy'];
    const rota = schedule([
      layer(members, { zone, firstDate: '2024-01-01', firstTime: '02:30', unit: 'days' }),
    ]);
    const year = spans(rota, '2024-01-02T20:00:00.000Z', '2025-01-02T20:00:00.000Z');
    assert.ok(
      year.every(({ personId }) => personId !== undefined),
      `${zone}: nobody is missing`,
    );
    assert.ok(
      year.every((span, index) => index === 0 || year[index - 1]?.to === span.from),
      `${zone}: no hole and no overlap`,
    );
    const shares = loads(rota, '2024-01-02T20:00:00.000Z', 366).map(({ seconds }) => seconds);
    assert.ok(Math.max(...shares) - Math.min(...shares) <= 25 * HOUR, `${zone}: shares within one shift`);
  }
});

test('the latest made override wins where two overlap, and the older keeps its remainder', () => {
  const day = (hour: string): string => `2026-11-03T${hour}:00:00.000Z`;
  const rota = schedule(
    [layer(['ana'])],
    [
      override('1', 'ben', day('10'), day('16'), { madeAt: '2026-11-01T00:00:00.000Z' }),
      override('2', 'cy', day('12'), day('13'), { madeAt: '2026-11-02T00:00:00.000Z' }),
    ],
  );
  const rows: [string, string, string | undefined][] = [
    ['09', 'ana', day('10')],
    ['10', 'ben', day('12')],
    ['12', 'cy', day('13')],
    ['13', 'ben', day('16')],
    ['16', 'ana', undefined],
  ];
  for (const [hour, expected, until] of rows) {
    const on = onCall(rota, day(hour));
    assert.equal(on.personId, expected, hour);
    if (until !== undefined) assert.equal(on.until, until, hour);
  }
});

test('an override instead of one person holds only while that person would be on', () => {
  const rota = schedule(
    [layer(['ana', 'ben'], { unit: 'days' })],
    [override('1', 'cy', '2026-11-02T09:00:00.000Z', '2026-11-06T09:00:00.000Z', { insteadOf: 'ben' })],
  );
  assert.equal(who(rota, '2026-11-02T12:00:00.000Z'), 'ana');
  assert.equal(who(rota, '2026-11-03T12:00:00.000Z'), 'cy');
  assert.equal(who(rota, '2026-11-04T12:00:00.000Z'), 'ana');
});

test('an override over a gap fills it and keeps its remainder', () => {
  const office = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
  const rota = schedule(
    [layer(['ana'], { firstDate: '2026-10-26' }, { hours: office })],
    [override('1', 'ben', '2026-11-02T16:00:00.000Z', '2026-11-02T20:00:00.000Z')],
  );
  const day = spans(rota, '2026-11-02T08:00:00.000Z', '2026-11-03T09:00:00.000Z');
  assert.deepEqual(
    day.map(({ from, personId = 'nobody' }) => [from.slice(11, 16), personId]),
    [
      ['08:00', 'nobody'],
      ['09:00', 'ana'],
      ['16:00', 'ben'],
      ['20:00', 'nobody'],
    ],
  );
});

test('the first layer that has somebody wins, and its reason is told', () => {
  const nights = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' };
  const rota = schedule([
    layer(['cy'], { firstDate: '2026-10-26' }, { name: 'Nights', hours: nights }),
    layer(['ana'], { firstDate: '2026-10-26' }),
  ]);
  const night = onCall(rota, '2026-11-03T23:00:00.000Z');
  assert.equal(night.personId, 'cy');
  assert.equal(night.why.kind === 'layer' && night.why.layer, 'Nights');
  assert.equal(night.until, '2026-11-04T06:00:00.000Z');
  assert.equal(who(rota, '2026-11-04T06:00:00.000Z'), 'ana');
});

test('somebody who can no longer be asked leaves gaps, and nobody else’s turn moves', () => {
  const rota = schedule([layer(['ana', 'ben', 'cy'], { unit: 'days' })]);
  const without = { ...rota, inactive: new Set(['ben']) };
  for (const day of ['02', '03', '04', '05']) {
    const instant = `2026-11-${day}T12:00:00.000Z`;
    const before = who(rota, instant);
    assert.equal(who(without, instant), before === 'ben' ? 'nobody' : before, instant);
  }
  assert.equal(onCall(without, '2026-11-03T12:00:00.000Z').why.kind, 'left');
});

test('members start and end at a local date', () => {
  const members = [
    { personId: 'ana', to: '2026-11-03' },
    { personId: 'ben', from: '2026-11-05' },
  ];
  const rota = schedule([{ name: 'Primary', rotation: { ...rotation([]), members } }]);
  assert.equal(who(rota, '2026-11-03T23:59:59.000Z'), 'ana');
  assert.equal(who(rota, '2026-11-04T00:00:00.000Z'), 'nobody');
  assert.equal(who(rota, '2026-11-09T09:00:00.000Z'), 'ben');
});

test('a change holds from the turn that was chosen, and the past stays as it was', () => {
  const rota: Schedule = {
    ...schedule([]),
    versions: [
      { number: 1, inForceAt: '2026-01-01T00:00:00.000Z', layers: [layer(['ana', 'ben'])] },
      { number: 2, inForceAt: '2026-11-16T09:00:00.000Z', layers: [layer(['cy'])] },
    ],
  };
  assert.equal(who(rota, '2026-11-10T00:00:00.000Z'), 'ben');
  assert.equal(who(rota, '2026-11-16T08:59:59.000Z'), 'ben');
  assert.equal(who(rota, '2026-11-16T09:00:00.000Z'), 'cy');
  assert.equal(onCall(rota, '2026-11-10T00:00:00.000Z').until, '2026-11-16T09:00:00.000Z');
});

test('a schedule without anybody says so and has no end', () => {
  assert.deepEqual(onCall(schedule([]), '2026-11-10T00:00:00.000Z'), {
    personId: undefined,
    why: { kind: 'nobody' },
    until: undefined,
  });
});
