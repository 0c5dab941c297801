import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../server/reports/line.ts';
import { isGeneric, isNameAlone, namesIn, titleOf, type Name } from '../../server/reports/name.ts';
import { structureOf } from '../../server/reports/section.ts';

const NAMED: [heading: string, ...names: Name[]][] = [
  ['Summary', 'summary'],
  ['Executive Summary:', 'summary'],
  ['What happened?', 'summary'],
  ['TL;DR', 'summary'],
  ['Description', 'summary'],
  ['Customer impact', 'impact'],
  ['Who was affected', 'impact'],
  ['How we noticed', 'detection'],
  ['Trigger', 'trigger'],
  ['Background', 'lead-up'],
  ['Participants', 'people'],
  ['2. Timeline (UTC)', 'timeline'],
  ['Sequence of events', 'timeline'],
  ['Red herrings', 'misleading'],
  ['Escalation', 'escalations'],
  ['Root Cause Analysis', 'cause'],
  ['5 whys', 'cause'],
  ['Why did this happen?', 'cause'],
  ['Contributing factors', 'cause'],
  ['Root Cause and Resolution', 'cause', 'resolution'],
  ['How it was fixed', 'resolution'],
  ['What went well', 'well'],
  ['What didn\u2019t go so well', 'badly'],
  ['Where we got lucky', 'lucky'],
  ['Customer communication', 'updates'],
  ['Corrective and Preventative Measures', 'corrective'],
  ['Action items', 'actions'],
  ['Next steps', 'actions'],
  ['To-dos', 'actions'],
  ['Tasks to address the issue', 'actions'],
  ['What we are doing about it', 'actions'],
  ['Lessons learned', 'lessons'],
  ['Conclusion', 'conclusion'],
  ['Metrics', 'figures'],
  ['Appendix', 'record'],
  ['Ingredients'],
];

for (const [heading, ...names] of NAMED) {
  test(`"${heading}" opens ${names.join(' and ') || 'nothing that is known'}`, () => {
    assert.deepEqual(namesIn(heading), names);
    assert.equal(isNameAlone(heading), names.length > 0);
  });
}

test('a heading that names the incident is more than the name of a part', () => {
  assert.equal(isNameAlone('Database impact on checkout'), false);
  assert.equal(isNameAlone('Timeline'), true);
});

test('some titles could stand over any report', () => {
  for (const title of [
    'Postmortem',
    'Incident report',
    'RCA',
    'Post-Mortem Report',
    'Incident Review',
    'PIR',
  ]) {
    assert.equal(isGeneric(title), true, title);
  }
  for (const title of ['Caches', 'Incident 12', 'Postmortem of the caches'])
    assert.equal(isGeneric(title), false);
});

test('a title loses what says only that it is one', () => {
  assert.equal(titleOf('Postmortem: caches ran empty.'), 'caches ran empty');
  assert.equal(titleOf('RCA \u2013 Caches'), 'Caches');
  assert.equal(titleOf('Caches: too small'), 'Caches: too small');
});

const TITLES: [text: string, file: string, title: string][] = [
  ['# Postmortem\n\n# Caches ran empty\n\n## Summary', 'x.md', 'Caches ran empty'],
  ['# Postmortem: caches\n\n## Summary', 'x.md', 'caches'],
  ['---\ntitle: "Caches"\n---\n\n## Summary', 'x.md', 'Caches'],
  ['Subject: Re: Caches\n\nSUMMARY\n', 'x.txt', 'Caches'],
  ['Caches ran empty\n\nSummary:\n', 'x.txt', 'Caches ran empty'],
  ['## Summary\n\nIt broke.', 'caches_ran-empty.md', 'Caches ran empty'],
  ['## Summary', '.md', 'Untitled'],
];

for (const [text, file, title] of TITLES) {
  test(`${JSON.stringify(text)} in ${file} is about "${title}"`, () => {
    assert.equal(structureOf(linesOf(text), file).title, title);
  });
}

function shape(text: string): string[] {
  return structureOf(linesOf(text), 'x.md').sections.map(
    ({ names, isUnmarked, lines }) =>
      `${names.join('+') || '-'}${isUnmarked ? ' unmarked' : ''} ${String(lines.length)}`,
  );
}

test('a part ends where the next heading of its depth begins', () => {
  assert.deepEqual(shape('## Timeline\n### Monday\na\n### Tuesday\nb\n## Caches\nc'), [
    '- 0',
    'timeline 0',
    'timeline 1',
    'timeline 1',
    '- 1',
  ]);
});

test('short lines serve as headings, also those that Markdown has swallowed', () => {
  assert.deepEqual(shape('Summary:\na\nTIMELINE\n* b\nRoot Cause and Resolution:\n* c\n\nImpact\nd'), [
    '- 0',
    'summary unmarked 1',
    'timeline unmarked 1',
    'cause+resolution unmarked 2',
    'impact unmarked 1',
  ]);
});

test('a sentence is no heading', () => {
  assert.deepEqual(shape('The impact was small.\n\nWe had an impact, and a cause:\n\n10:15 Impact:\n'), [
    '- 5',
  ]);
});

test('labels open parts on their own line', () => {
  assert.deepEqual(shape('**Impact:** all\n**Root cause:** a key\nmore\n\nDetection: an alert\n'), [
    '- 0',
    'impact 1',
    'cause 3',
    'detection 1',
  ]);
  const [, impact] = structureOf(linesOf('**Impact:** all'), 'x').sections;
  assert.equal(impact?.lines[0]?.text, 'all');
});

test('a label within a timeline is what somebody told', () => {
  assert.deepEqual(shape('## Timeline\nImpact: errors rise\n- a'), ['- 0', 'timeline 2']);
});
