import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Response } from 'supertest';
import { enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Max brings in what the shop wrote about a night of last year, before there was a Muster. Ben may not. */
let here: World;
let max: Browser;
let ben: Browser;

const PAGE = '/postmortems/import';
const REPORT = `# Parcel labels could not be printed

## Summary

For 50 minutes a third of the packing tables printed no labels, because the label service ran out of file handles.

## Timeline
* March 3, 2023, 23:40 (PST): The first table rang the office.
* 23:55: The label service was restarted, to no effect.
* 00:30: The limit of file handles was raised. Labels were printed again; it was resolved.
* The packing team was told.

## Action items
* Warn when file handles run low. Owner: Ben Sato, due 2023-04-01, done when the warning came in a test.
`;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  max = await signedIn(here, 'max');
  ben = await signedIn(here, 'ben');
});
after(() => here.end());

async function sendFile(name: string, bytes: Buffer): Promise<Response> {
  const { text } = await max.get(PAGE).expect(200);
  const sending = max.post(PAGE);
  for (const [field, value] of Object.entries(hiddenFields(text, PAGE))) void sending.field(field, value);
  return sending.field('act', 'look').attach('file', bytes, { filename: name });
}

/** Sends the form of the page that was shown last, with answers. */
function answered(page: Response, typed: Record<string, string>) {
  const fields = hiddenFields(page.text, PAGE, ['held']);
  return max
    .post(PAGE)
    .type('form')
    .send({ ...fields, ...typed });
}

let looked: Response;

test('whoever may bring incidents in finds the way from the list of postmortems', async () => {
  await max.get('/postmortems').expect(200, /href="\/postmortems\/import"/);
  await max.get(PAGE).expect(200, /word for word/);
  const { text } = await ben.get('/postmortems').expect(200);
  assert.ok(!text.includes(PAGE));
  await ben.get(PAGE).expect(403);
});

test('a look shows what was understood and asks for what the text leaves open, and writes nothing', async () => {
  looked = await sendFile('labels.md', Buffer.from(REPORT));
  assert.equal(looked.status, 200);
  assert.match(looked.text, /Parcel labels could not be printed/);
  assert.match(looked.text, /&#34;PST&#34; is an abbreviation/);
  // The night was one of winter, so both readings are one instant, and the third is far away.
  assert.match(looked.text, /23:40 \(PST\) is Saturday 4 March 2023, 07:40Z/);
  assert.match(looked.text, /Line 10 says 00:30, after 23:55 in line 9. Is that the next day\?/);
  await max.get('/postmortems').expect(200, /No postmortem yet/);
});

test('an answer that is no zone comes back with its field, and nothing that was sent is lost', async () => {
  const back = await answered(looked, { act: 'look', 'answer_other:PST': 'Pacific' });
  assert.equal(back.status, 422);
  assert.match(back.text, /There is a problem/);
  assert.match(back.text, /Europe\/Madrid/);
});

test('with the answers every line has its instant', async () => {
  looked = await answered(looked, {
    act: 'look',
    'answer_zone:PST': 'America/Los_Angeles',
    'answer_day:10': 'next',
  });
  assert.equal(looked.status, 200);
  assert.match(looked.text, /PST: America\/Los_Angeles/);
  assert.match(looked.text, /Friday 3 March 2023, 23:40 PST \(07:40Z\)/);
  assert.match(looked.text, /4 March 2023, 00:30 PST \(08:30Z\)/);
  assert.match(looked.text, /3 of 4 lines of the timeline become entries/);
});

test('it comes in as a closed incident of the past with its postmortem, word for word', async () => {
  const done = await answered(looked, { act: 'bring-in' });
  assert.equal(done.status, 303);
  assert.equal(done.headers.location, '/postmortems/1');
  await max
    .get('/postmortems/1')
    .expect(200, /labels\.md is here as INC-1[\s\S]*Parcel labels could not be printed/);
  const file = await max.get('/postmortems/1.md').expect(200);
  assert.ok(file.text.startsWith(REPORT), 'no word of it is lost');
  const timeline = await max.get('/incidents/1/timeline').expect(200);
  for (const words of [
    'The first table rang the office',
    'restarted, to no effect',
    'Labels were printed again',
  ]) {
    assert.ok(timeline.text.includes(words), words);
  }
  assert.match(timeline.text, /imported/);
  await max.get('/').expect(200, /Nothing (?:is )?open/);
  await max.get('/incidents/1/measures').expect(200, /written down afterwards/);
});

test('the same text once more is recognised, and nothing is written twice', async () => {
  const again = await sendFile('copy-of-labels.md', Buffer.from(REPORT));
  assert.match(again.text, /The same text is here already[\s\S]*href="\/postmortems\/1"/);
  const done = await answered(again, { act: 'bring-in' });
  assert.equal(done.headers.location, '/postmortems/1');
  await max.get('/incidents/2').expect(404);
});

test('pasted text is read as well, and a text that tells of no incident is said to be none', async () => {
  const pasted = await sendForm(max, PAGE, PAGE, {
    act: 'look',
    text: 'Two eggs, flour, milk.\n\nStir and bake.',
  });
  assert.equal(pasted.status, 200);
  assert.match(pasted.text, /This is no incident report/);
  const { text } = pasted;
  assert.ok(!text.includes('value="bring-in"'));
});

test('bytes that are no text, an empty file and no file at all are refused in words', async () => {
  const picture = await sendFile('graph.png', Buffer.from([0x89, 0x50, 0xff, 0xfe]));
  assert.equal(picture.status, 409);
  assert.match(picture.text, /graph\.png is no text in UTF-8/);
  assert.match((await sendFile('empty.md', Buffer.from('\n'))).text, /empty\.md is empty/);
  const nothing = await sendForm(max, PAGE, PAGE, { act: 'look', text: '' });
  assert.equal(nothing.status, 422);
  assert.match(nothing.text, /Choose a file, or paste the text below/);
});
