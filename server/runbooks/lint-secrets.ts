/** RB504: a runbook is read by many, printed, and kept in version control. */
import { secretIn } from '../core/secrets.ts';
import type { Remark } from './finding.ts';
import type { ReadRunbook } from './reading.ts';

export function secretRemarks({ text }: ReadRunbook): Remark[] {
  const remarks: Remark[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const found = secretIn(line);
    if (found !== undefined) {
      const hint = 'Say where it is kept, and change it if it was real.';
      remarks.push({ code: 'RB504', at: at + found, message: 'Looks like a secret', hint });
    }
    at += line.length + 1;
  }
  return remarks;
}
