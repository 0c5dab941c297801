/** Puts what is told at its instants; what the text leaves open becomes a question, and those times stay texts. */
import type { Instant } from '../core/clock.ts';
import { clockWithUtc, instantOf, isoWithOffset, plusDays, plusSeconds, resolveWall } from '../core/time.ts';
import { placeText, readingsOf } from '../core/zone.ts';
import { daysOf, type Wall } from './day.ts';
import type { Answers, Question, TimeRead } from './question.ts';
import type { Surroundings } from './surroundings.ts';
import type { Told } from './timeline.ts';
import { wholeDate } from './written-date.ts';
import type { WrittenZone } from './written-zone.ts';

export type Placed = Told & {
  /** The day of its clock, where that is known before its zone is. */
  day: string | undefined;
  at: Instant | undefined;
  until: Instant | undefined;
  precision: 'second' | 'minute' | 'about';
};

export type Placing = { placed: Placed[]; questions: Question[] };

export function placing(told: readonly Told[], around: Surroundings, answers: Answers): Placing {
  const days = daysOf(told, around, answers);
  const usual = usualZone(told, around.zone);
  const zones = zonesFor(days.walls, usual, answers);
  const questions = [...days.questions, ...zones.questions];
  const walls = new Map(days.walls.map((wall) => [wall.told, wall]));
  const placed = told.map((one): Placed => {
    const wall = walls.get(one);
    const zone = wall && zones.of(one.zone ?? usual);
    const found = wall && zone !== undefined ? resolved(wall, zone, answers) : undefined;
    if (found && 'about' in found) questions.push(found);
    const at = found && 'at' in found ? found.at : undefined;
    return {
      ...one,
      day: wall?.date,
      at,
      until: wall && zone !== undefined ? untilOf(wall, at, zone, answers.year ?? around.year) : undefined,
      precision: precisionOf(one),
    };
  });
  const start = startOf(placed, around, zones.of(around.start?.time.zone ?? usual), answers);
  if (start === undefined) questions.push(...askForStart(placed));
  return { placed: afterStart(placed, start), questions };
}

/** What `T+15m` counts from: what somebody said, what the text calls its start, else the first time of day. */
function startOf(
  placed: readonly Placed[],
  around: Surroundings,
  zone: string | undefined,
  answers: Answers,
): Instant | undefined {
  if (answers.start !== undefined) return instantOf(Date.parse(answers.start));
  const { start } = around;
  const day = start?.time.date ?? around.date;
  const year = answers.year ?? around.year;
  const date =
    day && wholeDate(day, { year, order: answers.order, start: answers.date, previous: undefined });
  const time = start?.time.clock?.time;
  const found =
    date === undefined || time === undefined || zone === undefined
      ? undefined
      : resolveWall(date, time, zone);
  if (found && 'one' in found) return found.one;
  return placed.find(({ at }) => at !== undefined)?.at;
}

/** Asked only when no other answer would tell. */
function askForStart(placed: readonly Placed[]): Question[] {
  const first = placed.find(({ time }) => time?.elapsed !== undefined);
  if (first === undefined || placed.some(({ time }) => time?.clock !== undefined)) return [];
  const sentence = `When did it begin? "${first.time?.written ?? ''}" in line ${String(first.first.number)} counts from then. Write a date and a time with its offset, such as 2024-06-18T08:30+02:00.`;
  return [{ about: 'start', sentence }];
}

function precisionOf({ time }: Told): Placed['precision'] {
  if (time?.isAbout === true) return 'about';
  return time?.clock?.precision ?? 'minute';
}

/** The zone of times that name none: what the document says, else what stands behind its other times. */
function usualZone(told: readonly Told[], said: WrittenZone | undefined): WrittenZone | undefined {
  if (said) return said;
  const proven = provenLetters(told);
  const named = new Map(
    told.flatMap(({ zone }) => {
      if (zone === undefined) return [];
      return [['zone' in zone ? zone.zone : (proven.get(zone.label) ?? zone.label), zone]];
    }),
  );
  return named.size === 1 ? [...named.values()][0] : undefined;
}

type Zones = { of(zone: WrittenZone | undefined): string | undefined; questions: Question[] };

function zonesFor(walls: readonly Wall[], usual: WrittenZone | undefined, answers: Answers): Zones {
  const proven = provenLetters(walls.map(({ told }) => told));
  const of: Zones['of'] = (zone) => {
    if (zone !== undefined && 'zone' in zone) return zone.zone;
    const known = zone && proven.get(zone.label);
    if (known !== undefined) return known;
    return answers.zones?.[zone?.label ?? ''] ?? answers.zone;
  };
  const open = new Map<string, Wall[]>();
  for (const wall of walls) {
    const zone = wall.told.zone ?? usual;
    if (of(zone) !== undefined) continue;
    const label = zone !== undefined && 'label' in zone ? zone.label : '';
    open.set(label, [...(open.get(label) ?? []), wall]);
  }
  return { of, questions: [...open].map(([label, asked]) => askForZone(label, asked)) };
}

/** Letters that stand beside a time in UTC somewhere mean that offset everywhere, unless they mean two. */
function provenLetters(told: readonly Told[]): Map<string, string> {
  const proven = new Map<string, string>();
  const twice = new Set<string>();
  for (const { zone } of told) {
    if (zone === undefined || !('zone' in zone) || zone.letters === undefined) continue;
    const known = proven.get(zone.letters);
    if (known !== undefined && known !== zone.zone) twice.add(zone.letters);
    proven.set(zone.letters, zone.zone);
  }
  for (const letters of twice) proven.delete(letters);
  return proven;
}

function askForZone(label: string, walls: readonly Wall[]): Question {
  if (label === '') {
    const sentence =
      'The times say no zone. In which zone are they? Write a name such as Europe/Madrid, or UTC.';
    return { about: 'zone', label: undefined, sentence, readings: [] };
  }
  const all = readingsOf(label).map((value) => ({
    value,
    label: placeText(value),
    times: timesIn(walls, value),
  }));
  // Readings that make the same of every time are one.
  const seen = new Set<string>();
  const readings = all.filter(({ times }) => {
    const made = times.map(({ at }) => at).join();
    return !seen.has(made) && seen.add(made);
  });
  const sentence = `"${label}" is an abbreviation, and those are not guessed. Which zone did the authors mean?`;
  return { about: 'zone', label, sentence, readings };
}

function timesIn(walls: readonly Wall[], zone: string): TimeRead[] {
  return walls.flatMap((wall) => {
    const found = resolveWall(wall.date, wall.time, zone);
    const at = 'one' in found ? found.one : 'gap' in found ? found.gap.firstValid : found.overlap[0];
    return [{ line: wall.told.first.number, written: wall.told.time?.written ?? '', at }];
  });
}

function resolved({ told, date, time }: Wall, zone: string, answers: Answers): { at: Instant } | Question {
  const said = answers.clocks?.[told.first.number];
  if (said !== undefined) return { at: instantOf(Date.parse(said)) };
  const found = resolveWall(date, time, zone);
  if ('one' in found) return { at: found.one };
  const isGap = 'gap' in found;
  const both = isGap ? [found.gap.before, found.gap.firstValid] : found.overlap;
  const why = isGap
    ? 'The clocks went forward, and there was no'
    : 'The clocks went back, and there were two of';
  return {
    about: 'clock',
    line: told.first.number,
    sentence: `${why} ${time.slice(0, 5)} in that night. Which time does line ${String(told.first.number)} mean?`,
    choices: both.map((at) => ({ value: isoWithOffset(at, zone), label: clockWithUtc(at, zone) })),
  };
}

/** The end of a range: on the same day, or on the next when the clock goes back. */
function untilOf(
  { told, date, time }: Wall,
  at: Instant | undefined,
  zone: string,
  year: number | undefined,
): Instant | undefined {
  const until = told.time?.until;
  if (until === undefined || at === undefined) return undefined;
  const frame = { year, order: undefined, start: date, previous: date };
  const own = until.date && wholeDate(until.date, frame);
  if (until.date && own === undefined) return undefined;
  const day = own ?? (until.clock.time < time ? plusDays(date, 1) : date);
  const found = resolveWall(day, until.clock.time, zone);
  if ('one' in found) return found.one;
  return 'gap' in found ? found.gap.firstValid : found.overlap[1];
}

function afterStart(placed: readonly Placed[], start: Instant | undefined): Placed[] {
  if (start === undefined) return [...placed];
  return placed.map((one) => {
    const elapsed = one.time?.elapsed;
    return elapsed === undefined ? one : { ...one, at: plusSeconds(start, elapsed) };
  });
}
