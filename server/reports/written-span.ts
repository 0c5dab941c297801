/** Spans of time as people write them: "1 h 48 min", "two hours", "an hour and a half". */
import { secondsOf } from '../core/duration.ts';

const WORDS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const NUMBER = `(?:\\d{1,4}(?:[.,]\\d{1,2})?|half an?|an?|${WORDS.join('|')})`;
const LONG = '(?:hours?|hrs?|mins?|minutes?|days?|weeks?|[hm])';
const UNIT = '(?:hours?|hrs?|mins?|minutes?|sec|seconds?|days?|weeks?|[hms])';
const MORE = `(?:,? (?:and )?\\d{1,2} ?${UNIT}| and a half)?`;
const COMPACT = '\\d{1,3}h ?\\d{1,2}m(?:in)?';

/** The text of a pattern for a span, to be put into a group. */
export const SPAN = `${COMPACT}|${NUMBER}[ -]?${UNIT}${MORE}`;
const LONG_SPAN = `${COMPACT}|${NUMBER}[ -]?${LONG}${MORE}`;

/** The few words that may stand between. */
const GAP =
  '[^\\p{L}\\d\\n.]{0,6}(?:(?:of|was|is|for|the|a total of|in all|about|around|approximately|approx|nearly|almost|some|roughly|over|lasted)[^\\p{L}\\d\\n]{1,4}){0,4}';

/**
 * A span is a duration where the words beside it say so: "40 seconds a page" is none, and "live for 3 s" is how long
 * something else lasts.
 */
export const DURATIONS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:lasted|lasting|durations?|downtime|length|outage|impact|spells of|(?:resolved|fixed|restored|mitigated|recovered) (?:in|after|within))\\b${GAP}\\b(${SPAN})(?![a-z])`,
    'iu',
  ),
  new RegExp(`\\bfor\\b${GAP}\\b(${LONG_SPAN})(?![a-z])`, 'iu'),
  new RegExp(
    `\\b(${SPAN})[ -](?:long )?(?:of )?(?:full |partial |total )?(?:outage|downtime|impact|disruption|incident|degradation|unavailability|interruption)`,
    'iu',
  ),
];

/** A written span in seconds; undefined where it is none. */
export function secondsOfSpan(text: string): number | undefined {
  const isHalfMore = / and a half$/i.test(text);
  const plain = text
    .toLowerCase()
    .replace(/ and a half$/, '')
    .replace(/^half an? /, '0.5 ')
    .replace(/^an? /, '1 ')
    .replace(new RegExp(`^(${WORDS.join('|')}) `), (_, word: string) => `${String(WORDS.indexOf(word) + 1)} `)
    .replaceAll('-', ' ')
    .replace(/,? and |, /g, ' ')
    .replace(/(\d),(\d)/g, '$1.$2');
  const seconds = secondsOf(plain);
  if (seconds === undefined || !isHalfMore) return seconds;
  return seconds + (plain.includes('h') ? 1_800 : plain.includes('m') ? 30 : 43_200);
}
