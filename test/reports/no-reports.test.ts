import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readReport } from '../../server/reports/report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const fileOf = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** Texts that tell of no incident, though some of them have times, tasks, or headings that a report has too. */
const TEXTS: Record<string, string> = {
  'an empty file': '',
  'nothing but empty lines': '\n\n \n\t\n',
  'a recipe':
    '# Bread\n\n## Ingredients\n\n- 500 g flour\n- 10 g salt\n\n## Steps\n\n1. Mix for 10 minutes.\n2. Wait for 2 hours.\n3. Bake at 230 degrees for 40 min.\n',
  'a shopping list': '- milk\n- 10 eggs\n- bread (2)\n',
  'a letter': 'Dear Ana,\n\nthank you for the 12 June 2023. We meet at 10:15 on Monday.\n\nCy\n',
  'a poem': 'The hosts are down, the lights are red,\nand nobody has gone to bed.\n',
  'minutes of a meeting':
    '# Weekly meeting, 12 June 2023\n\nPresent: Ana Ruiz, Ben Sato\n\n1. Budget\n2. Summer party at 18:00\n\n- Ben asks three hotels\n',
  'minutes with times and actions':
    '# Weekly meeting\n\n## Participants\n\nAna Ruiz\n\n## Notes\n\n- 10:05 Budget of the year\n- 10:20 Summer party\n\n## Action items\n\n- Ben asks three hotels\n',
  'a plan of a project':
    '# New shop\n\n## Background\n\nThe shop is old.\n\n## Timeline\n\n- 2023-06-12 First sketch\n- 2023-09-01 Open\n\n## Next steps\n\n- Find a name\n',
  'a log of errors':
    '2023-06-12 10:15:00 ERROR disk full\n2023-06-12 10:15:01 ERROR write failed\n2023-06-12 10:16:00 WARN slow answer\n',
  'an agenda': '# Workshop\n\n- 09:00 Welcome\n- 09:30 First part\n- 11:00 Break\n- 12:30 Lunch\n',
  'a timetable': '| Train | Departs |\n|---|---|\n| 12 | 10:15 |\n| 14 | 10:45 |\n| 16 | 11:15 |\n',
  'a log file':
    '2023-06-12T10:15:00Z INFO server started on port 8080\n2023-06-12T10:15:01Z INFO ready\n2023-06-12T10:16:00Z DEBUG tick\n2023-06-12T10:17:00Z DEBUG tick\n',
  'a configuration': '{\n  "name": "caches",\n  "lifetime": 3600,\n  "owner": "web"\n}\n',
  'a program': 'export function wait(ms) {\n  // - 10:15 is a time\n  return ms * 2;\n}\n',
  'a story with one time': '# A walk\n\n## Background\n\nWe left at home.\n\n- 10:15 we left\n',
  'rows of signs': '-----\n=====\n*****\n|||||\n',
  'bytes of a picture': '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0001\0',
  'the notes of a release':
    '# Changelog\n\n## 1.2.0, 12 June 2023\n\n### Fixed\n\n- Times in the night are right.\n\n### Added\n\n- A page.\n',
  'our own README': fileOf('README.md'),
  'our own changelog': fileOf('CHANGELOG.md'),
  'our own licence': fileOf('LICENSE'),
  'our own list of packages': fileOf('package.json'),
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`${name} is no report, and nothing is read from it`, () => {
    const report = readReport(text, 'text.md');
    assert.deepEqual(
      report.findings.map(({ code }) => code),
      ['PM100'],
    );
    assert.equal(report.isReport, false);
    assert.deepEqual([report.told, report.tasks, report.questions], [[], [], []]);
    const { wrongPaths, escalations, ...said } = report.facts;
    assert.deepEqual([wrongPaths, escalations], [[], []]);
    assert.deepEqual(
      Object.values(said).filter((fact) => fact !== undefined),
      [],
    );
  });
}

test('a runbook is no report of what happened', () => {
  const report = readReport(fileOf('runbooks', 'cache-miss-storm.md'), 'runbook.md');
  assert.deepEqual(report.told, []);
});
