/** The severity table: what makes a severity, and what each asks of the room. An installation may have one of its own. */
import { z } from 'zod';
import { AUDIENCES, ROLES, SEVERITIES } from './entry-fields.ts';
import type { Severity } from './entry-fields.ts';

const seconds = z.int().nonnegative();

/** What a severity asks for. Seconds; absent where it asks for nothing. */
export const Demand = z.object({
  roles: z.array(z.enum(ROLES)),
  /** The longest time between two updates. */
  updateEvery: z.partialRecord(z.enum(AUDIENCES), seconds),
  /** When the first public update is due after declaring. */
  firstPublic: seconds.optional(),
  /** How long the exit criteria must hold before it may be called resolved. */
  watch: seconds,
  review: z.boolean(),
});
export type Demand = Readonly<z.infer<typeof Demand>>;

/** A line of the table: one of the tests is enough. */
export const SeverityRule = z.object({
  tests: z.array(z.object({ id: z.string(), words: z.string() })),
  /** The share of users from which open impact is this severity by itself. */
  percentAtLeast: z.number().optional(),
  demand: Demand,
});
export type SeverityRule = Readonly<z.infer<typeof SeverityRule>>;

export type SeverityTable = Readonly<Record<Severity, SeverityRule>>;

const MINUTE = 60;

/**
 * The table that Muster comes with. What it asks for never changes: an entry that says nothing else about what its
 * severity asked for was made by it.
 */
export const SHIPPED: SeverityTable = {
  'SEV-1': {
    tests: [
      {
        id: 'core-journey-fails',
        words: 'Buying, signing in or paying fails for a quarter of users or more',
      },
      { id: 'data-lost', words: 'Data is lost or exposed' },
      { id: 'duty', words: 'A legal or safety duty is touched' },
    ],
    percentAtLeast: 25,
    demand: {
      roles: ['commander', 'operations', 'communications', 'scribe'],
      updateEvery: { public: 20 * MINUTE, internal: 30 * MINUTE },
      firstPublic: 15 * MINUTE,
      watch: 30 * MINUTE,
      review: true,
    },
  },
  'SEV-2': {
    tests: [
      { id: 'core-journey-degraded', words: 'Such a journey is degraded, or fails for some' },
      { id: 'poor-workaround', words: 'There is only a poor workaround' },
      { id: 'blind', words: 'Paging or monitoring itself is impaired' },
    ],
    percentAtLeast: 5,
    demand: {
      roles: ['commander', 'operations'],
      updateEvery: { internal: 30 * MINUTE },
      firstPublic: 30 * MINUTE,
      watch: 30 * MINUTE,
      review: true,
    },
  },
  'SEV-3': {
    tests: [
      { id: 'minor-part', words: 'A minor part fails' },
      { id: 'redundancy-lost', words: 'Redundancy is lost' },
    ],
    demand: {
      roles: ['commander'],
      updateEvery: { internal: 120 * MINUTE },
      watch: 10 * MINUTE,
      review: false,
    },
  },
  'SEV-4': {
    tests: [{ id: 'nobody-outside', words: 'Nobody outside sees it yet' }],
    demand: { roles: ['commander'], updateEvery: {}, watch: 0, review: false },
  },
};

/** Whether the first is worse than the second. */
export function isHigher(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);
}

/** The worst severity that impact on so many percent of users is by itself. */
export function severityOfPercent(table: SeverityTable, percent: number): Severity | undefined {
  return SEVERITIES.find((severity) => {
    const { percentAtLeast } = table[severity];
    return percentAtLeast !== undefined && percent >= percentAtLeast;
  });
}
