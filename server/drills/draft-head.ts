/** The front matter of a drafted scenario: when it plays, how long, and a title that gives nothing away. */
import { clockText, localDate } from '../core/time.ts';
import { wallAt, weekdayOf } from '../core/wall.ts';
import type { Past } from './past.ts';

/** The stable name of the scenario that is drafted from an incident. */
export function draftId(key: string): string {
  return `drill-from-${key.toLowerCase()}`;
}

/** The real time that a drill should take at most. */
const REAL_MINUTES = 45;

export function draftHead(
  past: Past,
  { title, minutes, hasRunbook }: { title: string; minutes: number; hasRunbook: boolean },
): string {
  const { key, homeZone, runbook, suspects } = past;
  const { weekday, date, clock } = whenOf(past);
  const month = MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
  const speed = Math.min(10, Math.max(1, Math.ceil((minutes / REAL_MINUTES) * 2) / 2));
  const part = DAY_PARTS.find(({ until }) => clock < until)?.name ?? 'night';
  return [
    '---',
    `id: ${draftId(key)}`,
    `title: ${JSON.stringify(title)}`,
    `public_title: A ${weekday} ${part} in ${month}`,
    `level: ${String(Math.min(4, 1 + suspects.length))}`,
    `minutes: ${String(minutes)}`,
    `speed: ${String(speed)}`,
    ...(runbook !== undefined && hasRunbook ? [`runbook: ${runbook.id}`] : []),
    `home_zone: ${homeZone}`,
    `start: ${date}T${clock}`,
    'roles: [commander, operations]',
    'abort_when: a real SEV-1 or SEV-2 begins, or a trainee asks',
    `based_on: ${key}`,
    '---',
  ].join('\n');
}

/** Day and wall time of the detection. */
export function whenOf({ begins, homeZone }: Pick<Past, 'begins' | 'homeZone'>): {
  weekday: string;
  date: string;
  clock: string;
} {
  const weekday = WEEKDAYS[weekdayOf(wallAt(begins, homeZone)) - 1] ?? '';
  return { weekday, date: localDate(begins, homeZone), clock: clockText(begins, homeZone).slice(0, 5) };
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAY_PARTS = [
  { until: '05:00', name: 'night' },
  { until: '12:00', name: 'morning' },
  { until: '18:00', name: 'afternoon' },
  { until: '22:00', name: 'evening' },
];
