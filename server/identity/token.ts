import type { Instant } from '../core/clock.ts';

/**
 * What an API token may be used for. A scope limits a token and gives nothing: what its owner may not do, it may not
 * do either. `*` at the end stands for every scope of that area.
 */
export const SCOPES = [
  'incidents:read',
  'incidents:write',
  'runbooks:read',
  'runbooks:*',
  'escalation:*',
  'postmortems:read',
  'postmortems:write',
  'postmortems:*',
  'admin',
] as const;

export type Scope = (typeof SCOPES)[number];

export const SCOPE_MEANINGS: Record<Scope, string> = {
  'incidents:read': 'read incidents and their timelines',
  'incidents:write': 'declare incidents and write to their timelines',
  'runbooks:read': 'read runbooks',
  'runbooks:*': 'everything about runbooks',
  'escalation:*': 'change schedules and policies, cover and swap shifts, hold alerts during maintenance',
  'postmortems:read': 'read postmortems',
  'postmortems:write': 'write postmortems',
  'postmortems:*': 'everything about postmortems',
  admin: 'read the audit log and how this installation is, and see and revoke tokens',
};

/** A personal API token, without its secret, which is told once and stored nowhere. */
export type Token = {
  id: string;
  accountId: string;
  name: string;
  scopes: readonly string[];
  createdAt: Instant;
  expiresAt: Instant | undefined;
  usedAt: Instant | undefined;
};

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

/** In a row scopes are one text with blanks between. */
export function scopesText(scopes: readonly string[]): string {
  return scopes.join(' ');
}

export function scopesOf(text: string): string[] {
  return text.split(' ').filter((scope) => scope !== '');
}
