/** Incidents as long as the budgets of the run page reckon with: many steps, many entries. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME_ZONE } from '../../db/demo/cast.ts';
import { foundOrganisation } from '../../db/demo/organisation.ts';
import { makeStory, type Story } from '../../db/demo/story.ts';
import { openSite, type Site } from './site.ts';

export type Long = {
  /** 9 steps and 60 entries. */
  short: number;
  /** 30 steps, as the byte budget reckons. */
  usual: number;
  /** 60 steps and 200 entries, as the budget of nodes reckons. */
  longest: number;
};

/** A site on which long incidents run, each about a third of the way. */
export async function longSite(): Promise<Site<Long>> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-long-'));
  for (const steps of [9, 30, 60]) writeFileSync(join(folder, `steps-${String(steps)}.md`), runbookOf(steps));
  const site = await openSite(folder, async ({ kit, clock }) => {
    const story = makeStory(kit, clock, await foundOrganisation(kit));
    return {
      short: await tell(story, 9, 60),
      usual: await tell(story, 30, 60),
      longest: await tell(story, 60, 200),
    };
  });
  return {
    ...site,
    end: async () => {
      await site.end();
      rmSync(folder, { recursive: true });
    },
  };
}

function runbookOf(count: number): string {
  const phases = ['Detect', 'Triage', 'Escalate', 'Resolve'];
  const steps = Array.from({ length: count }, (_, index) => {
    const phase = phases[Math.floor((index * 4) / count)] ?? '';
    const isFirst = index === 0 || Math.floor(((index - 1) * 4) / count) < Math.floor((index * 4) / count);
    const heading = isFirst ? `## ${phase}\n\n` : '';
    const number = index + 1;
    return `${heading}### ${String(number)}. Read figure ${String(number)} of the cluster

- **Role:** Operations
- **Limit:** 5 min
- **Expect:** below ${String(number)} % (normal: half of it)

Open the board and read it aloud.

\`\`\`sh
statctl figure --number ${String(number)} --window 15m
\`\`\`

- [ ] Read on two nodes
- **If** above → escalate to infrastructure-primary
- **Otherwise** → ${number === count ? 'resolve' : `[go on](#${String(number + 1)}-read-figure-${String(number + 1)}-of-the-cluster)`}
`;
  });
  return `# A runbook of ${String(count)} steps\n\n${steps.join('\n')}`;
}

async function tell(story: Story, steps: number, entries: number): Promise<number> {
  const contentHash = await story.runbook(`steps-${String(steps)}`);
  const told = await story.begins('ana', (key) => ({
    type: 'declare',
    key,
    kind: 'incident',
    title: 'The cluster answers late, and nobody knows why yet',
    service: 'storefront',
    severity: 'SEV-2',
    homeZone: HOME_ZONE,
    visibility: 'all',
    takeCommand: true,
  }));
  await told.does('ana', { type: 'attach-runbook', contentHash, why: ['chosen'] });
  let last = 0;
  for (let step = 1; step <= steps / 3; step += 1) {
    await told.does('ana', {
      type: 'answer-step',
      runId: 1,
      stepId: `read-figure-${String(step)}-of-the-cluster`,
      observed: `${String(step)} %, as on other days`,
      matched: 'yes',
      branch: { index: 1, target: 0 },
    });
  }
  while (last < entries) {
    await told.does('ana', (state) => {
      last = state.seq + 1;
      return { type: 'add-note', text: `Reading ${String(last)} is as it was before`, flavour: 'note' };
    });
  }
  return told.number;
}
