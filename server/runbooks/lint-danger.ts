/** RB401 to RB406: dangerous steps, and diagnosis that changes something. */
import type { Remark } from './finding.ts';
import { destroys, changes, changesInWords } from './harm.ts';
import { placeholdersIn } from './code-blocks.ts';
import type { ReadRunbook } from './reading.ts';
import type { Step } from './runbook.ts';

export function dangerRemarks({ steps, source }: ReadRunbook): Remark[] {
  const recorded = new Set<string>();
  return steps.flatMap((step, place): Remark[] => {
    for (const name of step.records) recorded.add(name);
    const places = source.steps[place];
    const at = step.range.from;
    const undoAt = places?.attributes.find(({ label }) => label === 'undo')?.at ?? at;
    return [
      ...highDangerRemarks(step),
      ...harmRemarks(step, places?.commands ?? []),
      ...placeholdersIn(step.undo ?? '')
        .filter((name) => !recorded.has(name))
        .map((name): Remark => {
          return { code: 'RB406', at: undoAt, message: `Undo uses a value never recorded: ${name}` };
        }),
    ];
  });
}

function highDangerRemarks(step: Step): Remark[] {
  if (step.danger !== 'high') return [];
  const at = step.range.from;
  const remarks: Remark[] = [];
  if (step.undo === undefined) {
    const hint = 'Add `- **Undo:** …`, or `irreversible; …` with what follows from it.';
    remarks.push({ code: 'RB401', at, message: 'Dangerous step without an undo', hint });
  }
  if (step.confirm === undefined) {
    const hint = 'Add `- **Confirm:** Commander`.';
    remarks.push({ code: 'RB402', at, message: 'Dangerous step without a confirming role', hint });
  }
  if (step.checks.length === 0) {
    const hint = 'Add `- [ ] …`: something to see that is not the success message of the command.';
    remarks.push({ code: 'RB403', at, message: 'Dangerous step without a check', hint });
  }
  return remarks;
}

function harmRemarks(step: Step, commandPlaces: readonly number[]): Remark[] {
  const at = step.range.from;
  const diagnosis = step.phase === 'detect' || step.phase === 'triage';
  const remarks: Remark[] = [];
  step.commands.forEach(({ text }, index) => {
    const place = commandPlaces[index] ?? at;
    const destroyed = destroys(text);
    if (destroyed !== undefined && step.danger === 'none') {
      const message = 'Command looks destructive, and no danger is named';
      const hint = `\`${destroyed}\`: add \`- **Danger:** low\` or \`high\`.`;
      remarks.push({ code: 'RB404', at: place, message, hint });
    }
    const changed = diagnosis ? changes(text) : undefined;
    if (changed !== undefined) remarks.push(diagnosisRemark(place, changed));
  });
  const told = diagnosis ? changesInWords([step.title, ...proseOf(step)].join('\n\n')) : undefined;
  if (told !== undefined) remarks.push(diagnosisRemark(at, told));
  return remarks;
}

function diagnosisRemark(at: number, words: string): Remark {
  const hint = `"${words}": diagnosis only looks; put changes into Resolve.`;
  return { code: 'RB405', at, message: 'Diagnosis step seems to change something', hint };
}

function proseOf({ blocks }: Step): string[] {
  return blocks.flatMap((block) => (block.kind === 'prose' ? [block.markdown] : []));
}
