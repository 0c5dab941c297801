/** Who followed which runbook: for what people have practised, and what nobody has. */
import type { Instant } from '../core/clock.ts';
import type { Answer, Run } from './run.ts';
import type { State } from './state.ts';

/** Somebody answered a step of a runbook, in an incident or in a drill. */
export type Use = {
  runbookId: string;
  accountId: string;
  /** The version that the run follows. */
  contentHash: string;
  /** When they answered last, in real time. */
  usedAt: Instant;
  /** When a drill ended of which this run is a good end: every step that was answered matched. */
  exercisedAt: Instant | undefined;
};

/** One a runbook and person, by the latest answer. Watching, leading and passing steps by is no use of it. */
export function usesOf(state: State): Use[] {
  const uses = new Map<string, Use>();
  for (const run of state.runs) {
    const exercisedAt = exercisedWith(state, run);
    for (const answer of run.steps.flatMap(({ answers }) => answers)) {
      if (answer.by.type !== 'person') continue;
      const usedAt = realTime(state, answer);
      const key = `${run.runbookId} ${answer.by.id}`;
      const known = uses.get(key);
      const isLater = known === undefined || usedAt >= known.usedAt;
      uses.set(key, {
        runbookId: run.runbookId,
        accountId: answer.by.id,
        contentHash: isLater ? run.contentHash : known.contentHash,
        usedAt: isLater ? usedAt : known.usedAt,
        exercisedAt: known?.exercisedAt ?? exercisedAt,
      });
    }
  }
  return [...uses.values()];
}

/** How the steps of a run came out, as far as they were answered. */
export type Outcome = { answered: number; matched: number; skipped: number };

export function outcomeOf({ steps }: Pick<Run, 'steps'>): Outcome {
  const counting = steps.flatMap((step) => (step.state === 'answered' ? (step.answers.at(-1) ?? []) : []));
  return {
    answered: counting.length,
    matched: counting.filter(({ matched }) => matched === 'yes').length,
    skipped: steps.filter(({ skip }) => skip !== undefined).length,
  };
}

/** When a drill came to its end with every answered step of a run matching. */
export function exercisedWith({ drill }: Pick<State, 'drill'>, run: Pick<Run, 'steps'>): Instant | undefined {
  const ended = drill?.ended;
  if (ended === undefined || (ended.why !== 'finished' && ended.why !== 'time')) return undefined;
  const { answered, matched } = outcomeOf(run);
  return answered > 0 && matched === answered ? ended.realAt : undefined;
}

/** A drill has a time of its own, in which the story may lie years back. */
function realTime({ kind, entries }: State, { at, seq }: Answer): Instant {
  if (kind !== 'drill') return at;
  return entries.find((entry) => entry.seq === seq)?.recordedAt ?? at;
}
