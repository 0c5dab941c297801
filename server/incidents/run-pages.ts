import { numberOfKey } from './key.ts';
import { exactClockText } from '../core/time.ts';
import { keeper } from '../core/kept.ts';
import { capital, counted } from '../core/text.ts';
import type { Today } from '../runbooks/actions.ts';
import { PHASES, type Phase, type Runbook } from '../runbooks/runbook.ts';
import { treeOf, type Tree } from '../runbooks/tree.ts';
import { href, paths } from '../web/paths.ts';
import { leadsTo, type LeadsTo } from './leading-pages.ts';
import { newerView, type NewerView } from './newer-pages.ts';
import { passageOf } from './passage.ts';
import { answerOf, currentStep, leadingRun, type Run } from './run.ts';
import { MATCHED, stepsInRun, type RunReading, type StepInRun } from './run-step-pages.ts';
import type { State } from './state.ts';

/** A run as its page shows it: one attached runbook with what was done of it. */
export type RunView = {
  runId: number;
  title: string;
  /** The version that is followed, or the runbook as it is today; undefined when neither is here any more. */
  runbookHref: string | undefined;
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
  leadsTo: (LeadsTo & { anchor: string; isHere: boolean }) | undefined;
  /** The other phases to which the run can be moved. */
  phases: readonly { value: string; label: string }[];
  phaseAction: string;
  /** That a newer version of the text exists. */
  newer: NewerView | undefined;
  /** What was done in steps that the text no longer has. */
  gone: readonly { heading: string; words: string }[];
  questionAction: string;
  /** The steps about which something can be asked: the current one, then those that were done last. */
  questionSteps: readonly { value: string; label: string }[];
  detachAction: string;
  /** Said when the text of the runbook is not in this installation. */
  missing: boolean;
};

/** The steps of one phase; `anchor` is what the rail leads to. */
export type StepGroup = { phase: string | undefined; anchor: string; steps: readonly StepInRun[] };

export type RailPhase = { name: string; place: 'done' | 'current' | 'next'; note: string };

const keptTree = keeper<Run, Tree>();

/** The text that a run follows, and the runbook as it is today. */
export type Texts = { followed: Runbook | undefined; today: Today | undefined };

export function runView(state: State, run: Run, texts: Texts, reading: RunReading): RunView {
  const { followed: runbook, today } = texts;
  const number = numberOf(state);
  const base = `${href(paths.incident, { number })}/runs/${String(run.runId)}`;
  const steps = runbook === undefined ? [] : stepsInRun(state, run, runbook, base, reading);
  const done = steps.filter(({ place }) => place === 'done' || place === 'skipped').length;
  return {
    runId: run.runId,
    title: run.title,
    runbookHref: today && hrefOf(today, run.contentHash),
    version: run.contentHash.slice(0, 12),
    progress: `${String(done)} of ${counted(steps.length, 'step')}`,
    rail: runbook === undefined ? [] : rail(runbook, steps),
    tree:
      steps.length > 1 && runbook !== undefined
        ? keptTree(run, reading.links.key, () => treeOf(runbook, reading.links.step, passageOf(run)))
        : undefined,
    ...folded(groupsOf(run.runId, runbook, steps)),
    leadsTo: run.leadsTo && ledTo(state, run, run.leadsTo.target),
    phases: otherPhases(run, runbook),
    phaseAction: `${base}/phase`,
    newer: today && runbook && newerView(run, runbook, today, base, reading),
    gone: goneViews(run, reading.zone),
    questionAction: `${base}/questions`,
    questionSteps: questionSteps(steps),
    detachAction: `${base}/detachment`,
    missing: runbook === undefined,
  };
}

function ledTo(state: State, run: Run, target: string): RunView['leadsTo'] {
  const isHere = run === leadingRun(state) && currentStep(run) === undefined;
  const anchor = isHere ? 'current' : `r${String(run.runId)}-leads-to`;
  return { ...leadsTo(target, href(paths.incident, { number: numberOf(state) })), anchor, isHere };
}

function hrefOf({ slug, hash }: Today, followed: string): string {
  return hash === followed
    ? href(paths.runbook, { slug })
    : href(paths.runbookVersion, { slug, hash: followed });
}

/** What was done in steps that a newer version no longer has: it stands, and nothing more can be done in them. */
function goneViews(run: Run, zone: string): RunView['gone'] {
  return run.steps.flatMap((record) => {
    const { gone, skip } = record;
    if (gone === undefined) return [];
    const heading = gone.number === undefined ? gone.title : `${gone.number}. ${gone.title}`;
    const answer = answerOf(record);
    if (answer)
      return [
        { heading, words: `${answer.observed} · ${answer.by.name}, ${exactClockText(answer.at, zone)}` },
      ];
    const words =
      record.state === 'skipped' && skip ? `Skipped by ${skip.by.name}: ${skip.reason}` : 'Not answered';
    return [{ heading, words }];
  });
}

/** Nobody asks about a step that they have not come to, and a long list is no help. */
const MOST_ASKED_ABOUT = 12;

function questionSteps(steps: readonly StepInRun[]): RunView['questionSteps'] {
  return steps
    .filter(({ place }) => place !== 'to-do')
    .toSorted((a, b) => Number(a.place === 'current') - Number(b.place === 'current'))
    .slice(-MOST_ASKED_ABOUT)
    .map(({ view }) => ({ value: view.id, label: view.heading }))
    .toReversed();
}

/** The steps that nobody has come to, and that can be answered: those that are dangerous ask for a go first. */
export function stepsAhead({ groups }: RunView): readonly StepInRun[] {
  const steps = groups.flatMap((group) => group.steps);
  return steps.filter(({ place, mayAct, go }) => place === 'to-do' && mayAct && go === undefined);
}

/** The human number of an incident: 42 of INC-42. */
export function numberOf(state: State): number {
  return numberOfKey(state.key);
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
      note: `${String(done)} of ${counted(own.length, 'step')}`,
    };
  });
}

function railPlace(phase: Phase, current: string | undefined, done: number): RailPhase['place'] {
  if (phase === current) return 'current';
  return done > 0 ? 'done' : 'next';
}

function otherPhases(run: Run, runbook: Runbook | undefined): RunView['phases'] {
  return (runbook?.phases ?? [])
    .filter((phase) => phase !== run.phase)
    .map((phase) => ({ value: phase, label: capital(phase) }));
}
