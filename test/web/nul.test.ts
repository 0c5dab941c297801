import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holdsNul } from '../../server/web/nul.ts';
import { world, type World } from '../support/world.ts';

let here: World;
before(async () => {
  here = await world();
});
after(() => here.end());

test('the character NUL is found wherever it hides', () => {
  for (const clean of [undefined, null, 0, '', 'a', [], { a: ['b', { c: 'd' }] }])
    assert.equal(holdsNul(clean), false);
  for (const dirty of ['\0', 'a\0', ['a', '\0'], { a: { b: ['\0'] } }, { 'a\0': 1 }])
    assert.equal(holdsNul(dirty), true);
});

test('a body that is nested very deep is walked without an overflow', () => {
  let nested: unknown = '\0';
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  assert.equal(holdsNul(nested), true);
});

test('a request with NUL in it is malformed, in the address and in the query', async () => {
  await here
    .browser()
    .get('/invite/%00')
    .expect(400, /character NUL/);
  await here.browser().get('/login?next=%00').expect(400);
});
