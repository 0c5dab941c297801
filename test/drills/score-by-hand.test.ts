import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScenario } from '../../server/drills/reading.ts';
import { score, type Mark } from '../../server/drills/score.ts';
import type { Told } from '../support/told.ts';
import { openedDrill } from './opened-drill.ts';

/** What is done in a drill that somebody leads, and what it is worth, counted by hand. */
const TEXT = `---
minutes: 30
start: 2024-03-11T09:00
home_zone: Europe/Madrid
roles: [commander, operations]
---

## Briefing

Here.

## Injects

### First

- **At:** 0:00

PagesSlow on storefront

## Objectives

### Impact in numbers

- **Competence:** assess
- **By:** 5:00
- **Evidence:** impact stated with percent

### It is declared

- **Competence:** assess
- **By:** 10:00
- **Evidence:** declared

### The gateway is written down

- **Competence:** diagnose
- **Evidence:** hypothesis "gateway" opened

### Command is clear

- **Competence:** lead
- **Evidence:** facilitator

## Hints

### Which number moved first?

- **For:** The gateway is written down
`;
const { scenario } = readScenario('hand.md', TEXT);
const [NUMBERS, DECLARED, GATEWAY, COMMAND] = scenario.objectives.map(({ id }) => id);

type Act = (told: Told) => void;
const wait =
  (minutes: number): Act =>
  ({ clock }) =>
    clock.wind(minutes * 60);
const impact: Act = (told) => told.act('ana', { type: 'open-impact', statement: 'No checkout', percent: 31 });
const declared: Act = (told) => told.act('ana', { type: 'declare-detected', takeCommand: true });
const gateway: Act = (told) => told.act('ben', { type: 'open-hypothesis', statement: 'The gateway fails' });
/** As whoever leads it gives one from the scenario. */
const hint: Act = (told) =>
  told.act('muster', { type: 'give-hint', text: 'Which number moved first?', by: 'facilitator' });
const improvised: Act = (told) =>
  told.act('muster', { type: 'give-hint', text: 'Look at the cache', by: 'facilitator' });
const ended =
  (why: 'finished' | 'stopped' | 'real-emergency'): Act =>
  (told) =>
    told.act('max', { type: 'end-drill', why });

type Row = {
  acts: readonly Act[];
  /** By the facilitator. */
  judged: Readonly<Record<string, Mark>>;
  /** By the record, in the order of the objectives. */
  record: readonly (Mark | undefined)[];
  /** assess, diagnose, lead. */
  means: readonly (number | undefined)[];
  notScored?: RegExp;
};

const of = (id: string | undefined, mark: Mark): Record<string, Mark> => ({ [id ?? '']: mark });

const ROWS: Readonly<Record<string, Row>> = {
  'nothing done, nothing judged': {
    acts: [ended('finished')],
    judged: {},
    record: [0, 0, 0, undefined],
    means: [0, 0, undefined],
  },
  'all in time, and lead judged by a person': {
    acts: [wait(1), declared, impact, gateway, ended('finished')],
    judged: of(COMMAND, 2),
    record: [3, 3, 3, undefined],
    means: [3, 3, 2],
  },
  'late numbers are two, and the mean of three and two is two and a half': {
    acts: [declared, wait(6), impact, gateway, ended('finished')],
    judged: {},
    record: [2, 3, 3, undefined],
    means: [2.5, 3, undefined],
  },
  'a hint of the facilitator caps its objective at two': {
    acts: [declared, impact, hint, gateway, ended('finished')],
    judged: {},
    record: [3, 3, 2, undefined],
    means: [3, 2, undefined],
  },
  'a hint after it was done caps nothing, and one for no objective caps nothing': {
    acts: [declared, impact, improvised, gateway, hint, ended('finished')],
    judged: {},
    record: [3, 3, 3, undefined],
    means: [3, 3, undefined],
  },
  'where the facilitator says otherwise theirs counts, and both stay': {
    acts: [declared, impact, gateway, ended('finished')],
    judged: { ...of(NUMBERS, 1), ...of(GATEWAY, 0), ...of(COMMAND, 3) },
    record: [3, 3, 3, undefined],
    means: [2, 0, 3],
  },
  'the facilitator may see what no entry shows': {
    acts: [declared, ended('finished')],
    judged: { ...of(NUMBERS, 2), ...of(DECLARED, 3) },
    record: [0, 3, 0, undefined],
    means: [2.5, 0, undefined],
  },
  'both of a competence judged low count as they stand': {
    acts: [declared, impact, ended('finished')],
    judged: { ...of(NUMBERS, 1), ...of(DECLARED, 0) },
    record: [3, 3, 0, undefined],
    means: [0.5, 0, undefined],
  },
  'stopped, nothing is scored': {
    acts: [declared, impact, ended('stopped')],
    judged: of(COMMAND, 3),
    record: [3, 3, 0, undefined],
    means: [3, 0, 3],
    notScored: /stopped before its end, so nothing is scored/,
  },
  'for something real, nothing is scored': {
    acts: [declared, ended('real-emergency')],
    judged: {},
    record: [0, 3, 0, undefined],
    means: [1.5, 0, undefined],
    notScored: /real emergency, so nothing is scored/,
  },
};

for (const [name, row] of Object.entries(ROWS)) {
  test(name, () => {
    const told = openedDrill(scenario);
    for (const act of row.acts) act(told);
    const profile = score(scenario, told.entries, { marks: row.judged, runbooks: new Map() });
    const marked = profile.competences.flatMap((one) => one.marked);
    const ids = [NUMBERS, DECLARED, GATEWAY, COMMAND];
    const found = ids.map((id) => marked.find(({ objective }) => objective.id === id));
    assert.deepEqual(
      found.map((one) => one?.mark),
      row.record,
    );
    assert.deepEqual(
      found.map((one) => one?.judged),
      ids.map((id) => row.judged[id ?? '']),
    );
    const mean = (competence: string): number | undefined =>
      profile.competences.find((one) => one.competence === competence)?.mean;
    assert.deepEqual(['assess', 'diagnose', 'lead'].map(mean), row.means);
    if (row.notScored === undefined) assert.equal(profile.notScored, undefined);
    else assert.match(profile.notScored ?? '', row.notScored);
  });
}
