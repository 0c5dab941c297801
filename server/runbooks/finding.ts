import { byCharacters } from '../core/lists.ts';
/** What the linter says: codes are stable for ever, and a retired one is not used again. */

export type Severity = 'error' | 'warning' | 'note';

const SEVERITIES = {
  ...{ RB101: 'warning', RB102: 'warning', RB103: 'note', RB104: 'error', RB105: 'note', RB106: 'error' },
  ...{ RB107: 'warning', RB108: 'note', RB109: 'warning', RB110: 'note', RB111: 'note' },
  ...{
    RB201: 'note',
    RB202: 'warning',
    RB203: 'warning',
    RB204: 'note',
    RB205: 'note',
    RB206: 'error',
    RB207: 'note',
  },
  ...{ RB301: 'error', RB302: 'warning', RB303: 'warning', RB304: 'warning', RB305: 'note', RB306: 'error' },
  ...{ RB307: 'warning', RB308: 'warning', RB309: 'warning' },
  ...{
    RB401: 'error',
    RB402: 'error',
    RB403: 'warning',
    RB404: 'warning',
    RB405: 'warning',
    RB406: 'warning',
  },
  ...{ RB501: 'error', RB502: 'note', RB503: 'note', RB504: 'warning' },
  ...{ RB601: 'warning', RB602: 'note', RB603: 'warning', RB604: 'note' },
  ...{ RB701: 'warning', RB702: 'note', RB703: 'note' },
} as const satisfies Record<string, Severity>;

export type Code = keyof typeof SEVERITIES;
export const CODES = Object.keys(SEVERITIES).sort() as Code[];

/** One remark about one line. `hint` says what to do, where the message alone does not. */
export type Finding = { code: Code; severity: Severity; message: string; line: number; hint?: string };

/** A remark that knows its offset but not its line yet. */
export type Remark = { code: Code; at: number; message: string; hint?: string };

export function severityOf(code: Code): Severity {
  return SEVERITIES[code];
}

/** Findings in the order of the file. Offsets become lines by one walk over the text. */
export function findingsOf(remarks: readonly Remark[], text: string): Finding[] {
  const sorted = [...remarks].sort((a, b) => a.at - b.at || byCharacters(a.code, b.code));
  let line = 1;
  let from = 0;
  return sorted.map(({ at, code, message, hint }) => {
    for (let end = text.indexOf('\n', from); end !== -1 && end < at; end = text.indexOf('\n', from)) {
      line++;
      from = end + 1;
    }
    return { code, severity: SEVERITIES[code], message, line, ...(hint === undefined ? {} : { hint }) };
  });
}

/** How many there are of each severity. */
export function severityCounts(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
