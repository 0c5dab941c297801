import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { CAST, HOME_ZONE, PASSWORD, TO_TRY, type Who } from '../../db/demo/cast.ts';
import { tellDemo, type Told } from '../../db/demo/tell.ts';
import { secondsBetween } from '../../server/core/time.ts';
import { lintScenario } from '../../server/drills/lint.ts';
import { readScenario } from '../../server/drills/reading.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { spentSeconds, togetherSeconds } from '../../server/incidents/hypotheses.ts';
import { impactSeconds, impactSpanSeconds } from '../../server/incidents/impact.ts';
import type { State } from '../../server/incidents/state.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

const NOW = '2026-11-23T17:30:00.000Z';
const RUNBOOKS = resolve(import.meta.dirname, '../../runbooks');

let here: World;
let told: Told;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: RUNBOOKS, MUSTER_HOME_ZONE: HOME_ZONE }, NOW);
  told = await tellDemo(here.kit, here.clock, NOW);
});
after(() => here.end());

async function stateOf(number: number): Promise<State> {
  return (await openRoom(here.kit.incidents, undefined, number)).state;
}

async function signedIn(who: Who): Promise<Browser> {
  const browser = here.browser();
  const answer = await sendForm(browser, '/login', '/login', { email: CAST[who].email, password: PASSWORD });
  assert.equal(answer.status, 303, `${CAST[who].name} signs in`);
  return browser;
}

test('the record of every incident of the demo verifies, and nothing in it is loose', async () => {
  const walked = await walkChains(here.store.db);
  assert.equal(walked.length, 4);
  assert.deepEqual(
    walked.filter(({ broken }) => broken !== undefined),
    [],
  );
  for (let number = 1; number <= 4; number += 1) assert.deepEqual((await stateOf(number)).loose, []);
});

test('the caching incident has the figures of its postmortem', async () => {
  const state = await stateOf(told.caching);
  const minutes = (seconds: number): number => seconds / 60;
  assert.equal(minutes(impactSeconds(state, NOW)), 108, '1 h 48 min of impact');
  assert.equal(minutes(impactSpanSeconds(state, NOW)), 116, 'inside 1 h 56 min');
  assert.deepEqual(
    state.impact.map(({ from, to }) => minutes(secondsBetween(from.at, to?.at ?? NOW))),
    [56, 52],
  );
  const misleading = state.hypotheses.filter(({ status }) => status === 'ruled-out');
  assert.deepEqual(
    misleading.map((one) => minutes(spentSeconds(one, NOW))),
    [17, 32],
  );
  assert.equal(minutes(togetherSeconds(misleading, NOW)), 41);
  assert.ok(misleading.every(({ facts }) => facts.length > 0));
});

test('the caching incident was worked to its end and published', async () => {
  const state = await stateOf(told.caching);
  assert.equal(state.status, 'closed');
  assert.equal(state.stamps.resolvedAt?.at, '2023-06-12T19:28:30.000Z');
  assert.equal(state.finalSeverity, 'SEV-1');
  assert.ok(
    state.runs[0]?.steps.length === 9 && state.runs[0].steps.every((step) => step.state === 'answered'),
  );
  assert.deepEqual(
    state.escalations.map(({ toName, accepted, declines }) => [toName, accepted?.name, declines.length]),
    [
      ['Eli Moss', undefined, 1],
      ['Fay Lind', 'Fay Lind', 0],
      ['Gus Haddad', 'Gus Haddad', 0],
    ],
  );
  assert.deepEqual(
    state.brokenPromises.map(({ dueAt, keptAt }) => [dueAt, keptAt]),
    [['2023-06-12T18:34:00.000Z', '2023-06-12T18:36:00.000Z']],
  );
  assert.ok(state.review?.published !== undefined);
  const { text } = await here.store.db
    .selectFrom('postmortem_version')
    .innerJoin('postmortem', 'postmortem.postmortem_id', 'postmortem_version.postmortem_id')
    .select('text')
    .whereRef('postmortem_version.rev', '=', 'postmortem.published_rev')
    .executeTakeFirstOrThrow();
  assert.match(text, /^# Cache-miss storm slowed the shop$/m);
  assert.doesNotMatch(text, /^\*[A-Z][^*]+\?\*$/m, 'no question of the draft is left');
  assert.doesNotMatch(text, /not set \| not set/, 'every task has a date and a test');
});

test('what runs now is half way: a request, a hypothesis, a limit and a broken promise are open', async () => {
  const state = await stateOf(told.search);
  assert.equal(state.status, 'investigating');
  const [request] = state.escalations;
  assert.deepEqual([request?.toName, request?.accepted], ['Cy Novak', undefined]);
  assert.deepEqual(
    state.hypotheses.map(({ status }) => status),
    ['ruled-out', 'open'],
  );
  const current = state.runs[0]?.steps.find(
    (step) => step.state === 'open' && step.stepId === 'bring-in-the-owner',
  );
  assert.ok((current?.limitAt ?? '') > NOW, 'the limit of the current step lies ahead');
  assert.deepEqual(
    state.brokenPromises.map(({ audience, keptAt }) => [audience, keptAt]),
    [['internal', undefined]],
  );
  assert.equal((await stateOf(told.report)).status, 'detected');
});

test('each account of the demo signs in and sees what is open on the board', async () => {
  for (const { who } of TO_TRY) {
    const board = await (await signedIn(who)).get('/');
    assert.equal(board.status, 200);
    assert.match(board.text, /Search answers late/);
    assert.match(board.text, /Gift cards show a balance of zero/);
  }
});

test('the record was told as it happened: no entry was recorded before an earlier one', async () => {
  const { entries } = await stateOf(told.caching);
  const times = entries.map(({ recordedAt }) => recordedAt);
  assert.deepEqual(times, times.toSorted());
  assert.ok(entries.every(({ source }) => ['live', 'typed', 'clockwork'].includes(source)));
});

test('a drill that is drafted from the caching incident has no error, names nobody and brings the runbook along', async () => {
  const ana = await signedIn('ana');
  const page = `/incidents/${String(told.caching)}/resolve`;
  const drafted = await sendForm(ana, page, `/incidents/${String(told.caching)}/scenario`);
  const author = drafted.headers.location ?? '';
  const { text } = await ana.get(author.replace(/author$/, 'scenario.md')).expect(200);
  const read = readScenario('draft.md', text);
  const people = Object.values(CAST).map(({ name }) => name);
  const runbooks = (await here.kit.library.shelf()).map(({ runbook }) => runbook);
  const findings = lintScenario(read, { runbooks, people });
  assert.deepEqual(
    findings.filter(({ severity, code }) => severity === 'error' || code === 'DR111'),
    [],
  );
  const { scenario } = read;
  assert.equal(scenario.runbook, 'cache-miss-storm');
  assert.ok(scenario.objectives.some(({ evidence }) => evidence?.text.startsWith('step ') === true));
  assert.equal(scenario.injects.filter(({ trap }) => trap !== undefined).length, 2);
  assert.ok(scenario.probes.some(({ shows }) => shows.includes('41 %')));
});
