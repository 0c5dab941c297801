/** What differs between two versions of a runbook, step by step. */
import { diffRows, lineDiff, type DiffRow } from '../core/line-diff.ts';
import { keeper } from '../core/kept.ts';
import { likenessOf } from './likeness.ts';
import type { Phase, Runbook, Step } from './runbook.ts';

/** One step that is not the same in both. `phase` is where it stands in the newer text, else where it stood. */
export type StepChange = {
  kind: 'changed' | 'renamed' | 'added' | 'gone';
  before: Step | undefined;
  after: Step | undefined;
  phase: Phase | undefined;
  rows: readonly DiffRow[];
};

export type Comparison = {
  /** In the order of the newer text; steps that are gone stand where they stood. */
  changes: readonly StepChange[];
  /** What differs outside of the steps. */
  around: readonly DiffRow[];
};

const CONTEXT = 1;
const kept = keeper<Runbook, Comparison>();

/** @param name of the pair: their hashes */
export function comparisonOf(before: Runbook, after: Runbook, name: string): Comparison {
  return kept(after, name, () => compared(before, after));
}

function compared(before: Runbook, after: Runbook): Comparison {
  const pairs = pairsOf(before, after);
  const changes = pairs.flatMap((pair) => changeOf(before, after, pair));
  const around = lineDiff(aroundSteps(before), aroundSteps(after));
  return { changes, around: around.every(({ sign }) => sign === 'same') ? [] : diffRows(around, CONTEXT) };
}

type Pair = { before: Step | undefined; after: Step | undefined };

/** Every step of both texts once, with its other side: that of the same id, else the one most like it. */
function pairsOf(before: Runbook, after: Runbook): Pair[] {
  const renames = new Map(renamesOf(before, after).map(({ from, to }) => [to.id, from]));
  const byId = new Map(before.steps.map((step) => [step.id, step]));
  const pairs: Pair[] = after.steps.map((step) => ({
    before: byId.get(step.id) ?? renames.get(step.id),
    after: step,
  }));
  for (const [index, step] of before.steps.entries()) {
    if (pairs.some((pair) => pair.before === step)) continue;
    const previous = before.steps[index - 1];
    const place = previous === undefined ? 0 : 1 + pairs.findIndex((pair) => pair.before === previous);
    pairs.splice(place, 0, { before: step, after: undefined });
  }
  return pairs;
}

function changeOf(old: Runbook, newer: Runbook, { before, after }: Pair): StepChange[] {
  const phase = after?.phase ?? before?.phase;
  const [was, is] = [before ? sourceOf(old, before) : '', after ? sourceOf(newer, after) : ''];
  const kind = !before ? 'added' : !after ? 'gone' : before.id === after.id ? 'changed' : 'renamed';
  if (kind === 'changed' && was === is) return [];
  return [{ kind, before, after, phase, rows: rowsOf(was, is) }];
}

function rowsOf(was: string, is: string): DiffRow[] {
  if (was === '') return is.split('\n').map((text) => ({ sign: 'added', text }));
  if (is === '') return was.split('\n').map((text) => ({ sign: 'removed', text }));
  return diffRows(lineDiff(was, is), CONTEXT);
}

/** The source of a step. The number in its heading is for people and changes with every step that is put in. */
function sourceOf({ text }: Runbook, { range, number }: Step): string {
  const source = text.slice(range.from, range.to).trim();
  return number === undefined ? source : source.replace(/^(#+\s+)\d+(?:\.\d+)*[.)]?\s+/, '$1');
}

function aroundSteps({ text, steps }: Runbook): string {
  const ranges = steps.map(({ range }) => range).toSorted((a, b) => a.from - b.from);
  const pieces = ranges.map(({ from }, index) => text.slice(ranges[index - 1]?.to ?? 0, from));
  return [...pieces, text.slice(ranges.at(-1)?.to ?? 0)]
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join('\n');
}

export type Rename = { from: Step; to: Step; likeness: number };

/** Less than this is chance. */
const LEAST = 0.4;

/** Steps that are only in the old text, each with the one that is only in the newer text and most like it. */
export function renamesOf(before: Runbook, after: Runbook): Rename[] {
  const [gone, fresh] = [only(before, after), only(after, before)];
  const likely = gone
    .flatMap((from) => fresh.map((to) => ({ from, to, likeness: likenessOf(before, from, after, to) })))
    .filter(({ likeness }) => likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness);
  const chosen: Rename[] = [];
  for (const one of likely) {
    if (!chosen.some(({ from, to }) => from === one.from || to === one.to)) chosen.push(one);
  }
  return chosen;
}

/** The steps of a text whose ids the other one does not have. */
export function only(text: Runbook, other: Runbook): Step[] {
  const ids = new Set(other.steps.map(({ id }) => id));
  return text.steps.filter(({ id }) => !ids.has(id));
}
