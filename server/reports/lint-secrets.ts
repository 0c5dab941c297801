/** What must not be read by those who will read it. */
import { secretIn } from '../core/secrets.ts';
import { finding, type Finding } from './finding.ts';
import type { Linted } from './lint.ts';

const HOST =
  /\b[a-z0-9][a-z0-9.-]{0,60}\.(?:internal|intra|intranet|local|localdomain|corp|lan)\b|\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/i;
const KEY = /\b(?:INC|DRILL|ACT)-\d+\b/;

export function secretFindings({ lines, beside }: Linted): Finding[] {
  return lines.flatMap(({ raw, number }) => {
    if (secretIn(raw) !== undefined) {
      const sentence = 'This looks like a password or a key. Strike it out, and change it where it is used.';
      return [finding('PM511', number, sentence)];
    }
    if (beside.isPublic !== true) return [];
    const told = internalIn(raw, beside.people ?? []);
    if (told === undefined) return [];
    return [
      finding('PM511', number, `"${told}" is for those inside. Everybody reads this version: leave it out.`),
    ];
  });
}

function internalIn(raw: string, people: readonly string[]): string | undefined {
  return people.find((name) => raw.includes(name)) ?? HOST.exec(raw)?.[0] ?? KEY.exec(raw)?.[0];
}
