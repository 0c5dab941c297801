/** What the page of all parts shows: models of the real pages, made from the incident that never was. */
import type { Instant } from '../core/clock.ts';
import { diffRows, lineDiff, type DiffRow } from '../core/line-diff.ts';
import type { SafeHtml } from '../core/html.ts';
import { stripOf as rotaOf, type StripPicture } from '../escalation/strip.ts';
import { permissionsOf } from '../identity/permissions.ts';
import { bandPage, type BandPage } from '../incidents/band-page.ts';
import { runPage, type RunPage } from '../incidents/room-pages.ts';
import { openRuns } from '../incidents/run.ts';
import { runView } from '../incidents/run-pages.ts';
import { timelineLines, type EntryLine } from '../incidents/timeline-pages.ts';
import { presenceWords } from '../incidents/live-pages.ts';
import { READER, tellSpecimen, ZONE } from './specimen-story.ts';

export type Specimen = {
  /** The run page, but for its timeline, whose lines come by themselves. */
  run: RunPage;
  lines: readonly EntryLine[];
  band: BandPage | undefined;
  presence: string;
  rota: StripPicture;
  diff: readonly DiffRow[];
};

/** It stands still, and is made once. */
export function specimen(): Specimen {
  known ??= make();
  return known;
}
let known: Specimen | undefined;

const LINKS = {
  key: 'specimen',
  runbook: () => '#parts-run',
  picture: () => '#parts-run',
  step: (stepId: string) => `#r1-${stepId}`,
};

function make(): Specimen {
  const { state, now, runbook } = tellSpecimen();
  const permissions = permissionsOf('manager');
  const reading = { now, zone: ZONE, personId: READER, mayAct: true, permissions };
  const runs = openRuns(state).map((run) =>
    runView(state, run, { followed: runbook, today: undefined }, { ...reading, links: LINKS }),
  );
  const beside = { ...reading, alike: [], back: [], toEscalate: [] };
  return {
    run: runPage(state, runs, undefined, '' as SafeHtml, beside),
    lines: timelineLines(state, ZONE),
    band: bandPage(state, { now, zone: ZONE }, (seq) => `#e${String(seq)}`),
    presence: presenceWords(
      [
        { id: 'specimen-ana', name: 'Ana Ruiz' },
        { id: READER, name: 'Ben Sato' },
      ],
      READER,
    ),
    rota: rotaWithGap(now),
    diff: diffRows(
      lineDiff(
        '### 4. Read the cache hit rate\n\nExpect: above 90 %\n\nLimit: 5 min',
        '### 4. Read the cache hit rate\n\nExpect: above 92 %\n\nLimit: 5 min',
      ),
    ),
  };
}

/** Two take turns, and nobody is there at the weekend. */
function rotaWithGap(now: Instant): StripPicture {
  const rotation = {
    zone: ZONE,
    firstDate: '2026-11-02',
    firstTime: '09:00',
    length: 1,
    unit: 'days',
    members: [{ personId: 'Ana Ruiz' }, { personId: 'Ben Sato' }],
  } as const;
  const hours = { weekdays: [1, 2, 3, 4, 5], from: '00:00', to: '00:00' };
  const layers = [{ name: 'Primary', rotation, hours }];
  const versions = [{ number: 1, inForceAt: '2026-01-01T00:00:00.000Z', layers }];
  const schedule = { id: 'specimen', name: 'Payments', zone: ZONE, versions, overrides: [] };
  return rotaOf(schedule, now, { zone: ZONE, person: (id) => id }).picture;
}
