import type { Instant } from '../core/clock.ts';
import { keeper } from '../core/kept.ts';
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { clockText, durationText, exactClockText, secondsBetween } from '../core/time.ts';
import type { Runbook, Step } from '../runbooks/runbook.ts';
import { stepView, type RunbookLinks, type StepView } from '../runbooks/step-view.ts';
import { goRole, needsGo, whoCanGo } from './going.ts';
import type { Note } from './notes.ts';
import { holderOf } from './roles.ts';
import { answerOf, currentStep, leadingRun, stepOf, valuesOf, type Run, type StepRecord } from './run.ts';
import type { State } from './state.ts';

/** A step with what was done on it. `base` is the address that its forms hang below. */
export type StepInRun = {
  view: StepView;
  anchor: string;
  base: string;
  place: 'to-do' | 'current' | 'open' | 'done' | 'skipped';
  /** Whether it is the place of the page: the current step of the run that leads. */
  isHere: boolean;
  /** Whether it looks the same until somebody acts in its run: no clock in it, nobody else's words. */
  isSettled: boolean;
  mayAct: boolean;
  owner: string | undefined;
  /** "2 min 10 s of 5 min", "over by 1 min". */
  limit: { words: string; used: number; most: number; isOver: boolean; endsAt: Instant } | undefined;
  held: string | undefined;
  /** What was seen, by whom and when. */
  answer:
    | {
        observed: string;
        matched: string;
        by: string;
        time: string;
        branch: string | undefined;
        fitsNone: boolean;
      }
    | undefined;
  /** What people noted beside it: also what a second one saw who answered it. */
  notes: readonly { html: SafeHtml; by: string; time: string }[];
  /** Whether no way of the step takes what fits none of the others. */
  mayFitNone: boolean;
  skipped: string | undefined;
  undone: string | undefined;
  checks: readonly { id: string; html: SafeHtml; on: boolean; by: string | undefined }[];
  values: readonly { name: string; value: string }[];
  go: GoView | undefined;
};

/** The go for a dangerous step: given, or who says it and how. */
export type GoView = {
  given: string | undefined;
  role: string;
  /** Who can be asked; undefined when nobody can, and the one who acts may type the target. */
  askWhom: string | undefined;
  isMine: boolean;
  target: string;
};

export type RunReading = {
  now: Instant;
  zone: string;
  links: RunbookLinks;
  personId: string;
  mayAct: boolean;
};

/** A run that goes on is another object, so what is kept of one stays true. */
const keptSteps = keeper<Run, Map<string, StepInRun>>();
export function stepsInRun(
  state: State,
  run: Run,
  runbook: Runbook,
  base: string,
  reading: RunReading,
): readonly StepInRun[] {
  const { zone, mayAct, links } = reading;
  const notes = state.notes.filter(({ about }) => about?.runId === run.runId);
  const looks = `${zone} ${String(mayAct)} ${String(notes.length)} ${links.key}`;
  const settled = keptSteps(run, looks, () => new Map());
  const current = currentStep(run);
  const values = valuesOf(run);
  const isLeading = run === leadingRun(state);
  return runbook.steps.map((step) => {
    const known = settled.get(step.id);
    if (known !== undefined) return known;
    const beside = notes.filter(({ about }) => about?.stepId === step.id);
    const made = stepInRun(state, run, step, { current, values, base, reading, notes: beside, isLeading });
    if (made.isSettled) settled.set(step.id, made);
    return made;
  });
}

type Surroundings = {
  current: StepRecord | undefined;
  values: ReadonlyMap<string, string>;
  base: string;
  reading: RunReading;
  notes: readonly Note[];
  isLeading: boolean;
};

function stepInRun(
  state: State,
  run: Run,
  step: Step,
  { current, values, base, reading, notes, isLeading }: Surroundings,
): StepInRun {
  const record = stepOf(run, step.id);
  const place = placeOf(record, current);
  const isAsked = needsGo(step);
  const view = stepView(step, reading.links, values);
  return {
    view,
    anchor: `r${String(run.runId)}-${step.id}`,
    base: `${base}/steps/${encodeURIComponent(step.id)}`,
    place,
    isHere: place === 'current' && isLeading,
    isSettled: place !== 'current' && place !== 'open' && !isAsked,
    mayAct: reading.mayAct,
    owner: record?.owner?.name,
    limit: limitOf(record, reading.now),
    held: record?.held && `Waiting since ${clockText(record.held.at, reading.zone)}: ${record.held.reason}`,
    answer: answerView(record, view, reading.zone),
    skipped:
      record?.state === 'skipped' && record.skip
        ? `${record.skip.by.name}: ${record.skip.reason}`
        : undefined,
    undone: record?.undone && `${record.undone.by.name} undid it: ${record.undone.outcome}`,
    checks: view.checks.map(({ id, html }) => {
      const check = record?.checks[id];
      return { id, html, on: check?.on ?? false, by: check?.on === true ? check.by.name : undefined };
    }),
    notes: notes.map((note) => ({
      html: toHtml(note.text),
      by: note.by.name,
      time: exactClockText(note.at, reading.zone),
    })),
    mayFitNone: mayFitNone(view),
    values: step.records.map((name) => ({ name, value: values.get(name) ?? '' })),
    go: isAsked ? goView(state, step, record, reading) : undefined,
  };
}

/** A step with ways, none of which is for all the rest. */
function mayFitNone({ branches }: StepView): boolean {
  const leading = branches.filter(({ targets }) => targets.length > 0);
  return leading.length > 0 && !leading.some(({ otherwise }) => otherwise);
}

function placeOf(record: StepRecord | undefined, current: StepRecord | undefined): StepInRun['place'] {
  if (record === undefined || record.state === 'to-do') return 'to-do';
  if (record.state === 'answered') return 'done';
  if (record.state === 'skipped') return 'skipped';
  return record === current ? 'current' : 'open';
}

function limitOf(record: StepRecord | undefined, now: Instant): StepInRun['limit'] {
  if (record?.state !== 'open' || record.limitAt === undefined || record.limitSeconds === undefined)
    return undefined;
  const most = record.limitSeconds;
  const left = secondsBetween(now, record.limitAt);
  const used = Math.max(0, most - left);
  const words =
    left < 0 ? `over by ${durationText(-left)}` : `${durationText(used)} of ${durationText(most)}`;
  return { words, used: Math.min(used, most), most, isOver: left < 0, endsAt: record.limitAt };
}

export const MATCHED = {
  yes: 'as expected',
  no: 'not as expected',
  unsure: 'not sure whether as expected',
} as const;

function answerView(record: StepRecord | undefined, view: StepView, zone: string): StepInRun['answer'] {
  const answer = record === undefined ? undefined : answerOf(record);
  if (answer === undefined) return undefined;
  const { branch } = answer;
  const taken = branch && targetIn(view, branch);
  return {
    observed: answer.observed,
    matched: MATCHED[answer.matched],
    by: answer.by.name,
    time: exactClockText(answer.at, zone),
    branch: taken?.label,
    fitsNone: answer.fitsNone,
  };
}

/** In another version of the text the branch may stand at another place. */
function targetIn(view: StepView, branch: { index: number; target: string }) {
  const here = view.branches[branch.index]?.targets ?? [];
  const all = [...here, ...view.branches.flatMap(({ targets }) => targets)];
  return all.find(({ value }) => value === branch.target);
}

function goView(
  state: State,
  step: Step,
  record: StepRecord | undefined,
  { zone, personId }: RunReading,
): GoView {
  const go = record?.goes.at(-1);
  const role = goRole(step);
  const given =
    go &&
    `${go.by.name} said go${go.alone ? ' alone' : ''} at ${clockText(go.at, zone)}${go.reason === undefined ? '' : `: ${go.reason}`}`;
  return {
    given,
    role,
    askWhom: whoCanGo(state, role, personId)?.name,
    isMine: holderOf(state, role)?.id === personId,
    target: step.id,
  };
}
