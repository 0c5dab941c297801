import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { draftFromIncident } from '../../server/drills/author-actions.ts';
import { beginPostmortem, savePostmortem } from '../../server/postmortems/actions.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { declares, does, viewerOf } from '../support/acting.ts';
import { atOnce } from '../support/at-once.ts';
import { enter } from '../support/cast.ts';
import { world, type World } from '../support/world.ts';

/** An incident that is over, of which two people draft a drill. */
let here: World;
let max: Viewer;
let number: number;

beforeEach(async () => {
  here = await world();
  await enter(here);
  max = await viewerOf(here, 'max');
  number = await declares(here, max);
  await does(here, max, number, { type: 'move-status', to: 'resolved', override: 'a small one' });
  await beginPostmortem(here.kit.postmortems, max, number);
});
afterEach(() => here.end());

test('of two drafts that are made at the same moment one is on offer, and both open it', async () => {
  const draft = () => draftFromIncident(here.kit.drills, max, number);
  const draftWithLesson = async () => {
    const text = '# Checkout fails\n\n## Lessons\n\n- Ask the payment provider first\n';
    await savePostmortem(here.kit.postmortems, max, number, { text, baseRev: 1 });
    return draft();
  };
  const drafted = await atOnce(here.store, 'scenario_version', [draft, draftWithLesson]);
  const answers = drafted.map((one) =>
    one.status === 'fulfilled' ? one.value : assert.fail(String(one.reason)),
  );
  const offered = (await here.kit.drills.scenarios.list()).filter(
    ({ scenario: { id } }) => id === 'drill-from-inc-1',
  );
  const opened = new Set(answers.map(({ hash }) => hash));
  assert.deepEqual(
    [...opened],
    offered.map(({ hash }) => hash),
  );
  assert.deepEqual(new Set(answers.map(({ isNew }) => isNew)), new Set([true, false]));
});
