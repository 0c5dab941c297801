/** Words that sentences of several kinds share. */
import { capital } from '../core/text.ts';
import type { Role, Status } from './entry-fields.ts';
import type { Evidence } from './entry-fields.ts';

/** Ends a sentence unless the person did. */
export function stopped(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** `: reason` when there is one. */
export function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}

/** "step 3, Find the last change", or the id when no title is known. */
export function stepText(body: {
  stepId: string;
  title?: string | undefined;
  number?: string | undefined;
}): string {
  const title = body.title ?? body.stepId;
  return body.number === undefined ? `the step "${title}"` : `step ${body.number}, "${title}"`;
}

export function evidenceText(evidence: readonly Evidence[]): string {
  return evidence
    .map(({ text, value }) => stopped(value === undefined ? text : `${text}: ${value}`))
    .join(' ');
}

/** A role as the holder of it is called. */
export function roleName(role: Role): string {
  return capital(role);
}

const STATUS_WORDS: Record<Status, string> = {
  detected: 'detected',
  triage: 'triage',
  investigating: 'investigating',
  mitigating: 'mitigating',
  monitoring: 'monitoring',
  resolved: 'resolved',
  review: 'in review',
  closed: 'closed',
  cancelled: 'cancelled',
  merged: 'merged',
};

export function statusText(status: Status): string {
  return STATUS_WORDS[status];
}

/** `34 % of users`, `1,200 users`, both, or nothing. */
export function sizeText(percent: number | undefined, users: number | undefined): string {
  const parts = [
    percent === undefined ? undefined : `${percent} % of users`,
    users === undefined ? undefined : `${users.toLocaleString('en-US')} users`,
  ].filter((part) => part !== undefined);
  return parts.join(', ');
}
