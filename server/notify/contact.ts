import type { Instant } from '../core/clock.ts';

/** A way to reach somebody. */
export type ContactMethod = {
  id: string;
  personId: string;
  channel: string;
  address: string;
  delaySeconds: number;
  testedAt: Instant | undefined;
  testResult: string | undefined;
  /** When they last said that a test message arrived. */
  provedAt: Instant | undefined;
  endedAt: Instant | undefined;
  endedWhy: string | undefined;
};

/** Somebody with the ways to reach them, and the hours in which they are left in peace. */
export type Reachable = {
  id: string;
  name: string;
  email: string;
  zone: string | undefined;
  role: string;
  isActive: boolean;
  methods: readonly ContactMethod[];
  quiet: { from: string; to: string } | undefined;
};

/** The address that somebody signs in with reaches them, unless they have said otherwise. */
export function accountMail(person: { id: string; email: string }): ContactMethod {
  return {
    id: `mail-${person.id}`,
    personId: person.id,
    channel: 'mail',
    address: person.email,
    delaySeconds: 0,
    testedAt: undefined,
    testResult: undefined,
    provedAt: undefined,
    endedAt: undefined,
    endedWhy: undefined,
  };
}
