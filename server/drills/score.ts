/**
 * What the entries of a drill say of the six competences. Pure: the same entries and marks give the same profile for
 * ever. There is no total, and nothing here compares people.
 */
import { plusSeconds, secondsBetween } from '../core/time.ts';
import type { StoredEntry } from '../incidents/entry.ts';
import { fold } from '../incidents/fold.ts';
import { spentSeconds } from '../incidents/hypotheses.ts';
import type { State } from '../incidents/state.ts';
import { updateDebtSeconds } from '../incidents/updates.ts';
import { goRole, needsGo } from '../incidents/going.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { Condition } from './condition.ts';
import { deliveryId } from './director.ts';
import { proofs, says, type Proof } from './holds.ts';
import { passedBy } from './passed-by.ts';
import { COMPETENCES, type Competence, type Objective, type Scenario } from './scenario.ts';

export const MARKS = [0, 1, 2, 3] as const;
/** 3 done unprompted and in time · 2 late, or after a hint · 1 only when told, or unsafe but caught · 0 not done. */
export type Mark = (typeof MARKS)[number];

export const MARK_WORDS = [
  '0: not done',
  '1: only when told, or unsafe',
  '2: late, or after a hint',
  '3: unprompted and in time',
] as const;

/** Why something done is worth less than three. */
export type Reason = { is: 'late' | 'hint' | 'unsafe'; mark: Mark; words: string; step?: string | undefined };

/** The words of a mark that the record gave: of what it may mean, what it does mean here. */
export function markWords(mark: Mark, reasons: readonly Reason[]): string {
  if (reasons.length === 0) return MARK_WORDS[mark];
  return `${String(mark)}: ${reasons.map(({ is }) => REASON_WORDS[is]).join(', and ')}`;
}

const REASON_WORDS = { late: 'late', hint: 'after a hint', unsafe: 'unsafe' } as const;

export type Marked = {
  objective: Objective;
  /** What the entries say; undefined when only a person can judge it. */
  mark: Mark | undefined;
  /** What a facilitator says, who counts where the two differ. */
  judged: Mark | undefined;
  proof: Proof | undefined;
  /** Why it is not three, in words. */
  because: string;
  /** The same for each of the lowest caps; empty for what was not done at all. */
  reasons: readonly Reason[];
};

export type Profile = {
  competences: { competence: Competence; mean: number | undefined; marked: Marked[] }[];
  /** Undefined when it was scored; else why not. */
  notScored: string | undefined;
  facts: Facts;
};

/** Beside the marks, without any value. */
export type Facts = {
  questions: number;
  hints: number;
  /** Skipped by somebody, with a reason. */
  skippedSteps: number;
  /** Left behind untouched. */
  passedSteps: number;
  mismatchedSteps: number;
  lateUpdateSeconds: number;
  /** Minutes on each suspicion, and those that a trap of the scenario invited. */
  paths: {
    statement: string;
    seconds: number;
    outcome: 'open' | 'ruled-out' | 'confirmed';
    trap: string | undefined;
  }[];
};

/** What people said beside the entries: marks by the id of the objective, and hints by the title that they are for. */
export type Judgement = {
  marks: Readonly<Record<string, Mark>>;
  runbooks: ReadonlyMap<string, Runbook>;
};

export function score(scenario: Scenario, entries: readonly StoredEntry[], judgement: Judgement): Profile {
  const state = fold(entries);
  const provable = scenario.objectives.map(({ evidence }) => evidence?.condition ?? NEVER);
  const found = proofs(provable, entries);
  const unsafe = unsafeSteps(state, judgement.runbooks);
  const marked = scenario.objectives.map((objective, index) =>
    markOf(objective, found[index], { scenario, state, judgement, unsafe }),
  );
  return {
    competences: COMPETENCES.map((competence) => {
      const own = marked.filter(({ objective }) => objective.competence === competence);
      return { competence, mean: meanOf(own), marked: own };
    }),
    notScored: notScored(state),
    facts: factsOf(scenario, state, judgement.runbooks),
  };
}

/** Stands for evidence that cannot be read: nothing proves it. */
const NEVER: Condition = { is: 'and', of: [{ is: 'declared' }, { is: 'not', of: { is: 'declared' } }] };

function notScored({ drill }: State): string | undefined {
  if (drill?.ended === undefined) return 'The drill goes on.';
  if (drill.ended.why === 'real-emergency')
    return 'It was broken off for a real emergency, so nothing is scored.';
  return drill.ended.why === 'stopped' ? 'It was stopped before its end, so nothing is scored.' : undefined;
}

type Scoring = { scenario: Scenario; state: State; judgement: Judgement; unsafe: readonly string[] };

function markOf(objective: Objective, proof: Proof | undefined, scoring: Scoring): Marked {
  const judged = scoring.judgement.marks[objective.id];
  if (objective.isJudged)
    return {
      objective,
      mark: undefined,
      judged,
      proof: undefined,
      because: 'a person judges this',
      reasons: [],
    };
  return { objective, judged, proof, ...automatic(objective, proof, scoring) };
}

function automatic(
  objective: Objective,
  proof: Proof | undefined,
  { scenario, state, unsafe }: Scoring,
): Pick<Marked, 'because' | 'reasons'> & { mark: Mark } {
  if (proof === undefined) return { mark: 0, because: 'nothing in the record shows it', reasons: [] };
  const limit =
    objective.bySeconds === undefined ? undefined : plusSeconds(scenario.start, objective.bySeconds);
  const caps: Reason[] = [];
  if (limit !== undefined && proof.at > limit)
    caps.push({ is: 'late', mark: 2, words: 'done after its limit' });
  if (hintedBefore(objective, scenario, state, proof))
    caps.push({ is: 'hint', mark: 2, words: 'done after a hint' });
  const [step] = unsafe;
  if (objective.competence === 'act safely' && step !== undefined)
    caps.push({ is: 'unsafe', mark: 1, words: `"${step}" was done without its go`, step });
  const mark = caps.reduce<Mark>((least, cap) => (cap.mark < least ? cap.mark : least), 3);
  const reasons = caps.filter((cap) => cap.mark === mark);
  const because = mark === 3 ? 'done, and in time' : reasons.map(({ words }) => words).join(', and ');
  return { mark, because, reasons };
}

/** By their order in the record: the clock of a drill may stand. */
function hintedBefore({ title }: Objective, scenario: Scenario, state: State, { seq }: Proof): boolean {
  const texts = new Set(scenario.hints.filter((hint) => hint.objective === title).map(({ text }) => text));
  return (state.drill?.hints ?? []).some((hint) => hint.seq < seq && texts.has(hint.text));
}

/** Dangerous steps that were answered although nobody had said go before. */
function unsafeSteps(state: State, runbooks: ReadonlyMap<string, Runbook>): string[] {
  return state.runs.flatMap((run) =>
    run.steps.flatMap((record) => {
      const step = runbooks.get(run.contentHash)?.steps.find(({ id }) => id === record.stepId);
      const [first] = record.answers;
      if (step === undefined || first === undefined || !needsGo(step)) return [];
      return record.goes.some(({ seq, role }) => seq < first.seq && role === goRole(step))
        ? []
        : [step.title];
    }),
  );
}

function meanOf(marked: readonly Marked[]): number | undefined {
  const marks = marked.flatMap(({ judged, mark }) => judged ?? mark ?? []);
  if (marks.length === 0) return undefined;
  const sum = marks.reduce<number>((all, mark) => all + mark, 0);
  return Math.round((sum / marks.length) * 10) / 10;
}

function factsOf(scenario: Scenario, state: State, runbooks: Judgement['runbooks']): Facts {
  const end = state.drill?.ended?.at ?? state.latestAt;
  const steps = state.runs.flatMap((run) => run.steps);
  const traps = scenario.injects.flatMap(({ trap }) => trap ?? []);
  return {
    questions: state.drill?.probes.length ?? 0,
    hints: state.drill?.hints.length ?? 0,
    skippedSteps: steps.filter(({ skip }) => skip !== undefined).length,
    passedSteps: state.runs.reduce((sum, run) => sum + passedBy(run, runbooks.get(run.contentHash)), 0),
    mismatchedSteps: steps.filter(({ answers }) => answers.some(({ matched }) => matched === 'no')).length,
    lateUpdateSeconds: updateDebtSeconds(state, end),
    paths: state.hypotheses.map((hypothesis) => ({
      statement: hypothesis.statement,
      seconds: spentSeconds(hypothesis, end),
      outcome: hypothesis.status,
      trap: traps.find((trap) =>
        trap.split(/\s+/).some((word) => word.length > 3 && says(hypothesis.statement, word)),
      ),
    })),
  };
}

/** An inject as it came, for the debrief: what it was called, what it invited, and when it came, if it did. */
export type Told = {
  title: string;
  trap: string | undefined;
  seconds: number | undefined;
  wasDelivered: boolean;
};

export function injectsTold(scenario: Scenario, state: State): Told[] {
  return scenario.injects.map((inject) => {
    const id = deliveryId(state, inject.id);
    const delivered = state.drill?.deliveries.find((delivery) => delivery.id === id);
    const seconds = delivered === undefined ? inject.atSeconds : secondsBetween(scenario.start, delivered.at);
    return { title: inject.title, trap: inject.trap, seconds, wasDelivered: delivered !== undefined };
  });
}
