/** Paths that misled: each suspected cause that was ruled out, with the time it took and what cleared it. */
import { durationText } from '../core/time.ts';
import { capital, counted, sentenceList } from '../core/text.ts';
import { onlyWrongSeconds, spentSeconds, togetherSeconds } from '../incidents/hypotheses.ts';
import type { Hypothesis } from '../incidents/hypotheses.ts';
import type { BlockTimes } from './block-times.ts';
import { evidenceText } from './evidence.ts';
import type { Frame } from './frame.ts';
import { table } from './table.ts';
import { cell, inSentence } from '../core/typed-words.ts';

export function misleadingBlock(frame: Frame): string {
  const paths = misleadingPaths(frame);
  const left = frame.state.hypotheses.filter(({ status }) => status === 'open');
  const parts = [
    paths.length === 0 ? 'No path that was followed has been ruled out.' : pathTable(frame, paths),
    ...(paths.length === 0 ? [] : [`${totalText(frame, paths)} ${pathRefs(frame, paths)}`.trimEnd()]),
    ...(left.length === 0 ? [] : [openText(frame, left)]),
  ];
  return parts.join('\n\n');
}

export function misleadingPaths({ state }: Frame): readonly Hypothesis[] {
  return state.hypotheses.filter(({ status }) => status === 'ruled-out');
}

function pathTable(frame: Frame, paths: readonly Hypothesis[]): string {
  const times = frame.times();
  const rows = paths.map((path) => [
    capital(cell(path.statement)),
    followedText(path, frame, times),
    minutesText(spentSeconds(path, frame.asOf)),
    `${clearedText(path)} ${frame.ref(path.opened.seq, ...settledSeqs(path))}`,
  ]);
  return table(['Path', 'Followed', 'Minutes', 'What cleared it'], rows);
}

/** What the minutes are added up from. */
function pathRefs({ ref }: Frame, paths: readonly Hypothesis[]): string {
  return ref(...paths.flatMap((path) => [path.opened.seq, ...settledSeqs(path)]));
}

/** Every stretch in which somebody worked on it; what is still followed ends where the record does. */
function followedText(path: Hypothesis, { asOf }: Frame, times: BlockTimes): string {
  return path.spells.map(({ from, to }) => times.range({ at: from }, { at: to ?? asOf })).join(', ');
}

function minutesText(seconds: number): string {
  return seconds < 30 ? 'under 1' : String(Math.round(seconds / 60));
}

/** The facts that were given when it was ruled out. */
function clearedText(path: Hypothesis): string {
  const facts = path.facts.filter(
    ({ seq, direction }) => seq === path.settled?.seq && direction === 'against',
  );
  return facts.map(({ evidence }) => evidenceText(evidence, cell)).join('; ');
}

function settledSeqs({ settled }: Hypothesis): number[] {
  return settled === undefined ? [] : [settled.seq];
}

/** Paths run side by side, so the sum of the minutes is more than the time that passed: both are said. */
function totalText(frame: Frame, paths: readonly Hypothesis[]): string {
  const { state, asOf } = frame;
  const together = togetherSeconds(paths, asOf);
  const wrong = onlyWrongText(
    onlyWrongSeconds(state, asOf),
    together,
    state.stamps.identifiedAt !== undefined,
  );
  if (paths.length === 1) return wrong;
  const sum = paths.reduce((seconds, path) => seconds + spentSeconds(path, asOf), 0);
  return `Together ${durationText(together)}${sharedText(sum, together, paths.length)}. ${wrong}`;
}

function sharedText(sum: number, together: number, count: number): string {
  if (sum - together < 30) return '';
  return count === 2
    ? ` (${durationText(sum - together)} of them on both)`
    : ` (${durationText(sum)} one by one, since they were followed side by side)`;
}

function onlyWrongText(onlyWrong: number, together: number, isIdentified: boolean): string {
  if (!isIdentified)
    return 'No cause is confirmed, so no path that was followed is known to be the right one.';
  if (onlyWrong < 1) return 'The path that was confirmed later was followed all that time as well.';
  const span =
    Math.abs(onlyWrong - together) < 1
      ? `In these ${durationText(together)}`
      : `In ${durationText(onlyWrong)}`;
  return `${span} none of the paths followed was the one confirmed later.`;
}

function openText(frame: Frame, left: readonly Hypothesis[]): string {
  const paths = left.map(
    (path) =>
      `${inSentence(path.statement)} (${durationText(spentSeconds(path, frame.asOf))} spent on it) ${frame.ref(path.opened.seq)}`,
  );
  return `${counted(left.length, 'path')} ${left.length === 1 ? 'was' : 'were'} left open: ${sentenceList(paths)}.`;
}
