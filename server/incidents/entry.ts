/**
 * The kinds of timeline entries. An incident is its entries: everything else is folded from them (`incident.ts`).
 * Kinds are open for addition and closed for change: a body gains optional fields only.
 */
import type { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import type { Actor, Precision } from './entry-fields.ts';
import { ALERT_BODIES, DRILL_BODIES, ENGINE_BODIES } from './entry-engine.ts';
import { ASSESSMENT_BODIES, HEAD_BODIES, REVIEW_BODIES } from './entry-head.ts';
import { ESCALATION_BODIES, PEOPLE_BODIES } from './entry-people.ts';
import { RECORD_BODIES, UPDATE_BODIES } from './entry-record.ts';
import { RUN_BODIES } from './entry-run.ts';
import { TASK_BODIES } from './entry-tasks.ts';
import { THINKING_BODIES } from './entry-thinking.ts';

/** The schema of each kind's body. */
export const BODIES = {
  ...HEAD_BODIES,
  ...ASSESSMENT_BODIES,
  ...REVIEW_BODIES,
  ...PEOPLE_BODIES,
  ...ESCALATION_BODIES,
  ...ALERT_BODIES,
  ...ENGINE_BODIES,
  ...DRILL_BODIES,
  ...RUN_BODIES,
  ...THINKING_BODIES,
  ...TASK_BODIES,
  ...UPDATE_BODIES,
  ...RECORD_BODIES,
} as const;

export type Kind = keyof typeof BODIES;
type BodyByKind = { [K in Kind]: z.infer<(typeof BODIES)[K]> };
export type Body<K extends Kind> = BodyByKind[K];

/**
 * How an entry came in: by an act just now, with a time that a person named, from an alert, by the clockwork,
 * from the outbox of a browser, from an import, or from the director of a drill.
 */
export const SOURCES = ['live', 'typed', 'alert', 'clockwork', 'offline', 'imported', 'director'] as const;
export type Source = (typeof SOURCES)[number];

type Told = { occurredAt: Instant; precision: Precision; actor: Actor; source: Source };

/** What `decide` gives: an entry before it has a place in the chain. */
export type NewEntry<K extends Kind = Kind> = { [P in K]: Told & { kind: P; body: Body<P> } }[K];

/** What surrounds a body. `opId` is the request that made it, empty for what the server writes by itself. */
export type Envelope = Told & {
  id: string;
  incidentId: string;
  seq: number;
  recordedAt: Instant;
  opId: string;
  previousHash: string;
  hash: string;
};

/** An entry of a kind that this server knows. */
export type Entry<K extends Kind = Kind> = { [P in K]: Envelope & { kind: P; body: Body<P> } }[K];

/** An entry as it lies in the store: a newer server may have written kinds that we do not know. */
export type StoredEntry = Envelope & { kind: string; body: unknown };

/** The same schemas, typed so that a generic kind finds its own. */
export const SCHEMAS: { [K in Kind]: z.ZodType<Body<K>> } = BODIES;

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(BODIES, kind);
}

/**
 * Whether the kind is known and the body has its shape. What is not known folds to nothing. An entry never changes, so
 * each is looked at once.
 */
export function isKnown(entry: StoredEntry): entry is Entry {
  const told = looked.get(entry);
  if (told !== undefined) return told;
  const known = isKind(entry.kind) && BODIES[entry.kind].safeParse(entry.body).success;
  looked.set(entry, known);
  return known;
}

const looked = new WeakMap<StoredEntry, boolean>();
