import type { Act, History, Line, Look } from './history.ts';

/**
 * What is wrong with a history, a sentence for each anomaly: nothing when every answered change is on its timeline
 * exactly once and at the place that the answer named, when no unanswered one is there twice, when the order of the
 * timeline agrees with real time, and when every reader saw a beginning of it.
 *
 * @param last the timelines as they stand at the end, by the number of the incident
 */
export function anomalies(history: History, last: ReadonlyMap<number, readonly Line[]>): string[] {
  const found: string[] = [];
  for (const [room, lines] of last) {
    const acts = history.acts.filter((act) => act.room === room);
    const looks = history.looks.filter((look) => look.room === room);
    found.push(
      ...gaps(lines),
      ...misplaced(acts, lines),
      ...againstTime(acts),
      ...looks.flatMap((look) => unlikeABeginning(look, lines)),
      ...tornReads(acts, looks),
    );
  }
  return found;
}

function gaps(lines: readonly Line[]): string[] {
  return lines
    .filter(({ seq }, index) => seq !== index + 1)
    .map(({ seq, opId }) => `entry ${String(seq)} of ${opId} is not where its number belongs`);
}

/** Each change is where its answer says, whole and once. */
function misplaced(acts: readonly Act[], lines: readonly Line[]): string[] {
  const places = placesOf(lines);
  const found: string[] = [];
  for (const { opId, answer } of acts) {
    const there = places.get(opId) ?? [];
    if (answer === undefined) {
      if (!isOneRun(there)) found.push(`${opId} was not answered and is torn or doubled: ${there.join()}`);
    } else if (answer.outcome === 'refused' || answer.outcome === 'nothing') {
      if (there.length > 0) found.push(`${opId} was said to add nothing and is at ${there.join()}`);
    } else {
      const named = runOf(answer.outcome.done);
      if (named.join() !== there.join())
        found.push(`${opId} was answered with ${named.join()} and is at ${there.join() || 'no place: lost'}`);
    }
  }
  return found;
}

type Done = { opId: string; sentAt: number; at: number; first: number; last: number };

/** What was answered with a place on the timeline, in the order of the answers. */
function doneOf(acts: readonly Act[]): Done[] {
  return acts
    .flatMap(({ opId, sentAt, answer }) =>
      answer !== undefined && typeof answer.outcome === 'object'
        ? [{ opId, sentAt, at: answer.at, ...answer.outcome.done }]
        : [],
    )
    .toSorted((a, b) => a.at - b.at);
}

/** When each change was sent for the first time. */
function firstSentOf(acts: readonly Act[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { opId, sentAt } of acts)
    first.set(opId, Math.min(sentAt, first.get(opId) ?? Number.POSITIVE_INFINITY));
  return first;
}

/** What was answered before another was sent stands before it. */
function againstTime(acts: readonly Act[]): string[] {
  const [byAnswer, firstSent] = [doneOf(acts), firstSentOf(acts)];
  const found: string[] = [];
  let next = 0;
  let highest = { last: 0, opId: '' };
  for (const act of byAnswer.toSorted((a, b) => a.sentAt - b.sentAt)) {
    for (let earlier = byAnswer[next]; earlier && earlier.at < act.sentAt; earlier = byAnswer[(next += 1)])
      if (earlier.last > highest.last) highest = earlier;
    // The same sent again is answered with what the first one made; only the first sending says when it began.
    if (act.sentAt === firstSent.get(act.opId) && act.first <= highest.last)
      found.push(`${act.opId} was sent after ${highest.opId} had been answered and stands before it`);
  }
  return found;
}

function unlikeABeginning({ seen, sentAt }: Look, lines: readonly Line[]): string[] {
  const at = seen.findIndex(
    ({ seq, hash }, index) => lines[index]?.seq !== seq || lines[index].hash !== hash,
  );
  return at === -1
    ? []
    : [`the timeline read at ${sentAt.toFixed(0)} ms differs at entry ${String(at + 1)} from the last one`];
}

/** A reader sees all that was answered before they asked, and nothing that was sent after their answer. */
function tornReads(acts: readonly Act[], looks: readonly Look[]): string[] {
  const [answered, firstSent] = [doneOf(acts), firstSentOf(acts)];
  const found: string[] = [];
  let next = 0;
  let least = 0;
  for (const { sentAt, at, seen } of looks.toSorted((a, b) => a.sentAt - b.sentAt)) {
    for (let done = answered[next]; done && done.at < sentAt; done = answered[(next += 1)])
      least = Math.max(least, done.last);
    if (seen.length < least)
      found.push(`a reader saw ${String(seen.length)} entries when ${String(least)} had been answered`);
    for (const { opId } of seen)
      if ((firstSent.get(opId) ?? 0) > at) found.push(`a reader saw ${opId} before it was sent`);
  }
  return found;
}

function placesOf(lines: readonly Line[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const { seq, opId } of lines) {
    const known = places.get(opId);
    if (known === undefined) places.set(opId, [seq]);
    else known.push(seq);
  }
  return places;
}

function runOf({ first, last }: { first: number; last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Nothing, or numbers that follow each other. */
function isOneRun(places: readonly number[]): boolean {
  return places.every((place, index) => index === 0 || place === (places[index - 1] ?? 0) + 1);
}
