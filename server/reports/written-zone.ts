/** Zones as people write them behind a time. */
import { readingsOf, zone as readZone } from '../core/zone.ts';
import type { Found } from './written-date.ts';

/** What stands for a zone: letters that need an answer, or a zone that needs none, perhaps with the letters for it. */
export type WrittenZone = { label: string } | { zone: string; letters?: string | undefined };

/** The same time in UTC, as in "10:15 PDT (17:15Z)": then nothing has to be asked about the zone. */
export function utcBesideAt(line: string, at: number): Found<string> | undefined {
  const found = /^ \((\d{2}:\d{2})(?::\d{2})? ?(?:Z|UTC)\)/.exec(line.slice(at, at + 20));
  return found ? { value: found[1] ?? '', length: found[0].length } : undefined;
}

/** The zone that a time in UTC beside a local one proves, with the letters that stand there too. */
export function provenZone(local: string, utc: string, beside: WrittenZone | undefined): WrittenZone {
  const letters = beside && 'label' in beside ? beside.label : undefined;
  return { zone: offsetBetween(local, utc), letters };
}

/** The offset of a wall time from UTC, to the nearer side of the day: `-07:00`. */
function offsetBetween(local: string, utc: string): string {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const apart = ((minutes(local) - minutes(utc) + 2_280) % 1_440) - 840;
  if (apart === 0) return 'UTC';
  const size = Math.abs(apart);
  const clock = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${apart < 0 ? '-' : '+'}${clock}`;
}

const NAMED: Readonly<Record<string, string>> = {
  pacific: 'PT',
  mountain: 'MT',
  central: 'CT',
  eastern: 'ET',
};

/** What may be before it, the zone, and the bracket that closes it where none is open for more than the zone. */
const ZONE = new RegExp(
  '^( ?\\(|,? )?(' +
    [
      '(?:UTC|GMT) ?[+\u2212-]\\d{1,2}(?::?\\d{2})?(?!\\d)',
      '[+\u2212-]\\d{2}:?\\d{2}(?!\\d)',
      '[A-Z][A-Za-z]+/[A-Z][A-Za-z_-]+(?:/[A-Z][A-Za-z_-]+)?',
      '(?:Pacific|Mountain|Central|Eastern)(?: (?:Standard|Daylight))?(?: Time)?',
      '[Zz](?![A-Za-z])',
      'utc(?![a-z])',
      '[A-Z]{2,5}(?:/[A-Z]{3,5})?(?![A-Za-z])',
    ].join('|') +
    ')\\)?',
);

/** `Z`, ` UTC`, `+02:00`, ` (PST)`, ` Europe/Berlin`, ` Pacific Time`, ` UTC+2`. */
export function zoneAt(line: string, at: number): Found<WrittenZone> | undefined {
  const rest = line.slice(at, at + 60);
  const [whole, open = '', text = ''] = ZONE.exec(rest) ?? [];
  if (whole === undefined) return undefined;
  if (open === '' && /^[A-Z]{2,}/.test(text) && text !== 'UTC') return undefined;
  const value = zoneOf(text);
  return value && { value, length: whole.length };
}

/** A zone that somebody wrote; undefined when the letters are no zone. */
export function zoneOf(text: string): WrittenZone | undefined {
  const named = NAMED[/^[A-Za-z]+/.exec(text)?.[0].toLowerCase() ?? ''];
  if (named !== undefined) return { label: named };
  // "CET/CEST" are the two halves of one zone.
  const plain = text
    .replace(/^(?:UTC|GMT) ?(?=[+\u2212-]\d)/, '')
    .replace(/^([A-Z]{2,5})\/[A-Z]{3,5}$/, '$1');
  const answer = readZone(plain);
  if ('zone' in answer) return { zone: answer.zone };
  return readingsOf(plain).length > 0 ? { label: plain.toUpperCase() } : undefined;
}

/** The zone of "(all times UTC)", "All times are in Pacific Time", "Time (CET)", "Time zone: Europe/Madrid". */
export function zoneNamedIn(text: string): WrittenZone | undefined {
  const named = NAMING.exec(text)?.[1];
  if (named === undefined) return undefined;
  const offset = /\b(?:UTC|GMT) ?[+\u2212-]\d{1,2}(?::?\d{2})?/.exec(named)?.[0];
  if (offset !== undefined) return zoneOf(offset);
  const place = /\b[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+){1,2}/.exec(named)?.[0];
  if (place !== undefined) return zoneOf(place);
  for (const [word] of named.matchAll(
    /\b(?:(?:Pacific|Mountain|Central|Eastern)\b|[A-Z]{2,5}\b|utc\b|Z\b)/g,
  )) {
    const zone = zoneOf(word);
    if (zone) return zone;
  }
  return undefined;
}

const NAMING =
  /(?:\b(?:all (?:the )?times?|times|time ?line|time ?zone|timestamps?|clock)\b|^time\b)(?: (?:are|is|below|given|shown|listed|stated))*(?: in)?[ :(|]*(.{1,60})/i;

/** `(UTC)` in a text: a zone and nothing else between its brackets. */
export function zoneInBrackets(text: string): WrittenZone | undefined {
  for (const [, inner = ''] of text.matchAll(/\(([A-Za-z][A-Za-z_/+\u2212:0-9-]{0,30})\)/g)) {
    const zone = /^[A-Z]/.test(inner) ? zoneOf(inner) : undefined;
    if (zone) return zone;
  }
  return undefined;
}
