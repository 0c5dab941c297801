/** The fields that the bodies of entries are made of: the closed vocabularies and the lengths. */
import { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import { VISIBILITIES, type Visibility } from '../identity/visibility.ts';

/** One line that a person wrote: at most 200 characters, never blank. */
export const line = z.string().trim().min(1).max(200);
/** Markdown: at most 20,000 characters, never blank. */
export const text = z
  .string()
  .max(20_000)
  .refine((value) => value.trim() !== '', { error: 'blank' });
/** Whole seconds. */
export const seconds = z.int().min(0);
/** The sequence number of an entry of the same incident. */
export const ref = z.int().min(1);
export const id = z.string().min(1).max(100);
export const url = z.url({ protocol: /^https?$/ }).max(2000);
export const zone = z.string().min(1).max(64);
export const instant: z.ZodType<Instant> = z.iso.datetime({ precision: 3 });
export const key = z.string().regex(/^(?:INC|DRILL)-\d{1,9}$/);

export const SEVERITIES = ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'] as const;
/** How bad it is; SEV-1 is the highest. */
export type Severity = (typeof SEVERITIES)[number];
export const severity = z.enum(SEVERITIES);

export const STATUSES = [
  'detected',
  'triage',
  'investigating',
  'mitigating',
  'monitoring',
  'resolved',
  'review',
  'closed',
  'cancelled',
  'merged',
] as const;
/** Where an incident is in its life. The order is the way forward; the last two are exits. */
export type Status = (typeof STATUSES)[number];
export const status = z.enum(STATUSES);

export const ROLES = [
  'commander',
  'operations',
  'scribe',
  'communications',
  'deputy',
  'expert',
  'observer',
] as const;
/** What somebody answers for in one incident. */
export type Role = (typeof ROLES)[number];
export const role = z.enum(ROLES);

export const AUDIENCES = ['public', 'internal', 'support'] as const;
/** Whom an update is for. */
export type Audience = (typeof AUDIENCES)[number];
export const audience = z.enum(AUDIENCES);

export const PRECISIONS = ['exact', 'second', 'minute', 'about'] as const;
/** How exactly an instant is known: by a machine, to the second, to the minute, or as a person's estimate. */
export type Precision = (typeof PRECISIONS)[number];
export const precision = z.enum(PRECISIONS);

export { VISIBILITIES, type Visibility };
export const visibility = z.enum(VISIBILITIES);

export const RELATIONS = ['related', 'caused-by', 'duplicate-of', 'follows', 'ticket', 'change'] as const;
/** How an incident stands to something else. */
export type Relation = (typeof RELATIONS)[number];
export const relation = z.enum(RELATIONS);

/** Who did it, with the name as it was then. */
export const actor = z.object({
  type: z.enum(['person', 'token', 'system', 'external']),
  id,
  name: z.string().min(1).max(200),
});
export type Actor = z.infer<typeof actor>;

/** A fact that somebody saw, with where it can be seen again. */
export const evidence = z.object({
  text: line,
  url: url.optional(),
  entrySeq: ref.optional(),
  attachmentId: id.optional(),
  value: line.optional(),
});
export type Evidence = z.infer<typeof evidence>;

/** A step of a run; `title` is the step's title as it was then. */
export const stepRef = z.object({ runId: z.int().min(1), stepId: id, title: line.optional() });
