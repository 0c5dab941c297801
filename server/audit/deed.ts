/**
 * What people and programs do that is not the story of an incident. A deed is told once, in the transaction that does
 * it, and never changed. A kind is added here, with its words below: the compiler asks for them.
 */
import type { Instant } from '../core/clock.ts';
import { byCharacters } from '../core/lists.ts';
import { sentenceList } from '../core/text.ts';
import type { By } from './by.ts';

/** What it was done to: its kind, its id, and its name as it was then. A person's things are told of the person. */
export type Subject = {
  type:
    'person' | 'link' | 'team' | 'service' | 'incident' | 'setting' | 'installation' | 'schedule' | 'policy';
  id: string;
  name: string;
};

/** What each kind of deed keeps beside its subject. Rows stay for ever: a detail that is added later is optional. */
export type Details = {
  'sign-in-failed': { asked: 'sign-in' | 'again' };
  'sign-in-throttled': Record<never, never>;
  'account-made': { role: string; how: 'set-up' | 'invitation' | 'demo' };
  'profile-changed': { name?: Change; zone?: Change };
  'role-changed': Change;
  'account-disabled': Record<never, never>;
  'account-enabled': Record<never, never>;
  'password-changed': { how: 'typed' | 'link' };
  'link-made': { purpose: 'invite' | 'password' | 'setup'; expiresAt: Instant; role?: string };
  'link-withdrawn': Record<never, never>;
  'team-made': Record<never, never>;
  'team-changed': { changes: Changes };
  'team-member-added': { team: string };
  'team-member-removed': { team: string };
  'token-made': { tokenId: string; token: string; scopes: readonly string[]; expiresAt: Instant | null };
  'token-revoked': { tokenId: string; token: string };
  'alert-key-made': { keyId: string; key: string };
  'alert-key-revoked': { keyId: string; key: string };
  'service-made': { team: string | null; runbook: string | null };
  'service-changed': { changes: Changes };
  'schedule-made': Record<never, never>;
  'schedule-changed': { from: Instant };
  'shift-covered': { person: string; from: Instant; to: Instant };
  'cover-ended': Record<never, never>;
  'policy-made': Record<never, never>;
  'policy-changed': { version: number };
  'setting-changed': { changes: Changes };
  'private-incident-opened': Record<never, never>;
  'incident-exported': { format: string };
  'incident-imported': { entries: number; from: string };
  'report-imported': { entries: number; file: string };
  'entry-redacted': { seq: number; fields: readonly string[]; reason: string };
  'backup-made': { file: string; bytes: number };
};

/** What was and what is; null stands for nothing. */
export type Change = { from: string | null; to: string | null };

/** Each field that changed, by the name that people read. */
export type Changes = Readonly<Record<string, Change>>;

export type DeedKind = keyof Details;
export type Deed<K extends DeedKind = DeedKind> = {
  [P in K]: { kind: P; subject: Subject; details: Details[P] };
}[K];

/** A deed in its place in the chain. */
export type Told = {
  id: string;
  seq: number;
  at: Instant;
  by: By;
  /** A newer Muster may have written kinds that this one does not know. */
  kind: string;
  subject: Subject;
  details: unknown;
  previousHash: string;
  hash: string;
};

type Said<K extends DeedKind> = { label: string; words(deed: Deed<K>): string };

/** Each kind by its name in the choice of the page, and as the rest of a sentence that begins with who did it. */
const SAID: { [K in DeedKind]: Said<K> } = {
  'sign-in-failed': {
    label: 'Sign-in failed',
    words: ({ subject, details }) =>
      details.asked === 'again'
        ? 'typed a wrong password when asked for it again'
        : `was not let in as ${subject.name}`,
  },
  'sign-in-throttled': {
    label: 'Sign-in held back',
    words: ({ subject }) => `was held back after too many wrong passwords for ${subject.name}`,
  },
  'account-made': {
    label: 'Account made',
    words: ({ subject, details }) => `made the account of ${subject.name} as ${details.role}`,
  },
  'profile-changed': {
    label: 'Profile changed',
    words: ({ subject, details }) => `changed ${subject.name}: ${changesWords(details)}`,
  },
  'role-changed': {
    label: 'Role changed',
    words: ({ subject, details }) => `changed the role of ${subject.name} from ${changeWords(details)}`,
  },
  'account-disabled': { label: 'Shut out', words: ({ subject }) => `shut ${subject.name} out` },
  'account-enabled': { label: 'Let in again', words: ({ subject }) => `let ${subject.name} in again` },
  'password-changed': {
    label: 'Password changed',
    words: ({ subject, details }) =>
      `chose a new password for ${subject.name}${details.how === 'link' ? ' by a link' : ''}`,
  },
  'link-made': { label: 'Link made', words: linkWords },
  'link-withdrawn': {
    label: 'Link taken back',
    words: ({ subject }) => `took back the invitation of ${subject.name}`,
  },
  'team-made': { label: 'Team made', words: ({ subject }) => `made the team ${subject.name}` },
  'team-changed': {
    label: 'Team changed',
    words: ({ subject, details }) => `changed the team ${subject.name}: ${changesWords(details.changes)}`,
  },
  'team-member-added': {
    label: 'Added to a team',
    words: ({ subject, details }) => `added ${subject.name} to the team ${details.team}`,
  },
  'team-member-removed': {
    label: 'Removed from a team',
    words: ({ subject, details }) => `removed ${subject.name} from the team ${details.team}`,
  },
  'token-made': {
    label: 'Token made',
    words: ({ subject, details }) =>
      `made the token "${details.token}" of ${subject.name} for ${sentenceList(details.scopes)}`,
  },
  'token-revoked': {
    label: 'Token revoked',
    words: ({ subject, details }) => `revoked the token "${details.token}" of ${subject.name}`,
  },
  'alert-key-made': {
    label: 'Alert key made',
    words: ({ subject, details }) => `made the key "${details.key}" for alerts of ${subject.name}`,
  },
  'alert-key-revoked': {
    label: 'Alert key revoked',
    words: ({ subject, details }) => `revoked the key "${details.key}" for alerts of ${subject.name}`,
  },
  'service-made': { label: 'Service made', words: ({ subject }) => `added the service ${subject.name}` },
  'service-changed': {
    label: 'Service changed',
    words: ({ subject, details }) => `changed the service ${subject.name}: ${changesWords(details.changes)}`,
  },
  'schedule-made': { label: 'Schedule made', words: ({ subject }) => `made the schedule ${subject.name}` },
  'schedule-changed': {
    label: 'Schedule changed',
    words: ({ subject, details }) => `changed the schedule ${subject.name} from ${details.from} on`,
  },
  'shift-covered': {
    label: 'Shift covered',
    words: ({ subject, details }) =>
      `put somebody on call in ${subject.name} from ${details.from} to ${details.to}`,
  },
  'cover-ended': { label: 'Override ended', words: ({ subject }) => `ended an override of ${subject.name}` },
  'policy-made': { label: 'Policy made', words: ({ subject }) => `made the policy ${subject.name}` },
  'policy-changed': {
    label: 'Policy changed',
    words: ({ subject, details }) =>
      `changed the policy ${subject.name}, which is version ${String(details.version)} now`,
  },
  'setting-changed': {
    label: 'Setting changed',
    words: ({ subject, details }) => `changed ${subject.name}: ${changesWords(details.changes)}`,
  },
  'private-incident-opened': {
    label: 'Private incident looked at',
    words: ({ subject }) => `looked at the private incident ${subject.name} without taking part in it`,
  },
  'incident-exported': {
    label: 'Incident exported',
    words: ({ subject, details }) => `exported ${subject.name} as ${details.format}`,
  },
  'incident-imported': {
    label: 'Incident imported',
    words: ({ subject, details }) =>
      `imported ${subject.name}, which was ${details.from}, with ${String(details.entries)} entries`,
  },
  'report-imported': {
    label: 'Report imported',
    words: ({ subject, details }) =>
      `imported the report ${details.file} as ${subject.name}, with ${String(details.entries)} entries`,
  },
  'entry-redacted': {
    label: 'Entry redacted',
    words: ({ subject, details }) =>
      `redacted entry ${String(details.seq)} of ${subject.name}: ${details.reason}`,
  },
  'backup-made': {
    label: 'Backup made',
    words: ({ details }) => `made the backup ${details.file} of ${String(details.bytes)} bytes`,
  },
};

/** Every kind with its label, by the label. */
export const KINDS: readonly { kind: DeedKind; label: string }[] = Object.entries(SAID)
  .map(([kind, { label }]) => ({ kind: kind as DeedKind, label }))
  .sort((a, b) => byCharacters(a.label, b.label));

function isDeedKind(text: string): text is DeedKind {
  return Object.hasOwn(SAID, text);
}

/** What was done, as the rest of a sentence that begins with who did it. */
export function deedWords({ kind, subject, details }: Pick<Told, 'kind' | 'subject' | 'details'>): string {
  if (!isDeedKind(kind)) return `did something to ${subject.name} that a newer Muster knows: ${kind}`;
  // Rows are written by the one function that takes a Deed, so the kind and its details belong together.
  const { words } = SAID[kind] as Said<DeedKind>;
  return words({ kind, subject, details } as Deed);
}

export function labelOf(kind: string): string {
  return isDeedKind(kind) ? SAID[kind].label : kind;
}

function linkWords({ subject, details }: Deed<'link-made'>): string {
  switch (details.purpose) {
    case 'invite':
      return `made a link that invites ${subject.name} as ${details.role ?? 'somebody'}`;
    case 'password':
      return `made a password link for ${subject.name}`;
    case 'setup':
      return 'made the link for the first administrator';
  }
}

function changeWords({ from, to }: Change): string {
  return `${from ?? 'nothing'} to ${to ?? 'nothing'}`;
}

function changesWords(changes: Readonly<Record<string, Change | undefined>>): string {
  const told = Object.entries(changes).flatMap(([name, change]) =>
    change === undefined ? [] : [`${name} from ${changeWords(change)}`],
  );
  return sentenceList(told);
}
