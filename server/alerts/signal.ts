/** What a sender tells in one message, whatever its format: a group of alerts that fire or have ended. */
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import type { DefaultSeverity } from '../catalog/service.ts';

export type Signal = {
  /** What makes it this alert and no other, among those of one key. Of any length. */
  identity: string;
  state: 'firing' | 'resolved';
  /** What its rule is called: `HighErrorRate`. By this a runbook is found. */
  name: string;
  severity: DefaultSeverity | undefined;
  labels: Readonly<Record<string, string>>;
  url: string | undefined;
  /** The address or the name of a runbook, as the sender has it. */
  runbook: string | undefined;
  /** When it began to fire, and when it ended, by the sender's clock. */
  startedAt: Instant | undefined;
  endedAt: Instant | undefined;
  /** When the sender says that this very message was true; undefined where its format does not tell. */
  toldAt: Instant | undefined;
};

export type Notification = {
  /** What its alerts have in common; of any length. */
  group: string;
  title: string;
  summary: string | undefined;
  /** How many alerts of the group the sender left out. */
  leftOut: number;
  signals: readonly Signal[];
};

const NAMED: Readonly<Record<string, DefaultSeverity | undefined>> = {
  critical: 'SEV-1',
  error: 'SEV-2',
  major: 'SEV-2',
  warning: 'SEV-3',
  info: 'SEV-4',
  'sev-1': 'SEV-1',
  'sev-2': 'SEV-2',
  'sev-3': 'SEV-3',
  'sev-4': 'SEV-4',
};

/** The severity behind a sender's word for it, in any case of letters; undefined for a word that says nothing here. */
export function severityOf(word: string | undefined): DefaultSeverity | undefined {
  const known = word?.trim().toLowerCase() ?? '';
  return Object.hasOwn(NAMED, known) ? NAMED[known] : undefined;
}

/** The worst of the alerts that fire; undefined when none says. */
export function worstOf(signals: readonly Signal[]): DefaultSeverity | undefined {
  const named = signals.flatMap(({ state, severity }) =>
    state === 'firing' && severity !== undefined ? [severity] : [],
  );
  return named.toSorted()[0];
}

const WRITTEN = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

/**
 * An instant as senders write it: RFC 3339, in any zone, with up to twelve digits behind the second. Undefined for what
 * is none, and for the year 1, by which some say "not yet".
 */
export function sentInstant(written: string | undefined): Instant | undefined {
  if (written === undefined || !WRITTEN.test(written.trim())) return undefined;
  const ms = Date.parse(written.trim().replace(/(\.\d{3})\d+/, '$1'));
  return Number.isFinite(ms) && ms > 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined;
}

/** One line of at most 200 characters, without signs that no line holds; undefined when nothing is left. */
export function oneLine(written: string | undefined): string | undefined {
  const line = written
    ?.toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line === undefined || line === '' ? undefined : cut(line, 200);
}

const MOST_LABELS = 100;

/** Labels as an incident keeps them: at most a hundred, short enough, each a text. */
export function keptLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(labels)
    .filter(([name]) => name !== '__proto__')
    .slice(0, MOST_LABELS)
    .map(([name, value]) => [cut(plain(name), 200), cut(plain(value), 2000)]);
  return Object.fromEntries(kept) as Record<string, string>;
}

/** Text that both databases take. */
export function plain(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}

/** An address that a page may link to; undefined for any other. */
export function sentUrl(written: string | undefined): string | undefined {
  const address = written?.trim();
  if (address === undefined || address.length > 2000 || !/^https?:\/\/\S+$/i.test(address)) return undefined;
  return URL.canParse(address) ? address : undefined;
}
