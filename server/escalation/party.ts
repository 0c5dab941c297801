/** People as a level looks at them: whether they can be asked, and how. */
import type { Instant } from '../core/clock.ts';
import { EVERY_DAY, hoursAt } from './hours.ts';
import type { Severity } from './policy.ts';

/** One way to reach somebody. */
export type Method = {
  id: string;
  channel: string;
  /** So much later than the first message: push at once, mail after two minutes. */
  delaySeconds: number;
};

export type Party = {
  id: string;
  name: string;
  isActive: boolean;
  /** In the order in which they want to be reached. */
  methods: readonly Method[];
  /** Times of day in their zone in which nothing below SEV-2 reaches them. */
  quiet?: { from: string; to: string; zone: string } | undefined;
};

/** In Muster itself everybody is told. It reaches nobody who sleeps, so by itself it is no way to reach somebody. */
export const IN_APP: Method = { id: 'in-app', channel: 'in-app', delaySeconds: 0 };

const IN_SEV_3: ReadonlySet<string> = new Set(['push', 'mail', 'in-app']);

/** Every way that is used at a level, with Muster itself first. */
export function waysOf(methods: readonly Method[]): readonly Method[] {
  return [IN_APP, ...methods.filter(({ id }) => id !== IN_APP.id)];
}

/** The ways to reach somebody at a severity. Who is not sure of it has the higher one. */
export function methodsAt(party: Party, severity: Severity | undefined): Method[] {
  if (severity === 'SEV-4') return [];
  const isAll = severity !== 'SEV-3';
  return party.methods.filter(({ channel }) => isAll || IN_SEV_3.has(channel));
}

/** Whether somebody is left in peace: quiet hours hold back what is not urgent, and break for the rest. */
export function isQuiet({ quiet }: Party, severity: Severity | undefined, instant: Instant): boolean {
  if (quiet === undefined || (severity !== 'SEV-3' && severity !== 'SEV-4')) return false;
  const { from, to, zone } = quiet;
  return hoursAt({ weekdays: EVERY_DAY, from, to }, zone, instant).isInside;
}
