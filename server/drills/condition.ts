/**
 * Conditions of a scenario: a small closed language over what an incident is at one moment. What it names has been
 * done once; only "no update overdue", "value" and "not" can stop being true.
 */
import { AUDIENCES, ROLES, SEVERITIES, STATUSES } from '../incidents/entry-fields.ts';
import type { Role, Severity, Status } from '../incidents/entry-fields.ts';

export type Condition =
  | { is: 'and' | 'or'; of: readonly Condition[] }
  | { is: 'not'; of: Condition }
  | { is: 'acknowledged' | 'declared' | 'on-time' }
  | { is: 'severity'; least: Severity }
  | { is: 'impact'; withPercent: boolean }
  | { is: 'runbook'; id: string }
  | { is: 'step'; id: string; done: 'answered' | 'skipped' | 'confirmed' | 'undone' }
  | { is: 'check'; stepId: string; number: string }
  | { is: 'hypothesis'; words: string; done: 'opened' | 'ruled-out' | 'confirmed' }
  | { is: 'escalation'; target: string | undefined; done: 'requested' | 'accepted' }
  | { is: 'update'; times: number; audience: (typeof AUDIENCES)[number] | undefined }
  | { is: 'hand-over'; role: Role }
  | { is: 'status'; status: Status }
  | { is: 'value'; name: string; side: 'above' | 'below'; than: number };

type ReadCondition = { condition: Condition } | { unread: string };

/** Reads a condition. Never throws: what it cannot read is given back with the words at which it stopped. */
export function readCondition(text: string): ReadCondition {
  const reading = { rest: text.replace(/\s+/g, ' ').trim(), depth: 0 };
  try {
    const condition = either(reading);
    return reading.rest === '' ? { condition } : { unread: reading.rest };
  } catch (error) {
    if (error instanceof Unread) return { unread: error.message };
    throw error;
  }
}

class Unread extends Error {}

/** What is still to be read; `depth` counts open brackets. */
type Reading = { rest: string; depth: number };

const DEEPEST = 20;

function either(reading: Reading): Condition {
  return joined(reading, 'or', both);
}

function both(reading: Reading): Condition {
  return joined(reading, 'and', one);
}

function joined(reading: Reading, word: 'and' | 'or', part: (reading: Reading) => Condition): Condition {
  const parts = [part(reading)];
  while (taken(reading, word)) parts.push(part(reading));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { is: word, of: parts };
}

function one(reading: Reading): Condition {
  if (taken(reading, 'not')) return { is: 'not', of: one(reading) };
  if (reading.rest.startsWith('(')) return bracketed(reading);
  for (const [pattern, made] of ATOMS) {
    const found = pattern.exec(reading.rest);
    if (found === null) continue;
    reading.rest = reading.rest.slice(found[0].length).trim();
    return made(...found.slice(1));
  }
  throw new Unread(reading.rest === '' ? 'nothing follows' : reading.rest);
}

function bracketed(reading: Reading): Condition {
  if (reading.depth >= DEEPEST) throw new Unread(reading.rest);
  reading.depth += 1;
  reading.rest = reading.rest.slice(1).trim();
  const inner = either(reading);
  if (!reading.rest.startsWith(')'))
    throw new Unread(reading.rest === '' ? 'a bracket is open' : reading.rest);
  reading.depth -= 1;
  reading.rest = reading.rest.slice(1).trim();
  return inner;
}

function taken(reading: Reading, word: string): boolean {
  const { rest } = reading;
  if (!rest.toLowerCase().startsWith(word) || /[a-z0-9]/i.test(rest.charAt(word.length))) return false;
  reading.rest = rest.slice(word.length).trim();
  return true;
}

type Made = (...words: (string | undefined)[]) => Condition;

const oneOf = (words: readonly string[]): string => words.join('|');

/** Each begins where the last one ended, and ends at a blank, a bracket or the end. */
const ATOMS: readonly (readonly [RegExp, Made])[] = [
  [atom('acknowledged'), () => ({ is: 'acknowledged' })],
  [atom('declared'), () => ({ is: 'declared' })],
  [atom('no update overdue'), () => ({ is: 'on-time' })],
  [
    atom(`severity at least (${oneOf(SEVERITIES)})`),
    (least = '') => ({ is: 'severity', least: least.toUpperCase() as Severity }),
  ],
  [
    atom('impact stated( with percent)?'),
    (percent) => ({ is: 'impact', withPercent: percent !== undefined }),
  ],
  [atom('runbook ([\\w-]+) attached'), (id = '') => ({ is: 'runbook', id })],
  [
    atom('step ([\\w-]+) (answered|skipped|confirmed|undone)'),
    (id = '', done = '') => ({ is: 'step', id, done: done.toLowerCase() as 'answered' }),
  ],
  [
    atom('check ([\\w-]+)\\.(\\d{1,3}) ticked'),
    (stepId = '', number = '') => ({ is: 'check', stepId, number }),
  ],
  [
    atom('hypothesis ["“]([^"”]{1,100})["”] (opened|ruled out|confirmed)'),
    (words = '', done = '') => ({
      is: 'hypothesis',
      words,
      done: done.toLowerCase().replace(' ', '-') as 'opened',
    }),
  ],
  [
    atom('escalation(?: (?!requested|accepted)([\\w-]+))? (requested|accepted)'),
    (target, done = '') => ({ is: 'escalation', target, done: done.toLowerCase() as 'requested' }),
  ],
  [
    atom(`(?:(${oneOf(AUDIENCES)}) )?update sent(?: (\\d{1,3}) times)?`),
    (audience, times) => ({
      is: 'update',
      times: Math.max(1, Number(times ?? 1)),
      audience: audience?.toLowerCase() as 'public' | undefined,
    }),
  ],
  [
    atom(`role (${oneOf(ROLES)}) accepted by hand-over`),
    (role = '') => ({ is: 'hand-over', role: role.toLowerCase() as Role }),
  ],
  [
    atom(`status (${oneOf(STATUSES)})`),
    (status = '') => ({ is: 'status', status: status.toLowerCase() as Status }),
  ],
  [
    atom('value (\\w+) (above|below) (-?\\d{1,12}(?:\\.\\d{1,6})?)'),
    (name = '', side = '', than = '') => ({
      is: 'value',
      name: name.toUpperCase(),
      side: side.toLowerCase() as 'above',
      than: Number(than),
    }),
  ],
];

function atom(pattern: string): RegExp {
  return new RegExp(`^${pattern}(?=[\\s)]|$)`, 'i');
}

/** Every single condition in it, without what joins them. */
export function atomsOf(condition: Condition): readonly Exclude<Condition, { of: unknown }>[] {
  if ('of' in condition) return [condition.of].flat().flatMap(atomsOf);
  return [condition];
}
