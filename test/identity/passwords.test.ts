import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { hashed, isOutdated, isRight } from '../../server/identity/passwords.ts';
import { phcText, readPhc } from '../../server/identity/phc.ts';
import { inLine, TooBusy } from '../../server/identity/waiting-line.ts';

function stored(password: string, settings: { memory: number; passes: number; lanes: number }): string {
  const salt = Buffer.from('sixteen byte salt'.slice(0, 16));
  const { memory, passes, lanes } = settings;
  const parameters = { message: password, nonce: salt, parallelism: lanes, tagLength: 32, memory, passes };
  return phcText({ settings, salt, hash: argon2Sync('argon2id', parameters) });
}

test('a password is known again, and another is not', async () => {
  const hash = await hashed('violet anchors under quiet trams');
  assert.match(hash, /^\$argon2id\$v=19\$m=47104,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(await isRight('violet anchors under quiet trams', hash), true);
  assert.equal(await isRight('violet anchors under quiet tram', hash), false);
  assert.equal(isOutdated(hash), false);
});

test('two people with one password have different hashes', async () => {
  assert.notEqual(await hashed('the same words for both'), await hashed('the same words for both'));
});

test('accents typed in one piece or in two are the same password', async () => {
  assert.equal(await isRight('cafe\u0301 and more words', await hashed('caf\u00e9 and more words')), true);
});

test('a hash with weaker settings is still right, and known as outdated', async () => {
  const weak = stored('violet anchors under quiet trams', { memory: 1024, passes: 1, lanes: 1 });
  assert.equal(await isRight('violet anchors under quiet trams', weak), true);
  assert.equal(isOutdated(weak), true);
});

test('a stored hash is read and written byte for byte', () => {
  const text = stored('any', { memory: 64, passes: 3, lanes: 2 });
  const read = readPhc(text);
  assert.ok(read !== undefined);
  assert.deepEqual(read.settings, { memory: 64, passes: 3, lanes: 2 });
  assert.equal(phcText(read), text);
});

for (const text of [
  '',
  'plain',
  '$argon2i$v=19$m=64,t=3,p=2$c2l4dGVlbg$aGFzaA',
  '$2b$10$abcdefghijklmnopqrstuv',
]) {
  test(`what is no hash of ours is never right: "${text}"`, async () => {
    assert.equal(readPhc(text), undefined);
    assert.equal(await isRight('any', text), false);
  });
}

test('at most two hashes are made at once, in the order in which they were asked for', async () => {
  const wait = inLine(2, 10);
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const gates: (() => void)[] = [];
  const works = [1, 2, 3, 4, 5].map((number) =>
    wait(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((go) => gates.push(go));
      running -= 1;
      done.push(number);
    }),
  );
  while (done.length < works.length) {
    gates.shift()?.();
    await Promise.resolve();
  }
  await Promise.all(works);
  assert.equal(most, 2);
  assert.deepEqual(done, [1, 2, 3, 4, 5]);
});

test('a full line is refused, and one that failed gives its place on', async () => {
  const wait = inLine(1, 1);
  let finish = (): void => undefined;
  const first = wait(() => new Promise<void>((go) => (finish = go)));
  const second = wait(() => Promise.reject(new Error('failed')));
  await assert.rejects(
    wait(async () => undefined),
    TooBusy,
  );
  finish();
  await first;
  await assert.rejects(second, /failed/);
  assert.equal(await wait(async () => 'free again'), 'free again');
});
