/** RB201 to RB207, RB503, RB702 and RB703: phases, titles, ids, and what could not be shown in full. */
import { distance } from 'fastest-levenshtein';
import type { Remark } from './finding.ts';
import type { Known } from './lint.ts';
import { namedPhase } from './phases.ts';
import type { ReadRunbook } from './reading.ts';
import { beginsWithVerb } from './verbs.ts';

const MOST_STEPS = 9;
const MOST_WORDS = 25;

export function structureRemarks(runbook: ReadRunbook, known: Known | undefined): Remark[] {
  return [
    ...readingRemarks(runbook),
    ...phaseRemarks(runbook),
    ...titleRemarks(runbook),
    ...idRemarks(runbook),
    ...(known ? renamedRemarks(runbook, known.previousSteps) : []),
  ];
}

function readingRemarks({ rule, source, steps }: ReadRunbook): Remark[] {
  const remarks: Remark[] = [];
  if (rule !== 1) {
    const hint =
      'Put the steps as `### Title` under `## Detect`, `## Triage`, `## Escalate` and `## Resolve`.';
    const at = steps[0]?.range.from ?? 0;
    remarks.push({ code: 'RB201', at, message: `No phases: read as plain steps (rule ${rule})`, hint });
  }
  if (source.damage.invalidBytes) {
    remarks.push({
      code: 'RB703',
      at: 0,
      message: 'Bytes that are not UTF-8',
      hint: 'Save the file as UTF-8.',
    });
  }
  if (source.damage.cut) {
    const message = 'File too large to read in full: only the first 1 MiB is shown';
    remarks.push({ code: 'RB703', at: 0, message });
  }
  return remarks;
}

function phaseRemarks({ source, steps, phases, text }: ReadRunbook): Remark[] {
  const remarks: Remark[] = [];
  const sections = source.outline.pieces.filter(({ heading }) => (heading?.depth ?? 7) <= 2);
  let next = 0;
  sections.forEach(({ heading, from }, index) => {
    const to = sections[index + 1]?.from ?? text.length;
    while ((steps[next]?.range.from ?? to) < from) next++;
    const empty = (steps[next]?.range.from ?? to) >= to;
    if (heading?.depth !== 2 || namedPhase(heading.words) === undefined || !empty) return;
    remarks.push({ code: 'RB202', at: from, message: `Phase ${heading.words} has no step` });
  });
  for (const phase of phases) {
    const inside = steps.filter((step) => step.phase === phase);
    if (inside.length <= MOST_STEPS) continue;
    const hint = `There are ${inside.length}. Five to nine can be kept in mind.`;
    const at = inside[MOST_STEPS]?.range.from ?? 0;
    remarks.push({ code: 'RB203', at, message: `More than nine steps in phase ${phase}`, hint });
  }
  return remarks;
}

function titleRemarks({ rule, steps }: ReadRunbook): Remark[] {
  // The one step of rule 6 has our title, not the author's.
  if (rule === 6) return [];
  return steps.flatMap(({ title, range: { from: at } }) => {
    const remarks: Remark[] = [];
    if (title.split(/\s+/).length > MOST_WORDS) {
      remarks.push({ code: 'RB204', at, message: 'Step title is longer than 25 words' });
    }
    if (!beginsWithVerb(title)) {
      const hint = `"${title.slice(0, 60)}" says what it is about, not what to do.`;
      remarks.push({ code: 'RB205', at, message: 'Title does not begin with a verb', hint });
    }
    return remarks;
  });
}

function idRemarks({ source }: ReadRunbook): Remark[] {
  const seen = new Set<string>();
  return source.steps.flatMap(({ declaredId: id, at }): Remark[] => {
    if (id === undefined) return [];
    if (seen.has(id)) return [{ code: 'RB206', at, message: `Two steps have the same id: ${id}` }];
    seen.add(id);
    return [];
  });
}

/** Steps whose id is new while a like one of the last version is gone: their history would be lost. */
function renamedRemarks({ steps, source }: ReadRunbook, previous: Known['previousSteps']): Remark[] {
  const gone = previous.filter(({ id }) => !steps.some((step) => step.id === id));
  const taken = new Set<string>();
  return steps.flatMap((step, index): Remark[] => {
    if (previous.some(({ id }) => id === step.id) || source.steps[index]?.declaredId !== undefined) return [];
    const left = gone.filter(({ id }) => !taken.has(id));
    const old =
      left.find(({ title }) => isLike(title, step.title)) ?? inSamePlace(left, steps, index, previous);
    if (!old) return [];
    taken.add(old.id);
    const message = `Step was ${old.id} in the last version; add <!-- id: ${old.id} --> to keep its history`;
    return [{ code: 'RB207', at: step.range.from, message }];
  });
}

/** Whether two titles are the same one with other words: less than half of the letters differ. */
function isLike(a: string, b: string): boolean {
  return distance(a.toLowerCase(), b.toLowerCase()) < Math.max(a.length, b.length) / 2;
}

type Titled = { id: string; title: string };

/** The step that stood between the same two neighbours. */
function inSamePlace(gone: Titled[], steps: readonly Titled[], index: number, previous: readonly Titled[]) {
  return gone.find((old) => {
    const at = previous.indexOf(old);
    return previous[at - 1]?.id === steps[index - 1]?.id && previous[at + 1]?.id === steps[index + 1]?.id;
  });
}
