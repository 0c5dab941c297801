import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOf } from '../../server/postmortems/findings.ts';
import { declared } from '../support/told.ts';

const TODAY = '2023-06-20';

function codes(text: string, told = declared()): string[] {
  return askedOf(text, told.state, TODAY).map(({ code }) => code);
}

test('a pinned entry that the text does not mention is asked about, and one that it mentions is not', () => {
  const told = declared();
  told.act('ben', { type: 'add-note', text: 'The cache was cold', flavour: 'note' });
  const seq = told.last('note-added');
  told.act('ben', { type: 'pin-entry', seq, on: true });
  const text = '# Checkout fails\n\n## Timeline\n\n- 10:15 It began.\n';
  assert.ok(codes(text, told).includes('PM508'));
  const mentioned = `${text}- 10:20 The cache was cold [#${String(seq)}](/incidents/42#e${String(seq)}).\n`;
  assert.ok(!codes(mentioned, told).includes('PM508'));
});

test('a finding names its line and quotes it', () => {
  const [blame] = askedOf(
    '# It broke\n\n## Root cause\n\nThis was human error.\n',
    declared().state,
    TODAY,
  ).filter(({ code }) => code === 'PM502');
  assert.equal(blame?.line, 5);
  assert.equal(blame.quote, 'This was human error.');
});

test('an action item is not asked about in the text, since its own page does', () => {
  const table = '| Task | Owner | Due |\n|---|---|---|\n';
  const head = '# It broke\n\n## Impact\n\nAll.\n\n## Root cause\n\nA full disk.\n\n## Tasks\n\n';
  assert.ok(codes(`${head}${table}| Watch the disk | - | - |\n`).includes('PM401'));
  assert.ok(
    !codes(`${head}${table}| ACT-7 Watch the disk | - | - |\n`).some((code) => code.startsWith('PM4')),
  );
});
