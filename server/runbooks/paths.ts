/** The ways through a runbook: from each step to those that may come next. */
import type { Runbook, Step } from './runbook.ts';

/** For each step, by its place in the file, the places of the steps that may follow it. */
export function waysThrough({ steps }: Pick<Runbook, 'steps'>): number[][] {
  const placeOf = new Map(steps.map(({ id }, place) => [id, place]));
  return steps.map((step, place) => {
    const ways = new Set<number>();
    for (const target of step.branches.flatMap(({ targets }) => targets)) {
      const to = target.to === 'step' ? placeOf.get(target.stepId) : undefined;
      if (to !== undefined) ways.add(to);
    }
    if (fallsThrough(step) && place + 1 < steps.length) ways.add(place + 1);
    return [...ways];
  });
}

/**
 * Whether one may go on to the next step of the file: without branches, when none of them needs to hold, or when
 * one names no place to go to. An escalation too, since it brings help and not the end.
 */
function fallsThrough({ branches }: Step): boolean {
  if (!branches.some(({ otherwise }) => otherwise)) return true;
  return branches.some(
    ({ targets }) => targets.length === 0 || targets.some(({ to }) => to === 'missing' || to === 'escalate'),
  );
}

/** Places that can be reached from the first step. */
export function reachable(ways: readonly number[][]): Set<number> {
  const reached = new Set<number>(ways.length === 0 ? [] : [0]);
  for (const place of reached) for (const to of ways[place] ?? []) reached.add(to);
  return reached;
}

/** Places that lie on a circle, among those that `counts` lets in. */
export function onCircles(ways: readonly number[][], counts: (place: number) => boolean): number[][] {
  const components = strongComponents(ways.map((to, place) => (counts(place) ? to.filter(counts) : [])));
  return components.filter((places) => places.length > 1 || ways[places[0] ?? -1]?.includes(places[0] ?? -1));
}

/** Tarjan's strongly connected components, without recursion, since a file may have very many steps. */
function strongComponents(ways: readonly number[][]): number[][] {
  const order: number[] = [];
  const low: number[] = [];
  const stack: number[] = [];
  const onStack = new Set<number>();
  const components: number[][] = [];
  let count = 0;
  for (let root = 0; root < ways.length; root++) {
    if (order[root] !== undefined) continue;
    const walk = [{ place: root, next: 0 }];
    while (walk.length > 0) {
      const frame = walk.at(-1);
      if (!frame) break;
      const { place } = frame;
      if (frame.next === 0) {
        order[place] = low[place] = count++;
        stack.push(place);
        onStack.add(place);
      }
      const to = ways[place]?.[frame.next++];
      if (to === undefined) {
        walk.pop();
        const above = walk.at(-1)?.place;
        if (above !== undefined) low[above] = Math.min(low[above] ?? 0, low[place] ?? 0);
        if (low[place] === order[place]) components.push(popComponent(stack, onStack, place));
      } else if (order[to] === undefined) walk.push({ place: to, next: 0 });
      else if (onStack.has(to)) low[place] = Math.min(low[place] ?? 0, order[to] ?? 0);
    }
  }
  return components;
}

function popComponent(stack: number[], onStack: Set<number>, place: number): number[] {
  const component = stack.splice(stack.lastIndexOf(place));
  for (const member of component) onStack.delete(member);
  return component.sort((a, b) => a - b);
}
