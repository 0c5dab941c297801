/** Kinds of alerts in a window of maintenance: what is new in it is looked at by nobody unless it is said. */
import type { Instant } from '../core/clock.ts';

/** An alert of a service by its name; `madeAt` is when it came for the first time. */
export type Came = {
  name: string;
  madeAt: Instant;
  firedAt: Instant | undefined;
  clearedAt: Instant | undefined;
};

/** A kind that no alert of the service had before the window began. */
export type NewKind = { name: string; since: Instant; isFiring: boolean };

/** Each new kind once, the oldest first. @param from when the window began */
export function newKinds(came: readonly Came[], from: Instant): NewKind[] {
  const byName = Map.groupBy(came, ({ name }) => name);
  return [...byName]
    .flatMap(([name, alerts]) => {
      const since = alerts.map(({ madeAt }) => madeAt).toSorted()[0];
      if (since === undefined || since < from) return [];
      return [{ name, since, isFiring: alerts.some(isFiring) }];
    })
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
}

function isFiring({ firedAt, clearedAt }: Came): boolean {
  return firedAt !== undefined && (clearedAt === undefined || clearedAt < firedAt);
}
