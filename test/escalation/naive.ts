/**
 * Who is asked when, said a second time in the plainest way, without a line of the engine: a list of rungs that is
 * walked down by hand. Times are milliseconds. It knows people, schedules and policies of the simulation alone.
 */
export type NaiveSchedule = {
  zone: string;
  firstDate: string;
  firstHour: number;
  days: number;
  members: readonly string[];
  /** The one that was made last stands last. */
  overrides: readonly { from: number; to: number; person: string }[];
};

export type NaiveLevel = {
  people: readonly string[];
  schedules: readonly string[];
  minutes: number;
  severities: readonly string[] | undefined;
};

export type NaiveRun = {
  start: number;
  severity: string;
  levels: readonly NaiveLevel[];
  repeat: number;
  fallback: string;
  /** What people and channels did, in their order. */
  happened: readonly { at: number; what: 'accept' | 'decline' | 'unreachable' | 'over'; person: string }[];
};

export type NaiveHouse = {
  schedules: ReadonlyMap<string, NaiveSchedule>;
  gone: ReadonlySet<string>;
  /** When the engine next runs, asked for a moment at which it should. */
  awake(at: number): number;
};

export type Rung = { at: number; loop: number; level: number; people: string[] };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, format);
  return format;
}

function personOn(schedule: NaiveSchedule, gone: ReadonlySet<string>, at: number): string | undefined {
  const cover = schedule.overrides.findLast(
    ({ from, to, person }) => from <= at && at < to && !gone.has(person),
  );
  if (cover !== undefined) return cover.person;
  if (schedule.members.length === 0) return undefined;
  const format = formats.get(schedule.zone) ?? formatIn(schedule.zone);
  const [date = '', time = ''] = format.format(new Date(at)).split(' ');
  const isBefore = Number(time.slice(0, 2)) < schedule.firstHour;
  const day =
    Math.round((Date.parse(date) - Date.parse(schedule.firstDate)) / 86_400_000) - (isBefore ? 1 : 0);
  if (day < 0) return undefined;
  const person = schedule.members[Math.floor(day / schedule.days) % schedule.members.length];
  return person === undefined || gone.has(person) ? undefined : person;
}

export function whoIsAsked(run: NaiveRun, house: NaiveHouse): Rung[] {
  const asked: Rung[] = [];
  let declined = new Set<string>();
  let told: string[] = [];
  let isLoopTold = false;
  let [loop, level, loopBegan] = [1, 0, run.start];
  let deadline = run.start;
  let left = [...run.happened];

  const peopleOf = (one: NaiveLevel, at: number): string[] => {
    if (one.severities !== undefined && !one.severities.includes(run.severity)) return [];
    const on = one.schedules.flatMap((id) => {
      const schedule = house.schedules.get(id);
      return schedule === undefined ? [] : [personOn(schedule, house.gone, at) ?? []].flat();
    });
    return [...new Set([...one.people, ...on])].filter((id) => !house.gone.has(id) && !declined.has(id));
  };
  const toAsk = (one: NaiveLevel, at: number): string[] => {
    const people = peopleOf(one, at);
    const fresh = people.filter((id) => !told.includes(id));
    if (people.length === 0 || fresh.length > 0) return fresh;
    const isSomebodyElse = run.levels.some((other) => peopleOf(other, at).some((id) => !told.includes(id)));
    return isSomebodyElse ? [] : people;
  };

  for (;;) {
    const now = house.awake(deadline);
    let at = deadline;
    // Down the rungs, until one of them tells somebody.
    for (;;) {
      if (level > run.levels.length) return asked;
      level += 1;
      if (level > run.levels.length && loop <= run.repeat && isLoopTold) {
        const rest = loopBegan + (run.levels[0]?.minutes ?? 1) * 60_000;
        if (at < rest && rest > now) {
          level -= 1;
          deadline = rest;
          break;
        }
        at = Math.max(at, rest);
        [loop, level, loopBegan, told, isLoopTold, declined] = [loop + 1, 1, at, [], false, new Set()];
      }
      const rung = run.levels[level - 1];
      const find = (when: number): string[] => (rung === undefined ? [run.fallback] : toAsk(rung, when));
      const minutes = (rung ?? run.levels.at(-1))?.minutes ?? 5;
      if (find(at).length === 0) continue;
      if (rung !== undefined && at + minutes * 60_000 <= now) {
        isLoopTold = true;
        at += minutes * 60_000;
        continue;
      }
      const people = find(now);
      at = now;
      if (people.length === 0) continue;
      asked.push({ at: now, loop, level, people: people.toSorted() });
      [told, isLoopTold, deadline] = [people, true, now + minutes * 60_000];
      break;
    }
    // What happens before the time of that rung is over?
    const isWaiting = level <= run.levels.length && asked.at(-1)?.level !== level;
    for (;;) {
      const next = left[0];
      if (next === undefined || next.at >= house.awake(deadline)) break;
      left = left.slice(1);
      if (next.what === 'accept' || next.what === 'over') return asked;
      if (next.what === 'decline') declined.add(next.person);
      const isOver = next.what === 'unreachable' || told.every((id) => declined.has(id));
      if (!isOver || isWaiting) continue;
      deadline = next.at;
      break;
    }
  }
}
