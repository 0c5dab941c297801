import type { Instant } from '../core/clock.ts';
import { NotFound } from '../core/refused.ts';
import { clockWithUtc, dateText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { isCorrection, type Correction } from './corrections.ts';
import type { StoredEntry } from './entry.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { timelineLines, type EntryLine } from './timeline-pages.ts';

/** One entry whole: how it reads, how it came in, what was corrected about it, and the forms that correct it. */
export type EntryPage = {
  strip: Strip;
  base: string;
  line: EntryLine;
  /** Where it stands among the others. */
  timelineHref: string;
  /** Name and value: "Recorded", "By", "Hash". */
  facts: readonly { name: string; value: string }[];
  corrections: readonly string[];
  mayAct: boolean;
};

type Reading = { now: Instant; zone: string; mayAct: boolean };

const SOURCES: Readonly<Record<string, string>> = {
  live: 'as it happened',
  typed: 'afterwards, with the time that somebody typed',
  alert: 'by an alert',
  clockwork: 'by Muster itself',
  offline: 'later, from a browser that was offline',
  imported: 'by an import',
  director: 'by the director of the drill',
};

const PRECISIONS: Readonly<Record<string, string>> = {
  exact: 'exact',
  second: 'to the second',
  minute: 'to the minute',
  about: 'an estimate',
};

/** @throws NotFound when there is no such entry, or when it is a correction, which stands in what it corrects */
export function entryPage(state: State, seq: number, { now, zone, mayAct }: Reading): EntryPage {
  const number = numberOf(state);
  const line = timelineLines(state, zone).find((one) => one.seq === seq);
  const stored = state.entries.find((one) => one.seq === seq);
  if (line === undefined || stored === undefined)
    throw new NotFound(`There is no entry #${String(seq)} in ${state.key}. Its timeline shows all.`);
  return {
    strip: stripOf(state, 'Timeline', now, zone),
    base: `${href(paths.incident, { number })}/entries/${String(seq)}`,
    line,
    timelineHref: `${href(paths.incidentTimeline, { number })}?entry=${String(seq)}#e${String(seq)}`,
    facts: factsOf(stored, zone),
    corrections: state.corrections
      .filter((correction) => correction.seq === seq)
      .map((correction) => correctionWords(correction, zone)),
    mayAct: mayAct && !isCorrection(stored),
  };
}

function factsOf(entry: StoredEntry, zone: string): EntryPage['facts'] {
  return [
    { name: 'Kind', value: entry.kind },
    {
      name: 'Happened',
      value: `${dateText(entry.occurredAt, zone)}, ${clockWithUtc(entry.occurredAt, zone)}, ${PRECISIONS[entry.precision] ?? entry.precision}`,
    },
    { name: 'Recorded', value: `${entry.recordedAt}, ${SOURCES[entry.source] ?? entry.source}` },
    { name: 'By', value: entry.actor.name },
    { name: 'Hash', value: entry.hash },
  ];
}

function correctionWords(correction: Correction, zone: string): string {
  const head = `${correction.actor.name}, ${clockWithUtc(correction.at, zone)}`;
  return `${head}: ${whatWords(correction, zone)}, because ${correction.reason}`;
}

function whatWords(correction: Correction, zone: string): string {
  switch (correction.what) {
    case 'time':
      return `happened at ${clockWithUtc(correction.to, zone)}, not at ${clockWithUtc(correction.from, zone)}`;
    case 'text':
      return `the ${correction.field} says "${correction.to}"`;
    case 'struck':
      return 'struck';
    case 'redacted':
      return `redacted (${correction.fields.join(', ')})`;
  }
}
