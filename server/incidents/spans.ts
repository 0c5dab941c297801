/** Arithmetic with stretches of time: unions and what is left of one without another. */
import type { Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';

/** From an instant to a later one; without an end it is still going on. */
export type Spell = { from: Instant; to: Instant | undefined };
export type Span = { from: Instant; to: Instant };

/** Spells cut off at an instant: what is still going on ends there, what began later is left out. */
export function until(now: Instant, spells: readonly Spell[]): Span[] {
  return spells
    .map(({ from, to }) => ({ from, to: to !== undefined && to < now ? to : now }))
    .filter(({ from, to }) => from < to);
}

/** The same time as spans that are in order and apart. */
export function union(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = apart.at(-1);
    if (last && span.from <= last.to)
      apart[apart.length - 1] = { from: last.from, to: later(last.to, span.to) };
    else apart.push(span);
  }
  return apart;
}

/** The time of the first that is in none of the second. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  return union(others).reduce((left, other) => left.flatMap((span) => cutOut(span, other)), union(spans));
}

function cutOut(span: Span, other: Span): Span[] {
  if (other.to <= span.from || other.from >= span.to) return [span];
  const before = { from: span.from, to: other.from };
  const after = { from: other.to, to: span.to };
  return [before, after].filter(({ from, to }) => from < to);
}

/** How long some spans last together; time that several share counts once. */
export function unionSeconds(spans: readonly Span[]): number {
  return union(spans).reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0);
}

function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
