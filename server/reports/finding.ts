/** Findings: what a report lacks or leaves unclear, each with a stable code and a sentence that says what to do. */

/**
 * The codes, which never change their meaning. PM1 is the shape of the text, PM2 its times, PM3 what a report holds,
 * PM4 its tasks, PM5 its words.
 */
export const CODES = {
  PM100: 'error',
  PM101: 'note',
  PM102: 'note',
  PM103: 'note',
  PM104: 'note',
  PM201: 'question',
  PM202: 'warning',
  PM203: 'warning',
  PM204: 'question',
  PM205: 'question',
  PM206: 'question',
  PM207: 'question',
  PM301: 'warning',
  PM302: 'warning',
  PM303: 'warning',
  PM304: 'warning',
  PM305: 'warning',
  PM306: 'warning',
  PM307: 'warning',
  PM308: 'note',
  PM309: 'note',
  PM310: 'note',
  PM401: 'warning',
  PM402: 'warning',
  PM403: 'warning',
  PM404: 'warning',
  PM405: 'warning',
  PM406: 'note',
  PM407: 'warning',
  PM501: 'note',
  PM502: 'warning',
  PM503: 'warning',
  PM504: 'warning',
  PM505: 'note',
  PM506: 'warning',
  PM507: 'note',
  PM508: 'note',
  PM509: 'warning',
  PM510: 'warning',
  PM511: 'error',
  PM512: 'note',
  PM513: 'warning',
  PM514: 'warning',
} as const;

export type Code = keyof typeof CODES;
export type Weight = (typeof CODES)[Code];

export type Finding = {
  code: Code;
  weight: Weight;
  /** The number of the line that it is about; none for what is nowhere. */
  line: number | undefined;
  sentence: string;
};

export function finding(code: Code, line: number | undefined, sentence: string): Finding {
  return { code, weight: CODES[code], line, sentence };
}
