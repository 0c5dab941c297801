/**
 * Which text is a zone. Accepted are `UTC`, IANA names with a slash, and numeric offsets. Abbreviations are asked
 * about and never guessed: PST in June is either what people in Los Angeles call their time, or a fixed offset.
 */

/** Something to choose; `value` can be typed in place of what was asked about. */
export type Choice = { label: string; value: string };

export type ZoneAnswer = { zone: string } | { ask: string; choices: Choice[] } | { refuse: string };

const HOW = 'Write a name such as Europe/Madrid, or UTC, or an offset such as +02:00.';

/** The readings of the abbreviations that people write: places first, then the fixed offset of the letters. */
const READINGS: Readonly<Record<string, readonly string[]>> = {
  PST: ['America/Los_Angeles', '-08:00', 'Asia/Manila'],
  PDT: ['America/Los_Angeles', '-07:00'],
  PT: ['America/Los_Angeles'],
  MST: ['America/Denver', '-07:00'],
  MDT: ['America/Denver', '-06:00'],
  MT: ['America/Denver'],
  CST: ['America/Chicago', '-06:00', 'Asia/Shanghai'],
  CDT: ['America/Chicago', '-05:00'],
  CT: ['America/Chicago'],
  EST: ['America/New_York', '-05:00'],
  EDT: ['America/New_York', '-04:00'],
  ET: ['America/New_York'],
  AST: ['America/Halifax', '-04:00', 'Asia/Riyadh'],
  ADT: ['America/Halifax', '-03:00'],
  NST: ['America/St_Johns', '-03:30'],
  NDT: ['America/St_Johns', '-02:30'],
  AKST: ['America/Anchorage', '-09:00'],
  AKDT: ['America/Anchorage', '-08:00'],
  HST: ['Pacific/Honolulu', '-10:00'],
  BRT: ['America/Sao_Paulo', '-03:00'],
  GMT: ['Europe/London', '+00:00'],
  BST: ['Europe/London', '+01:00', 'Asia/Dhaka'],
  IST: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  WET: ['Europe/Lisbon', '+00:00'],
  WEST: ['Europe/Lisbon', '+01:00'],
  CET: ['Europe/Berlin', '+01:00'],
  CEST: ['Europe/Berlin', '+02:00'],
  MEZ: ['Europe/Berlin', '+01:00'],
  MESZ: ['Europe/Berlin', '+02:00'],
  EET: ['Europe/Athens', '+02:00'],
  EEST: ['Europe/Athens', '+03:00'],
  MSK: ['Europe/Moscow', '+03:00'],
  SAST: ['Africa/Johannesburg', '+02:00'],
  GST: ['Asia/Dubai', '+04:00'],
  PKT: ['Asia/Karachi', '+05:00'],
  SGT: ['Asia/Singapore', '+08:00'],
  HKT: ['Asia/Hong_Kong', '+08:00'],
  WIB: ['Asia/Jakarta', '+07:00'],
  JST: ['Asia/Tokyo', '+09:00'],
  KST: ['Asia/Seoul', '+09:00'],
  AWST: ['Australia/Perth', '+08:00'],
  ACST: ['Australia/Adelaide', '+09:30'],
  ACDT: ['Australia/Adelaide', '+10:30'],
  AEST: ['Australia/Sydney', '+10:00'],
  AEDT: ['Australia/Sydney', '+11:00'],
  NZST: ['Pacific/Auckland', '+12:00'],
  NZDT: ['Pacific/Auckland', '+13:00'],
};

/** The zones that an abbreviation may mean; none when nobody knows it. */
export function readingsOf(abbreviation: string): readonly string[] {
  return READINGS[abbreviation.toUpperCase()] ?? [];
}

/** Reads a zone that a person wrote. The name stays the one that they chose, with its usual capitals. */
export function zone(typed: string): ZoneAnswer {
  const text = typed.trim();
  if (/^(?:utc|z)$/i.test(text)) return { zone: 'UTC' };
  if (/^(?:utc)?\s*[+\u2212-]\d/i.test(text)) return offset(text);
  if (/^etc\//i.test(text)) {
    return { refuse: `The signs of the zones under Etc/ are the wrong way round. ${HOW}` };
  }
  if (text.includes('/')) return named(text);
  const readings = readingsOf(text);
  if (readings.length === 0) return { refuse: `"${text}" is not a zone that Muster knows. ${HOW}` };
  return {
    ask: `"${text}" is an abbreviation, and those are not guessed. Which zone is it? You can also write another one.`,
    choices: readings.map((value) => ({ label: placeText(value), value })),
  };
}

/** A zone in words: `Los Angeles`, `UTC-08:00 all year`. */
export function placeText(name: string): string {
  if (name === 'UTC') return 'UTC';
  const place = name.split('/').at(-1) ?? name;
  return name.includes('/') ? place.replaceAll('_', ' ') : `UTC${name} all year`;
}

/** Whether two names mean one zone: `Europe/Kyiv` and `Europe/Kiev` do. */
export function sameZone(a: string, b: string): boolean {
  return a === b || (a.includes('/') && b.includes('/') && resolvedName(a) === resolvedName(b));
}

function offset(text: string): ZoneAnswer {
  const [, sign, hours = '', minutes = '00'] =
    /^(?:utc)?\s*([+\u2212-])(\d{1,2})(?::?(\d\d))?$/i.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (sign === undefined || Number(minutes) > 59 || total > 14 * 60) {
    return { refuse: `"${text}" is not an offset. It goes from -14:00 to +14:00, like +02:00 or -03:30.` };
  }
  if (total === 0) return { zone: 'UTC' };
  return { zone: `${sign === '+' ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}` };
}

function named(text: string): ZoneAnswer {
  const resolved = resolvedName(text);
  if (resolved === undefined) return { refuse: `There is no zone "${text}". ${HOW}` };
  return { zone: withUsualCapitals(text, resolved) };
}

/** The name to which Intl resolves a zone; undefined when it knows none. It knows more than it lists. */
function resolvedName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Intl takes `europe/kyiv` but answers `Europe/Kiev`: capitals are mended without changing the name. */
function withUsualCapitals(text: string, resolved: string): string {
  const lower = text.toLowerCase();
  const same = [resolved, ...Intl.supportedValuesOf('timeZone')].find((name) => name.toLowerCase() === lower);
  if (same !== undefined) return same;
  if (/[A-Z]/.test(text)) return text;
  return lower
    .replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1))
    .replace(/([_-])(Es|Of|Au)(?=[_-])/g, (_, before: string, small: string) => before + small.toLowerCase());
}
