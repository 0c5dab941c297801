/** What the server does when an incident is looked back on: a draft, and a report that was written elsewhere. */
import { join } from 'node:path';
import { draft } from '../../server/postmortems/draft.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import { readReport } from '../../server/reports/report.ts';
import { compose } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { systemClock } from '../../server/core/clock.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLog } from '../../server/web/log.ts';
import { draftFor } from '../../server/postmortems/actions.ts';
import { median } from '../support/median.ts';
import type { Bench, Figure } from './figure.ts';
import { CONTENT } from './fill-content.ts';
import { makeOrganisation } from './organisation.ts';

const ENTRIES = 2_000;
const REPORT_BYTES = 100 * 1024;
const TURNS = 10;

export async function lookingBack({ folder, rounds }: Bench): Promise<Figure[]> {
  const { dataFolder, number } = await makeOrganisation(join(folder, 'looking-back'), ENTRIES);
  const config = readConfig({ MUSTER_DATA: dataFolder, MUSTER_RUNBOOKS: '' });
  const store = await openStore(config.database);
  const log = makeLog('silent', 'json', systemClock);
  try {
    const { kit } = compose({ config, store, clock: systemClock, secret: 'not used, but long enough', log });
    // Folding is the cost of the first page of an incident and has a figure of its own.
    const { state } = await openRoom(kit.incidents, undefined, number);
    const turns = rounds * TURNS;
    const drafted = await timed(turns, () => draftFor(kit.postmortems, number));
    const pure = await timed(turns, () => draft(state, state.entries, { names: 'person' }));
    const report = reportOf(REPORT_BYTES);
    const read = await timed(turns, () => readReport(report, 'report.md'));
    return [
      {
        name: `draft of an incident of ${String(state.seq)} entries`,
        value: drafted,
        unit: 'ms',
        target: { most: 300 },
        from: `${pure.toFixed(1)} ms of it without the database`,
      },
      {
        name: 'reading a report of 100 KB that is brought in',
        value: read,
        unit: 'ms',
        target: { most: 200 },
        from: `${String(report.split('\n').length)} lines`,
      },
    ];
  } finally {
    await store.close();
  }
}

async function timed(turns: number, work: () => unknown): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return median(took);
}

/** A report as people write them, with a long timeline. */
function reportOf(bytes: number): string {
  const head =
    '# Checkout was slow\n\n## Summary\n\nSome shoppers waited for 40 minutes on 12 June 2023.\n\n## Timeline (UTC)\n\n';
  const lines: string[] = [];
  for (let minute = 0, length = head.length; length < bytes; minute += 1) {
    const time = `${String(9 + Math.floor(minute / 120)).padStart(2, '0')}:${String(Math.floor(minute / 2) % 60).padStart(2, '0')}`;
    const line = `- ${time} ${CONTENT.notes[minute % CONTENT.notes.length] ?? ''}`;
    lines.push(line);
    length += line.length + 1;
  }
  return `${head}${lines.join('\n')}\n\n## Root cause\n\nThe stock service waited for a lock.\n\n## Tasks\n\n- Watch the queue (Ana Ruiz, by 30 June 2023)\n`;
}
