/** Moments that lie ahead as people type them: a date and a wall time, in a zone that is said and never guessed. */
import type { Instant } from '../core/clock.ts';
import { clockWithUtc, isoWithOffset, resolveWall } from '../core/time.ts';
import { zone as readZone, type Choice } from '../core/zone.ts';

export type Moment = { instant: Instant } | { sentence: string; choices?: Choice[] };

const HOW = 'Write a date and a time, such as 2026-11-03 18:00.';

/** @param zone holds when the text names none: `2026-11-03 18:00 Europe/Berlin`, `2026-11-03 18:00 +01:00` */
export function readMoment(text: string, zone: string): Moment {
  const [, date, time, place = ''] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d(?:\.\d{1,3})?)?(?:\s?(\S+))?$/.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined)
    return { sentence: `"${text}" cannot be read as a moment. ${HOW}` };
  const read = place === '' ? { zone } : readZone(place === 'Z' ? 'UTC' : place);
  if ('refuse' in read) return { sentence: read.refuse };
  if ('ask' in read)
    return {
      sentence: read.ask,
      choices: read.choices.map(({ label, value }) => ({ label, value: `${date} ${time} ${value}` })),
    };
  try {
    return resolved(date, time, read.zone);
  } catch {
    return { sentence: `There is no ${date} ${time}. ${HOW}` };
  }
}

function resolved(date: string, time: string, zone: string): Moment {
  const wall = resolveWall(date, time, zone);
  if ('one' in wall) return { instant: wall.one };
  const [first, second] = 'gap' in wall ? [wall.gap.before, wall.gap.firstValid] : wall.overlap;
  const choices = [first, second].map((instant) => ({
    label: clockWithUtc(instant, zone),
    value: isoWithOffset(instant, zone)
      .replace('T', ' ')
      .replace(/(?=[+-]\d\d:\d\d$)/, ' '),
  }));
  return 'gap' in wall
    ? { sentence: `The clocks jump over ${time} on that night. Which of its neighbours is meant?`, choices }
    : { sentence: `${time} comes twice on that night. Which of the two is meant?`, choices };
}
