import type { Instant } from '../core/clock.ts';
import type { SafeHtml } from '../core/html.ts';
import { clockText, durationText, exactClockText, secondsBetween } from '../core/time.ts';
import { keeper } from '../core/kept.ts';
import { counted } from '../core/text.ts';
import { PHASES, type Phase, type Runbook, type Step } from '../runbooks/runbook.ts';
import { treeOf, type Tree } from '../runbooks/tree.ts';
import { stepView, type RunbookLinks, type StepView } from '../runbooks/step-view.ts';
import { href, paths } from '../web/paths.ts';
import { goRole, needsGo, whoCanGo } from './going.ts';
import { passageOf } from './passage.ts';
import { holderOf } from './roles.ts';
import { answerOf, currentStep, stepOf, type Run, type StepRecord } from './run.ts';
import type { State } from './state.ts';

/** A run as its page shows it: one attached runbook with what was done of it. */
export type RunView = {
  runId: number;
  title: string;
  runbookHref: string;
  version: string;
  /** "3 of 9 steps". */
  progress: string;
  rail: readonly RailPhase[];
  /** The ways through the runbook, with the way that was taken. */
  tree: Tree | undefined;
  /** What was dealt with before the current step, folded so that it comes first. */
  behind: { words: string; groups: readonly StepGroup[] } | undefined;
  groups: readonly StepGroup[];
  /** Where the last answer leads when that is no step: "Escalate to engineering-manager". */
  leadsTo: string | undefined;
  questionAction: string;
  detachAction: string;
  /** Said when the text of the runbook is not in this installation. */
  missing: boolean;
};

/** The steps of one phase; `anchor` is what the rail leads to. */
export type StepGroup = { phase: string | undefined; anchor: string; steps: readonly StepInRun[] };

export type RailPhase = { name: string; place: 'done' | 'current' | 'next'; note: string };

/** A step with what was done on it. `base` is the address that its forms hang below. */
export type StepInRun = {
  view: StepView;
  anchor: string;
  base: string;
  place: 'to-do' | 'current' | 'open' | 'done' | 'skipped';
  /** Whether it looks the same until somebody acts in its run: no clock in it, nobody else's words. */
  isSettled: boolean;
  mayAct: boolean;
  owner: string | undefined;
  /** "2 min 10 s of 5 min", "over by 1 min". */
  limit: { words: string; used: number; most: number; isOver: boolean } | undefined;
  held: string | undefined;
  /** What was seen, by whom and when. */
  answer:
    { observed: string; matched: string; by: string; time: string; branch: string | undefined } | undefined;
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

type Reading = { now: Instant; zone: string; links: RunbookLinks; personId: string; mayAct: boolean };

/** A run that goes on is another object, so what is kept of one stays true. */
const keptSteps = keeper<Run, Map<string, StepInRun>>();
const keptTree = keeper<Run, Tree>();

export function runView(state: State, run: Run, runbook: Runbook | undefined, reading: Reading): RunView {
  const number = numberOf(state);
  const base = `${href(paths.incident, { number })}/runs/${String(run.runId)}`;
  const steps = runbook === undefined ? [] : stepsInRun(state, run, runbook, base, reading);
  const done = steps.filter(({ place }) => place === 'done' || place === 'skipped').length;
  return {
    runId: run.runId,
    title: run.title,
    runbookHref: href(paths.runbook, { slug: run.runbookId }),
    version: run.contentHash.slice(0, 12),
    progress: `${String(done)} of ${String(steps.length)} steps`,
    rail: runbook === undefined ? [] : rail(runbook, steps),
    tree:
      steps.length > 1 && runbook !== undefined
        ? keptTree(run, reading.links.key, () => treeOf(runbook, reading.links.step, passageOf(run)))
        : undefined,
    ...folded(groupsOf(run.runId, runbook, steps)),
    leadsTo: run.leadsTo === undefined ? undefined : leadText(run.leadsTo.target),
    questionAction: `${base}/questions`,
    detachAction: `${base}/detachment`,
    missing: runbook === undefined,
  };
}

/** The human number of an incident: 42 of INC-42. */
export function numberOf(state: State): number {
  return Number(state.key.replace(/^\D+/, ''));
}

const isBehind = ({ place }: StepInRun): boolean => place === 'done' || place === 'skipped';

/**
 * Folds what lies before the current step: whole phases in which nothing is open, and in its own phase the steps that
 * were dealt with. Without a current step nothing is folded, as it is the record that is read then.
 */
function folded(groups: readonly StepGroup[]): Pick<RunView, 'behind' | 'groups'> {
  const here = groups.findIndex(({ steps }) => steps.some(({ place }) => place === 'current'));
  const own = groups[here];
  if (own === undefined) return { behind: undefined, groups };
  const before = groups.slice(0, here);
  const isQuiet = ({ steps }: StepGroup): boolean =>
    steps.some(isBehind) && steps.every(({ place }) => place !== 'open');
  const first = own.steps.findIndex((step) => !isBehind(step));
  const part = { ...own, anchor: `${own.anchor}-behind`, steps: own.steps.slice(0, first) };
  const behind = [...before.filter(isQuiet), part].filter(({ steps }) => steps.length > 0);
  if (behind.length === 0) return { behind: undefined, groups };
  const rest = { ...own, steps: own.steps.slice(first) };
  return {
    behind: { words: behindWords(behind.flatMap(({ steps }) => steps)), groups: behind },
    groups: [...before.filter((group) => !isQuiet(group)), rest, ...groups.slice(here + 1)],
  };
}

/** "4 steps done, 1 not as expected, 1 skipped". */
function behindWords(steps: readonly StepInRun[]): string {
  const done = steps.filter(({ place }) => place === 'done');
  const counts: [count: number, words: string][] = [
    [done.length, 'done'],
    [done.filter(({ answer }) => answer?.matched !== MATCHED.yes).length, 'not as expected'],
    [steps.filter(({ place }) => place === 'skipped').length, 'skipped'],
    [steps.filter(({ place }) => place === 'to-do').length, 'passed by'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, words], index) => `${index === 0 ? counted(count, 'step') : String(count)} ${words}`)
    .join(', ');
}

function groupsOf(
  runId: number,
  runbook: Runbook | undefined,
  steps: readonly StepInRun[],
): readonly StepGroup[] {
  const phases: (string | undefined)[] = [...(runbook?.phases ?? [])];
  if (phases.length === 0 || steps.some(({ view }) => view.phase === undefined)) phases.push(undefined);
  return phases.map((phase) => ({
    phase,
    anchor: `r${String(runId)}-${phase ?? 'steps'}`,
    steps: phases.length === 1 ? steps : steps.filter(({ view }) => view.phase === phase),
  }));
}

function rail(runbook: Runbook, steps: readonly StepInRun[]): RailPhase[] {
  const current = steps.find(({ place }) => place === 'current')?.view.phase;
  return PHASES.filter((phase) => runbook.phases.includes(phase)).map((phase) => {
    const own = steps.filter(({ view }) => view.phase === phase);
    const done = own.filter(({ place }) => place === 'done' || place === 'skipped').length;
    return {
      name: phase,
      place: railPlace(phase, current, done),
      note: `${String(done)} of ${String(own.length)} steps`,
    };
  });
}

function railPlace(phase: Phase, current: string | undefined, done: number): RailPhase['place'] {
  if (phase === current) return 'current';
  return done > 0 ? 'done' : 'next';
}

function stepsInRun(
  state: State,
  run: Run,
  runbook: Runbook,
  base: string,
  reading: Reading,
): readonly StepInRun[] {
  const { zone, mayAct, links } = reading;
  const settled = keptSteps(run, `${zone} ${String(mayAct)} ${links.key}`, () => new Map());
  const current = currentStep(run);
  const values = new Map(Object.entries(run.values).map(([name, { value }]) => [name, value]));
  return runbook.steps.map((step) => {
    const known = settled.get(step.id);
    if (known !== undefined) return known;
    const made = stepInRun(state, run, step, { current, values, base, reading });
    if (made.isSettled) settled.set(step.id, made);
    return made;
  });
}

type Surroundings = {
  current: StepRecord | undefined;
  values: ReadonlyMap<string, string>;
  base: string;
  reading: Reading;
};

function stepInRun(
  state: State,
  run: Run,
  step: Step,
  { current, values, base, reading }: Surroundings,
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
    values: step.records.map((name) => ({ name, value: values.get(name) ?? '' })),
    go: isAsked ? goView(state, step, record, reading) : undefined,
  };
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
  return { words, used: Math.min(used, most), most, isOver: left < 0 };
}

const MATCHED = {
  yes: 'as expected',
  no: 'not as expected',
  unsure: 'not sure whether as expected',
} as const;

function answerView(record: StepRecord | undefined, view: StepView, zone: string): StepInRun['answer'] {
  const answer = record === undefined ? undefined : answerOf(record);
  if (answer === undefined) return undefined;
  const { branch } = answer;
  const taken = branch && view.branches[branch.index]?.targets.find(({ value }) => value === branch.target);
  return {
    observed: answer.observed,
    matched: MATCHED[answer.matched],
    by: answer.by.name,
    time: exactClockText(answer.at, zone),
    branch: taken?.label,
  };
}

function goView(
  state: State,
  step: Step,
  record: StepRecord | undefined,
  { zone, personId }: Reading,
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

/** Where an answer leads when that is no step, in words. */
function leadText(target: string): string {
  const [kind = '', name = ''] = target.split(/:(.*)/s);
  switch (kind) {
    case 'escalate':
      return `The runbook says: escalate to ${name}.`;
    case 'runbook':
      return `The runbook says: go on with ${name}. Attach it below.`;
    case 'stop':
      return 'The runbook says: stop. The commander decides how to go on.';
    case 'cancel':
      return 'The runbook says: cancel this incident as a false alarm.';
    case 'resolve':
      return 'The runbook says: resolve.';
    default:
      return `The runbook names "${name}", which it does not have. The commander decides how to go on.`;
  }
}
