import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { HOME_ZONE } from '../../db/demo/cast.ts';
import { foundOrganisation, type Organisation } from '../../db/demo/organisation.ts';
import { tellCachingIncident } from '../../db/demo/caching-incident.ts';
import { answered } from '../../db/demo/caching-postmortem.ts';
import { makeStory, type Telling } from '../../db/demo/story.ts';
import { clockText } from '../../server/core/time.ts';
import { Refused } from '../../server/core/refused.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import type { Command, State } from '../../server/incidents/incident.ts';
import { beginPostmortem, readPostmortem, savePostmortem } from '../../server/postmortems/actions.ts';
import { blocksIn } from '../../server/postmortems/block.ts';
import { askedOf } from '../../server/postmortems/findings.ts';
import { openPrompts } from '../../server/postmortems/prompts.ts';
import { refreshPostmortem } from '../../server/postmortems/refresh-actions.ts';
import { world, type World } from '../support/world.ts';
import { edited, edits, sentencesIn, type Kept } from './kept-words.ts';

/** The incident that we ship as a story, told by the acts of its people, and the postmortem that its record gives. */
const NOW = '2026-11-23T17:30:00.000Z';
const REVIEW_DAY = '2023-06-15';
const RUNBOOKS = resolve(import.meta.dirname, '../../runbooks');

let here: World;
let people: Organisation;
let telling: Telling;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: RUNBOOKS, MUSTER_HOME_ZONE: HOME_ZONE }, NOW);
  here.clock.setTo('2023-05-02T16:00:00.000Z');
  people = await foundOrganisation(here.kit);
  telling = await tellCachingIncident(makeStory(here.kit, here.clock, people));
  await telling.at('2023-06-15T17:00:00.000Z');
  await beginPostmortem(here.kit.postmortems, people.ana, telling.number);
});
after(() => here.end());

async function text(): Promise<string> {
  return (await readPostmortem(here.kit.postmortems, people.ana, telling.number)).version.text;
}

async function state(): Promise<State> {
  return (await openRoom(here.kit.incidents, people.ana, telling.number)).state;
}

test('the linter asks of a generated postmortem what the draft itself asks, and nothing but entries once it is answered', async () => {
  const drafted = await text();
  const asked = askedOf(drafted, await state(), REVIEW_DAY);
  assert.deepEqual([...new Set(asked.map(({ code }) => code))], ['PM506']);
  assert.equal(asked.length, openPrompts(drafted).length);
  const whole = answered(drafted);
  assert.deepEqual(openPrompts(whole), []);
  const left = askedOf(whole, await state(), REVIEW_DAY);
  assert.deepEqual(
    left.filter(({ code }) => code !== 'PM507'),
    [],
  );
  // What no record knows stands there without an entry, and is asked for as a note.
  assert.deepEqual(
    left.map(({ weight, quote }) => [weight, quote?.split(/[.:]/)[0]]),
    [
      ['note', 'Nobody was charged twice'],
      ['note', 'Trigger'],
      ['note', 'Conditions'],
      ['note', 'Not caught earlier'],
    ],
  );
});

test('every fact of it links to its entry, and that entry is of the moment that the line says', async () => {
  const [drafted, { entries }] = [await text(), await state()];
  const facts = blocksIn(drafted).flatMap(({ name, text: block }) =>
    block
      .split('\n')
      .filter((line) => line.trim() !== '' && !isFrame(line))
      .map((line) => ({ name, line })),
  );
  assert.ok(facts.length > 100);
  const loose = facts.filter(({ line }) => !/\]\(\/incidents\/1(?:#e\d+)?\)/.test(line));
  assert.deepEqual(loose, []);
  for (const [, seq] of drafted.matchAll(/#e(\d+)\)/g))
    assert.ok(entries[Number(seq) - 1], `entry ${seq ?? ''}`);
  for (const { name, line } of facts.filter((fact) => fact.name === 'timeline')) {
    const [, time, seq] = /\*\*(?:\d+ \w+ )?(\d\d:\d\d)[^*]*\*\*.*?#e(\d+)\)/.exec(line) ?? [];
    const entry = entries[Number(seq) - 1];
    assert.ok(entry && time, `${name}: ${line}`);
    assert.ok(clockText(entry.occurredAt, HOME_ZONE).startsWith(time), line);
  }
});

/** What holds facts and is none: the head of a table, and a figure of which nobody recorded anything. */
function isFrame(line: string): boolean {
  return /^\|(?:---\|)+$/.test(line) || /^\| (?:From|Path|Figure|Task) \|/.test(line);
}

/** What may still come into a record after its review began. */
const LATER: readonly ((round: number, state: State) => Command)[] = [
  (round) => ({ type: 'add-note', text: `Remembered ${String(round)}`, flavour: 'note' }),
  (_, { seq }) => ({ type: 'pin-entry', seq: 1 + (seq % 100), on: seq % 2 === 0 }),
  (round) => ({ type: 'note-follow-up', text: `Look at part ${String(round)}`, kind: 'detect' }),
  (round) => ({ type: 'record-number', name: 'tickets', label: 'Tickets', value: round, unit: 'tickets' }),
  (round, { changes }) => ({
    type: 'correct-text',
    seq: changes[round % changes.length]?.started.seq ?? 1,
    field: 'what',
    to: `What was done, told for the ${String(round)}th time`,
    reason: 'the words were wrong',
  }),
  (round, { hypotheses }) => ({
    type: 'correct-time',
    seq: hypotheses[round % hypotheses.length]?.opened.seq ?? 1,
    to: `2023-06-12T17:${String(24 + (round % 5))}:00.000Z`,
    precision: 'about',
    reason: 'it was told afterwards',
  }),
  (_, { entries }) => ({
    type: 'strike',
    seq: entries.findLast(({ kind }) => kind === 'follow-up-noted' || kind === 'note-added')?.seq ?? 1,
    reason: 'it was about another day',
  }),
];

function unlessSaid(error: unknown): void {
  if (error instanceof Refused || (error instanceof Error && error.message.includes('changed nothing')))
    return;
  throw error;
}

test('after any edits and whatever is recorded later, a refresh keeps every sentence of people', async () => {
  const began = await state();
  let number = 0;
  let round = 0;
  let kept: Kept = { text: await text(), sentences: new Set() };
  const later = fc.array(fc.nat({ max: LATER.length - 1 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(edits, later, async (chosen, acts) => {
      for (const edit of chosen) kept = edited(kept, edit, (number += 1));
      const read = await readPostmortem(here.kit.postmortems, people.ana, telling.number);
      await savePostmortem(here.kit.postmortems, people.ana, telling.number, {
        text: kept.text,
        baseRev: read.row.rev,
      });
      for (const act of acts) {
        round += 1;
        here.clock.wind(60);
        const command = LATER[act]?.(round, await state());
        // What is so already is told once.
        if (command !== undefined) await telling.does('ana', command).catch(unlessSaid);
      }
      const { rev } = (await readPostmortem(here.kit.postmortems, people.ana, telling.number)).row;
      await refreshPostmortem(here.kit.postmortems, people.ana, telling.number, rev);
      const refreshed = await text();
      assert.deepEqual([...sentencesIn(refreshed)].sort(), [...kept.sentences].sort());
      kept = { text: refreshed, sentences: kept.sentences };
    }),
    { numRuns: process.env.TEST_LARGE === '1' ? 300 : 40, endOnFailure: true },
  );
  assert.ok(kept.sentences.size > 20);
  assert.ok((await state()).seq > began.seq + 15);
});
