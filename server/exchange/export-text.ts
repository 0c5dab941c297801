/** An incident as a Markdown text that anybody can read, without Muster. */
import { typed } from '../core/typed-words.ts';
import { clockText, dateText, durationText, sameLocalDay, zoneText } from '../core/time.ts';
import { keptFiles, PATHS } from './export.ts';
import { roleName } from '../incidents/sentence-parts.ts';
import { sentenceOf } from '../incidents/sentences.ts';
import type { State } from '../incidents/state.ts';
import { timelineOf, type TimelineEntry } from '../incidents/timeline.ts';

/** The head, the timeline by the day, and the files, with every time in the home zone. */
export function exportText(state: State): string {
  const { homeZone: zone, openedAt } = state;
  const parts = [
    `# ${state.key} ${typed(state.title)}`,
    headLines(state).join('\n'),
    ...(state.summary === undefined ? [] : ['## Summary', state.summary.trim()]),
    '## Timeline',
    `Times are those of ${zone}${openedAt === undefined ? '' : ` (${zoneText(openedAt.at, zone)} when it began)`}. The number is that of the entry.`,
    ...days(timelineOf(state), zone),
    ...fileLines(state),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headLines(state: State): string[] {
  const { severity, status, services, labels, homeZone, openedAt, stamps, tenures, origin } = state;
  const when = (at: string): string => `${dateText(at, homeZone)}, ${clockText(at, homeZone)}`;
  const held = tenures.map(({ role, name }) => `${roleName(role)}: ${typed(name)}`);
  const facts: [string, string | undefined][] = [
    ['Status', status],
    ['Severity', severity],
    ['Services', services.length === 0 ? undefined : services.join(', ')],
    ['Labels', labels.length === 0 ? undefined : labels.map(typed).join(', ')],
    ['Began', openedAt && when(openedAt.at)],
    ['Resolved', stamps.resolvedAt && when(stamps.resolvedAt.at)],
    ['Roles', held.length === 0 ? undefined : [...new Set(held)].join('; ')],
    ['Came from', origin && `${origin.key} of ${origin.name}`],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${value}`]));
}

function days(lines: readonly TimelineEntry[], zone: string): string[] {
  const parts: string[] = [];
  let day: { at: string; lines: string[] } | undefined;
  for (const line of lines) {
    const { occurredAt: at } = line.entry;
    if (day === undefined || !sameLocalDay(day.at, at, zone)) {
      if (day !== undefined) parts.push(day.lines.join('\n'));
      day = { at, lines: [] };
      parts.push(`### ${dateText(at, zone)}`);
    }
    day.lines.push(lineText(line, zone));
  }
  if (day !== undefined) parts.push(day.lines.join('\n'));
  return parts;
}

function lineText({ entry, struck, corrections, lateSeconds }: TimelineEntry, zone: string): string {
  const about = entry.precision === 'about' ? 'about ' : '';
  const notes = [
    lateSeconds === undefined ? '' : `written down ${durationText(lateSeconds)} later`,
    struck ? 'struck' : '',
    corrections.some(({ what }) => what !== 'struck') ? 'corrected' : '',
  ].filter((note) => note !== '');
  const said = typed(sentenceOf(entry, zone));
  const noted = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return `- ${about}${clockText(entry.occurredAt, zone)} ${said} #${String(entry.seq)}${noted}`;
}

function fileLines({ entries }: State): string[] {
  const files = keptFiles(entries);
  if (files.length === 0) return [];
  const lines = files.map(({ name, sha256, caption }) => {
    const words = caption === undefined ? '' : `: ${typed(caption)}`;
    return `- [${typed(name).replaceAll(']', '\\]')}](${PATHS.evidence(sha256)})${words}`;
  });
  return ['## Files', lines.join('\n')];
}
