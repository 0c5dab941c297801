import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import {
  bringInFile,
  lookAtFile,
  policiesAsText,
  schedulesAsText,
  WrongFile,
} from '../../server/escalation/file-actions.ts';
import { runExport, runImport, runOnCall } from '../../server/escalation/file-command.ts';
import { createPolicy, findPolicy } from '../../server/escalation/policy-actions.ts';
import { createSchedule, findSchedule } from '../../server/escalation/schedule-actions.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type World } from '../support/world.ts';

let here: World;
beforeEach(async () => {
  here = await world();
  await enter(here);
});
afterEach(() => here.end());

const kit = () => here.kit.escalation;

/** A schedule and two policies that use everything a file can say. */
async function everything(): Promise<void> {
  const zone = 'Europe/Madrid';
  const rotation = { zone, firstDate: '2026-11-02', firstTime: '09:00', length: 1, unit: 'weeks' } as const;
  const { id } = await createSchedule(
    kit(),
    {
      name: 'Shop',
      zone,
      layers: [
        {
          name: 'Days',
          rotation: {
            ...rotation,
            members: [{ personId: CAST.ben.id, from: '2026-11-02', to: '2027-01-31' }],
          },
          hours: { weekdays: [1, 2, 3], from: '09:00', to: '17:00' },
          validFrom: '2026-11-02T08:00:00.000Z',
        },
        {
          name: 'Nights: "all" #1',
          rotation: {
            ...rotation,
            zone: 'America/New_York',
            members: [{ personId: CAST.ada.id }, { personId: CAST.max.id }],
          },
        },
      ],
    },
    COMMAND_LINE,
  );
  const last = await createPolicy(
    kit(),
    {
      name: 'Last resort',
      zone,
      levels: [{ targets: [{ kind: 'person', id: CAST.ada.id }], mode: 'any', answerWithin: 15 }],
      repeat: 0,
      fallback: [CAST.ada.id],
    },
    COMMAND_LINE,
  );
  await createPolicy(
    kit(),
    {
      name: 'Shop at night',
      zone,
      levels: [
        {
          targets: [
            { kind: 'schedule', id },
            { kind: 'role', id: 'commander' },
          ],
          mode: 'all',
          answerWithin: 5,
          condition: {
            severities: ['SEV-1', 'SEV-2'],
            hours: { weekdays: [6, 7], from: '20:00', to: '08:00' },
          },
        },
        { targets: [{ kind: 'person', id: CAST.ben.id }], mode: 'any', answerWithin: 10, inTurn: true },
      ],
      repeat: 2,
      fallback: [CAST.max.id],
      thenPolicyId: last.id,
    },
    COMMAND_LINE,
  );
}

test('what went out comes back the same, here and in an empty house', async () => {
  await everything();
  const { db } = here.store;
  const text = `${await schedulesAsText(db)}---\n${await policiesAsText(db)}`;
  assert.match(text, /person: ben@example\.org/);
  assert.doesNotMatch(text, new RegExp(CAST.ben.id));
  const again = await bringInFile(kit(), text, COMMAND_LINE);
  assert.deepEqual(
    again.map(({ slug, how }) => `${slug} ${how}`),
    ['shop same', 'last-resort same', 'shop-at-night same'],
  );
  assert.equal((await findPolicy(db, 'shop-at-night')).version, 1, 'nothing is written for nothing');

  const other = await world();
  await enter(other);
  // Policies first: they name what stands below them.
  const turned = text.split('---\n').reverse().join('---\n');
  const made = await bringInFile(other.kit.escalation, turned, COMMAND_LINE);
  assert.deepEqual([...new Set(made.map(({ how }) => how))], ['made']);
  const there = other.store.db;
  assert.equal(`${await schedulesAsText(there)}---\n${await policiesAsText(there)}`, text);
  await other.end();
});

const BROKEN = `kind: schedule
name: Broken
zone: Mars/Olympus
layers:
  - first_day: 2026-02-30
    first_time: 9 o'clock
    unit: fortnights
    members: [nobody@example.org]
    colour: red
---
kind: policy
name: Broken as well
zone: UTC
levels:
  - tell:
      - schedule: nowhere
      - animal: cat
    answer_within: 500
    severities: [SEV-9]
repeat: often
---
kind: riddle
`;

test('a broken text changes nothing, and every fault is told with its line', async () => {
  const good =
    'kind: schedule\nname: Good\nzone: UTC\nlayers: [{first_day: 2026-11-02, members: [ben@example.org]}]\n---\n';
  await assert.rejects(bringInFile(kit(), good + BROKEN, COMMAND_LINE), (error) => {
    assert.ok(error instanceof WrongFile);
    const shift = 5;
    const told = error.faults.map(({ line, sentence }) => `${String(line - shift)} ${sentence}`);
    const WANTED = [
      /^3 /,
      /^5 Write the day "2026-02-30"/,
      /^6 Write the time|^6 Write a time/,
      /^7 Write the unit as one of hours, days, weeks/,
      /^8 There is no person "nobody@example\.org" here/,
      /^9 A layer has no field "colour"/,
      /^11 A policy lacks the field "fallback"/,
      /^16 There is no schedule "nowhere" here/,
      /^17 Whom a level tells has no field "animal"/,
      /^17 Say whom/,
      /^18 Write the minutes to answer as a whole number from 1 to 240/,
      /^19 Write a severity as one of SEV-1/,
      /^20 Write how often it is done again as a whole number from 0 to 9/,
      /^22 Begin with "kind: schedule" or "kind: policy"/,
    ];
    assert.equal(told.length, WANTED.length, told.join('\n'));
    for (const [index, wanted] of WANTED.entries()) assert.match(told[index] ?? '', wanted);
    return true;
  });
  assert.equal(await schedulesAsText(here.store.db), '', 'the good one is not there either');
});

/** Texts that are no such file at all, and where it is told. */
const NONE: readonly (readonly [text: string, told: RegExp])[] = [
  ['', /Line 1: The text is empty/],
  ['kind: policy\nname: "x', /Line 2: It is no YAML/],
  ['- a\n- b\n', /Line 1: Begin with/],
  ['a: &a [*a]\n', /Line 1: Begin with/],
  ['kind: policy\nname: A\nname: B\n', /Line 3: It is no YAML: Map keys must be unique/],
  ['kind: schedule\nname: &n Shop\nzone: *n\nlayers: []\n', /Line 3: Write it out: references/],
  ['x'.repeat(500_001), /longer than 500 KB/],
];

test('what is no such file says where', async () => {
  for (const [text, told] of NONE)
    await assert.rejects(lookAtFile(kit(), text), { message: told }, text.slice(0, 40));
});

test('a policy that could end in silence, or go round in a circle, is told at its line', async () => {
  const policy = (name: string, then: string): string =>
    `kind: policy\nname: ${name}\nzone: UTC\nlevels:\n  - tell: [{person: ben@example.org}]\nfallback: [ada@example.org]\nthen: ${then}\n`;
  const circle = `${policy('One', 'two')}---\n${policy('Two', 'one')}`;
  await assert.rejects(lookAtFile(kit(), circle), { message: /Line 7: Choose another policy to go on with/ });
  const silent = 'kind: policy\nname: Silent\nzone: UTC\nlevels: []\nfallback: []\n';
  await assert.rejects(lookAtFile(kit(), silent), {
    message: /Line 4: Add a level.*\nLine 5: Name the fallback/,
  });
});

test('a manager takes a policy out, changes a line and brings it in by the page', async () => {
  await everything();
  const max = await signedIn(here, 'max');
  assert.match((await max.get('/escalation/policies/shop-at-night').expect(200)).text, /shop-at-night\.yaml/);
  const { text } = await max.get('/escalation/policies/shop-at-night.yaml').expect(200);
  const wrong = text.replace('answer_within: 10', 'answer_within: soon');
  const refused = await sendForm(max, '/escalation/import', '/escalation/import', {
    act: 'bring-in',
    text: wrong,
  });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Line \d+: Write the minutes to answer/);
  assert.match(refused.text, /answer_within: soon/, 'what was typed is kept');
  const changed = text.replace('answer_within: 10', 'answer_within: 12');
  const looked = await sendForm(max, '/escalation/import', '/escalation/import', {
    act: 'look',
    text: changed,
  });
  assert.match(looked.text, /If you bring it in: The policy Shop at night is changed\./);
  assert.equal((await findPolicy(here.store.db, 'shop-at-night')).levels[1]?.answerWithin, 10);
  await sendForm(max, '/escalation/import', '/escalation/import', { act: 'bring-in', text: changed });
  const after = await findPolicy(here.store.db, 'shop-at-night');
  assert.deepEqual([after.levels[1]?.answerWithin, after.version], [12, 2]);
  const ben = await signedIn(here, 'ben');
  await ben.get('/escalation/policies/shop-at-night.yaml').expect(403);
});

test('the command line exports, imports, lints, and says who is on call', async () => {
  await everything();
  const { db } = here.store;
  const { words } = await runExport(db, 'schedule', 'shop');
  const changed = words.replace('to: 2027-01-31', 'to: 2027-02-28');
  assert.match((await runImport(kit(), changed, true)).words, /It would be so: The schedule Shop is changed/);
  assert.equal((await findSchedule(db, 'shop')).versions.length, 1);
  await runImport(kit(), changed, false);
  const after = await findSchedule(db, 'shop');
  assert.equal(after.versions.length, 2, 'what was before stays');
  const failed = await runImport(kit(), 'kind: policy\n', false);
  assert.equal(failed.failed, true);
  assert.match(failed.words, /^Line 1: A policy lacks the field "name"\.\nLine 1: /);
  const on = await runOnCall(db, undefined, '2026-11-03T10:00:00.000Z');
  assert.match(on.words, /^shop {2}Ben \S+ {2}until /);
  await assert.rejects(runOnCall(db, 'nowhere', '2026-11-03T10:00:00.000Z'), {
    message: /no schedule "nowhere"/,
  });
});
