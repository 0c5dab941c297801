import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A shop sells nothing for 20 minutes. Ana leads, Ben writes, Max publishes, Vic reads. */
let here: World;
let ana: Browser;
let ben: Browser;
let max: Browser;
let vic: Browser;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
  vic = await signedIn(here, 'vic');
});
after(() => here.end());

/** The text in the editor of a page. */
function editorText(html: string): string {
  const [, text = ''] = /<textarea[^>]* name="text"[^>]*>\n([\s\S]*?)<\/textarea>/.exec(html) ?? [];
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

test('before anything was written the list says where postmortems come from', async () => {
  await ana.get('/postmortems').expect(200, /When an incident is resolved, its page offers to draft one/);
  await vic.get('/postmortems').expect(200, /No postmortem has been published yet/);
});

test('an incident is led to its end', async () => {
  const declared = await sendForm(ana, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-2',
    take_command: 'on',
  });
  assert.equal(declared.headers.location, '/incidents/1');
  const impact = { statement: 'payments fail', percent: '20', at: '10:05', about: 'on' };
  assert.equal((await sendForm(ana, '/incidents/1', '/incidents/1/impacts', impact)).status, 303);
  here.clock.wind(300);
  const suspected = { statement: 'The payment gateway fails' };
  assert.equal((await sendForm(ana, '/incidents/1', '/incidents/1/hypotheses', suspected)).status, 303);
  here.clock.wind(600);
  const page = await ana.get('/incidents/1').expect(200);
  const [, ruleOut = ''] = /action="(\/incidents\/1\/hypotheses\/[^"]+\/ruling-out)"/.exec(page.text) ?? [];
  await sendForm(ana, '/incidents/1', ruleOut, { text: 'its error rate from outside', value: '0.02 %' });
  const [, end = ''] = /action="(\/incidents\/1\/impacts\/[^"]+\/end)"/.exec(page.text) ?? [];
  await sendForm(ana, '/incidents/1/resolve', end, { signal: 'checkout errors', value: '0.3 %' });
  const over = { temporary_confirmed: 'on', override: 'it was a small one' };
  const done = await sendForm(ana, '/incidents/1/resolve', '/incidents/1/status', {
    to: 'resolved',
    ...over,
  });
  assert.equal(done.status, 303);
});

test('the page of its end drafts the postmortem, and a second press opens the same one', async () => {
  const first = await sendForm(ana, '/incidents/1/resolve', '/incidents/1/postmortem');
  assert.equal(first.headers.location, '/postmortems/1/edit');
  const page = await ana.get('/postmortems/1/edit').expect(200, /Drafted from the record/);
  const text = editorText(page.text);
  assert.match(text, /^<!-- muster:postmortem INC-1 template=default version=1 -->\n# Checkout fails\n/);
  assert.match(
    text,
    /from about 10:05 to 10:30 PDT \(17:05Z to 17:30Z\), 20 % of users met this: payments fail\./,
  );
  assert.match(text, /its error rate from outside: 0\.02 %/);
  assert.match(page.text, /Still to be answered/);
  const second = await sendForm(ben, '/incidents/1/resolve', '/incidents/1/postmortem');
  assert.equal(second.status, 303);
  await ben.get('/postmortems/1/edit').expect(200, /It was begun before/);
});

test('whoever only reads does not see a draft', async () => {
  await vic.get('/postmortems/1').expect(404, /There is no postmortem of INC-1/);
  await vic.get('/postmortems/1.md').expect(404);
  await vic.get('/postmortems/1/edit').expect(403);
  await ana.get('/postmortems').expect(200, /Checkout fails/);
});

test('a preview shows the text and saves nothing', async () => {
  const typed = { text: '# Checkout failed\n\nNobody could **pay**.', act: 'preview' };
  const preview = await sendForm(ana, '/postmortems/1/edit', '/postmortems/1/edit', typed);
  assert.equal(preview.status, 200);
  assert.match(preview.text, /Preview, not saved yet[\s\S]*<p>Nobody could <strong>pay<\/strong>\.<\/p>/);
  assert.equal(editorText(preview.text).trim(), typed.text);
  await ana.get('/postmortems/1').expect(200, /<h1>Checkout fails<\/h1>/);
});

test('an answer in the place of a question is a new version', async () => {
  const text = editorText((await ben.get('/postmortems/1/edit')).text);
  const answered = text.replace(/\*What do we know today[^*]*\*/, 'Ask what moved first.');
  const saved = await sendForm(ben, '/postmortems/1/edit', '/postmortems/1/edit', {
    text: answered,
    act: 'save',
  });
  assert.equal(saved.headers.location, '/postmortems/1');
  const page = await ben.get('/postmortems/1').expect(200, /Saved as version 2/);
  assert.match(page.text, /<h2 id="what-we-learned">What we learned<\/h2>\s*<p>Ask what moved first\.<\/p>/);
  assert.match(page.text, /Ben Okafor, 12 June 2023, 10:30 PDT: 1 line added, 1 removed/);
  assert.match(page.text, /href="\/incidents\/1\/timeline\?entry=1#e1"/);
  assert.doesNotMatch(page.text, /muster:block/);
});

test('a text written meanwhile is shown beside the newer one and is never lost', async () => {
  const mine = { text: '# Checkout fails\n\nMine.', base_rev: '1', act: 'save' };
  const answer = await sendForm(ana, '/postmortems/1/edit', '/postmortems/1/edit', mine);
  assert.equal(answer.status, 409);
  assert.match(answer.text, /Ben Okafor saved version 2 while you were writing/);
  assert.match(answer.text, /<ins>Mine\.<\/ins>/);
  assert.match(answer.text, /<del>Ask what moved first\.<\/del>/);
  assert.equal(editorText(answer.text).trim(), mine.text);
  await ana.get('/postmortems/1').expect(200, /Ask what moved first/);
});

test('only a manager publishes, and then everybody reads it', async () => {
  await ana
    .get('/postmortems/1')
    .expect(200)
    .expect((answer) => {
      assert.doesNotMatch(answer.text, /Publish version/);
    });
  const hasty = await sendForm(max, '/postmortems/1', '/postmortems/1/publish', { unreviewed: '' });
  assert.equal(hasty.status, 409);
  assert.match(hasty.text, /has had no review/);
  const published = await sendForm(max, '/postmortems/1', '/postmortems/1/publish', {
    unreviewed: 'all of us wrote it together',
  });
  assert.equal(published.status, 303);
  await max.get('/postmortems/1').expect(200, /Version 2 is published/);
  const read = await vic.get('/postmortems/1').expect(200, /Ask what moved first/);
  assert.doesNotMatch(read.text, /Edit<|Still to be answered|Publish version/);
  await vic.get('/postmortems').expect(200, /Checkout fails/);
  await ana.get('/incidents/1/timeline').expect(200, /postmortem/i);
});

test('what is written afterwards waits until it is published again', async () => {
  const later = { text: '# Checkout fails\n\nLater.', act: 'save' };
  await sendForm(ana, '/postmortems/1/edit', '/postmortems/1/edit', later);
  await vic.get('/postmortems/1').expect(200, /Ask what moved first/);
  await vic.get('/postmortems/1?version=3').expect(404);
  await ana.get('/postmortems').expect(200, /Version 2 published, version 3 is a draft/);
  await ana.get('/postmortems/1?version=2').expect(200, /This is an older version/);
});

test('the file has whole addresses and says where it comes from', async () => {
  const file = await vic.get('/postmortems/1.md').expect(200);
  assert.match(String(file.headers['content-type']), /^text\/markdown/);
  assert.match(String(file.headers['content-disposition']), /INC-1-postmortem\.md/);
  assert.match(file.text, /\]\(http:\/\/[^)]+\/incidents\/1#e1\)/);
  assert.match(file.text, /INC-1, version 2 \(published\)/);
});

test('an empty text and an address that is none are told, not taken', async () => {
  const empty = await sendForm(ana, '/postmortems/1/edit', '/postmortems/1/edit', { text: ' ', act: 'save' });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Enter the text of the postmortem/);
  await ana.get('/postmortems/0').expect(404);
  await ana.get('/postmortems/77').expect(404, /There is no incident INC-77/);
});

test('the editor asks what a reader would ask, of what is typed, and never keeps anybody from saving', async () => {
  const blaming = {
    text: '# Checkout fails\n\n## Root Cause\n\nMax forgot to renew the certificate. This was human error.\n',
    act: 'preview',
  };
  const preview = await sendForm(ana, '/postmortems/1/edit', '/postmortems/1/edit', blaming);
  assert.equal(preview.status, 200);
  assert.match(preview.text, /What a reader would ask[\s\S]*human error[\s\S]*PM502/);
  const saved = await sendForm(ana, '/postmortems/1/edit', '/postmortems/1/edit', {
    ...blaming,
    act: 'save',
  });
  assert.equal(saved.status, 303);
});
