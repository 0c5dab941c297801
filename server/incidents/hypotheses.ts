/** Hypotheses: suspected causes, each open, ruled out or confirmed, with the time that was spent on it. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import { isAttached } from './attachments.ts';
import type { Actor, Evidence } from './entry-fields.ts';
import { unionSeconds, until, without } from './spans.ts';
import type { Spell } from './spans.ts';
import { earliest, momentOf, stamp } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

/** How long a hypothesis may be active before the page says so, unless somebody set another limit. */
const HYPOTHESIS_LIMIT_SECONDS = 15 * 60;

export type Fact = { direction: 'for' | 'against'; evidence: Evidence; by: Actor; at: Instant; seq: number };

export type Hypothesis = {
  id: string;
  statement: string;
  /** What would clear it. */
  wouldClear: string | undefined;
  limitSeconds: number;
  /** Number of the entry that said that the limit had passed: it is said once. */
  limitPassed: number | undefined;
  status: 'open' | 'ruled-out' | 'confirmed';
  /** The stretches in which it was worked on; one without an end while it is active. */
  spells: readonly Spell[];
  facts: readonly Fact[];
  opened: Moment;
  openedBy: Actor;
  settled: Moment | undefined;
  settledBy: Actor | undefined;
};

type HypothesisKind =
  | 'hypothesis-opened'
  | 'hypothesis-evidence-added'
  | 'hypothesis-parked'
  | 'hypothesis-resumed'
  | 'hypothesis-ruled-out'
  | 'hypothesis-confirmed'
  | 'hypothesis-reopened'
  | 'hypothesis-limit-passed';

export const HYPOTHESIS_LINES: Lines<HypothesisKind> = {
  'hypothesis-opened': (state, entry) => {
    const { hypothesisId, statement, wouldClear, limit } = entry.body;
    const hypothesis: Hypothesis = {
      id: hypothesisId,
      statement,
      wouldClear,
      limitSeconds: limit ?? HYPOTHESIS_LIMIT_SECONDS,
      limitPassed: undefined,
      status: 'open',
      spells: [{ from: entry.occurredAt, to: undefined }],
      facts: [],
      opened: momentOf(entry),
      openedBy: entry.actor,
      settled: undefined,
      settledBy: undefined,
    };
    return { ...state, hypotheses: [...state.hypotheses, hypothesis] };
  },
  'hypothesis-evidence-added': (state, entry) => {
    const { direction, evidence } = entry.body;
    return change(state, entry, (hypothesis) =>
      isAttached(state, [evidence]) ? withFacts(hypothesis, entry, direction, [evidence]) : undefined,
    );
  },
  'hypothesis-parked': (state, entry) =>
    change(state, entry, (hypothesis) =>
      isActive(hypothesis) ? paused(hypothesis, entry.occurredAt) : undefined,
    ),
  'hypothesis-resumed': (state, entry) =>
    change(state, entry, (hypothesis) =>
      hypothesis.status === 'open' && !isActive(hypothesis)
        ? active(hypothesis, entry.occurredAt)
        : undefined,
    ),
  'hypothesis-ruled-out': (state, entry) =>
    change(state, entry, (hypothesis) =>
      isAttached(state, entry.body.evidence)
        ? settled(hypothesis, entry, 'ruled-out', 'against', entry.body.evidence)
        : undefined,
    ),
  'hypothesis-confirmed': (state, entry) =>
    identified(
      change(state, entry, (hypothesis) =>
        isAttached(state, entry.body.evidence)
          ? settled(hypothesis, entry, 'confirmed', 'for', entry.body.evidence)
          : undefined,
      ),
    ),
  'hypothesis-reopened': (state, entry) =>
    identified(
      change(state, entry, (hypothesis) => {
        if (hypothesis.status === 'open') return undefined;
        const open = { ...hypothesis, status: 'open', settled: undefined, settledBy: undefined } as const;
        return active(open, entry.occurredAt);
      }),
    ),
  'hypothesis-limit-passed': (state, entry) =>
    change(state, entry, (hypothesis) => ({ ...hypothesis, limitPassed: entry.seq })),
};

/** Applies a change to the hypothesis that an entry is about; without one, or when it does not fit, the entry is loose. */
function change(
  state: State,
  entry: Effective<HypothesisKind>,
  become: (hypothesis: Hypothesis) => Hypothesis | undefined,
): State {
  const before = hypothesisOf(state, entry.body.hypothesisId);
  const after = before && become(before);
  if (!after) return loose(state, entry);
  return {
    ...state,
    hypotheses: replaced(
      state.hypotheses,
      ({ id }) => id === after.id,
      () => after,
    ),
  };
}

function withFacts(
  hypothesis: Hypothesis,
  entry: Effective,
  direction: 'for' | 'against',
  evidence: readonly Evidence[],
): Hypothesis {
  const { actor: by, occurredAt: at, seq } = entry;
  const facts = evidence.map((one): Fact => ({ direction, evidence: one, by, at, seq }));
  return { ...hypothesis, facts: [...hypothesis.facts, ...facts] };
}

function settled(
  hypothesis: Hypothesis,
  entry: Effective,
  status: 'ruled-out' | 'confirmed',
  direction: 'for' | 'against',
  evidence: readonly Evidence[],
): Hypothesis | undefined {
  if (hypothesis.status !== 'open') return undefined;
  const done = isActive(hypothesis) ? paused(hypothesis, entry.occurredAt) : hypothesis;
  if (!done || entry.occurredAt < hypothesis.opened.at) return undefined;
  const known = withFacts(done, entry, direction, evidence);
  return { ...known, status, settled: momentOf(entry), settledBy: entry.actor };
}

function paused(hypothesis: Hypothesis, at: Instant): Hypothesis | undefined {
  const last = hypothesis.spells.at(-1);
  if (!last || at < last.from) return undefined;
  return { ...hypothesis, spells: [...hypothesis.spells.slice(0, -1), { from: last.from, to: at }] };
}

function active(hypothesis: Hypothesis, at: Instant): Hypothesis | undefined {
  const last = hypothesis.spells.at(-1);
  if (last?.to !== undefined && at < last.to) return undefined;
  return { ...hypothesis, spells: [...hypothesis.spells, { from: at, to: undefined }] };
}

/** The cause is identified with the first confirmation that still stands. */
function identified(state: State): State {
  const confirmed = state.hypotheses.filter(({ status }) => status === 'confirmed');
  return stamp(state, 'identifiedAt', earliest(confirmed.flatMap((hypothesis) => hypothesis.settled ?? [])));
}

export function hypothesisOf(state: State, id: string): Hypothesis | undefined {
  return state.hypotheses.find((hypothesis) => hypothesis.id === id);
}

/** Whether it is being worked on; an open one that is not is parked. */
export function isActive(hypothesis: Hypothesis): boolean {
  const last = hypothesis.spells.at(-1);
  return last !== undefined && last.to === undefined;
}

/** Seconds spent on one hypothesis. */
export function spentSeconds(hypothesis: Hypothesis, now: Instant): number {
  return unionSeconds(until(now, hypothesis.spells));
}

/** Seconds spent on several: paths run in parallel, so the time that they share counts once. */
export function togetherSeconds(hypotheses: readonly Hypothesis[], now: Instant): number {
  return unionSeconds(
    until(
      now,
      hypotheses.flatMap(({ spells }) => spells),
    ),
  );
}

/** Seconds in which somebody followed a path, and none of the paths followed was later confirmed. */
export function onlyWrongSeconds(state: State, now: Instant): number {
  const right = state.hypotheses.filter(({ status }) => status === 'confirmed');
  const spells = (list: readonly Hypothesis[]) =>
    until(
      now,
      list.flatMap((one) => one.spells),
    );
  return unionSeconds(without(spells(state.hypotheses), spells(right)));
}

/** When its active time reaches the limit; undefined when that was said already or nobody works on it. */
export function limitDueAt(hypothesis: Hypothesis): Instant | undefined {
  const last = hypothesis.spells.at(-1);
  if (hypothesis.limitPassed !== undefined || !last || last.to !== undefined) return undefined;
  const before = hypothesis.spells
    .slice(0, -1)
    .reduce((sum, { from, to }) => sum + (to === undefined ? 0 : secondsBetween(from, to)), 0);
  return plusSeconds(last.from, Math.max(0, hypothesis.limitSeconds - before));
}
