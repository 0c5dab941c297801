/** The severity table: which tests make a severity, and what each severity asks of the room. */
import { SEVERITIES } from './entry-fields.ts';
import type { Audience, Role, Severity } from './entry-fields.ts';

/** A line of the severity table. `percentAtLeast` is the share of users from which the test holds by itself. */
export type SeverityTest = { id: string; severity: Severity; words: string; percentAtLeast?: number };

export const SEVERITY_TESTS: readonly SeverityTest[] = [
  {
    id: 'core-journey-fails',
    severity: 'SEV-1',
    words: 'buying, signing in or paying fails for 25 % of users or more',
    percentAtLeast: 25,
  },
  { id: 'data-lost', severity: 'SEV-1', words: 'data is lost or exposed' },
  { id: 'duty', severity: 'SEV-1', words: 'a legal or safety duty is touched' },
  {
    id: 'core-journey-degraded',
    severity: 'SEV-2',
    words: 'buying, signing in or paying is degraded, or fails for 5 to 25 % of users',
    percentAtLeast: 5,
  },
  { id: 'poor-workaround', severity: 'SEV-2', words: 'there is only a poor workaround' },
  { id: 'blind', severity: 'SEV-2', words: 'paging or monitoring itself is impaired' },
  { id: 'minor-part', severity: 'SEV-3', words: 'a minor part fails' },
  { id: 'redundancy-lost', severity: 'SEV-3', words: 'redundancy is lost' },
  { id: 'nobody-outside', severity: 'SEV-4', words: 'nobody outside sees it yet' },
];

/** What a severity asks for. Seconds; absent where it asks for nothing. */
export type Demand = {
  roles: readonly Role[];
  /** The longest time between two updates. */
  updateEvery: Partial<Record<Audience, number>>;
  /** When the first public update is due after declaring. */
  firstPublic?: number;
  /** How long the exit criteria must hold before it may be called resolved. */
  watch: number;
  review: boolean;
};

const MINUTE = 60;

export const DEMANDS: Readonly<Record<Severity, Demand>> = {
  'SEV-1': {
    roles: ['commander', 'operations', 'communications', 'scribe'],
    updateEvery: { public: 20 * MINUTE, internal: 30 * MINUTE },
    firstPublic: 15 * MINUTE,
    watch: 30 * MINUTE,
    review: true,
  },
  'SEV-2': {
    roles: ['commander', 'operations'],
    updateEvery: { internal: 30 * MINUTE },
    firstPublic: 30 * MINUTE,
    watch: 30 * MINUTE,
    review: true,
  },
  'SEV-3': {
    roles: ['commander'],
    updateEvery: { internal: 120 * MINUTE },
    watch: 10 * MINUTE,
    review: false,
  },
  'SEV-4': { roles: ['commander'], updateEvery: {}, watch: 0, review: false },
};

/** Whether the first is worse than the second. */
export function isHigher(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);
}
