import { publicServices } from '../catalog/actions.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import { numberNamed } from '../incidents/key.ts';
import { toldToThePublic } from '../incidents/listing-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import { partsOf, publicOf, type Numbered, type PublicIncident, type PublicStatus } from './status.ts';

/** What is over stays to be read for so long. */
const DAYS_SHOWN = 14;
const DAY_SECONDS = 86_400;

/** What everybody may know at this moment, whoever asks. */
export async function publicStatus(kit: IncidentKit, now: Instant): Promise<PublicStatus> {
  const services = await publicServices(kit.db);
  const since = plusSeconds(now, -DAYS_SHOWN * DAY_SECONDS);
  const incidents: PublicIncident[] = [];
  for (const number of await toldToThePublic(kit.db, since)) {
    const incident = await read(kit, number);
    if (incident !== undefined) incidents.push(incident);
  }
  return {
    parts: partsOf(services, incidents),
    open: incidents.filter(({ progress }) => progress !== 'over'),
    past: incidents.filter(({ over }) => over !== undefined && over >= since),
    names: namesOf(services),
  };
}

/** The public names of the services by their slugs. */
export async function publicNames(kit: IncidentKit): Promise<ReadonlyMap<string, string>> {
  return namesOf(await publicServices(kit.db));
}

function namesOf(services: Awaited<ReturnType<typeof publicServices>>): ReadonlyMap<string, string> {
  return new Map(services.map(({ slug, publicName }) => [slug, publicName]));
}

/**
 * What everybody may know of one incident.
 * @throws NotFound while nothing of it was sent to the public, in the same words as for one that is not there
 */
export async function publicIncident(kit: IncidentKit, number: number): Promise<PublicIncident> {
  const incident = await read(kit, number);
  if (incident !== undefined) return incident;
  throw noSuch();
}

export function noSuch(): NotFound {
  return new NotFound('There is nothing here. The status page shows what is known.');
}

/** Read as Muster itself does: what was sent to the public is public, whoever sees the rest. */
async function read(kit: IncidentKit, number: number): Promise<PublicIncident | undefined> {
  try {
    const { state } = await openRoom(kit, undefined, number);
    if (state.origin !== undefined) return undefined;
    return publicOf({ number, state }, state.status === 'merged' ? await endOf(kit, state) : undefined);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** The incident in which a merged one goes on: a chain of merges is followed to its end. */
async function endOf(kit: IncidentKit, merged: State): Promise<Numbered | undefined> {
  const passed = new Set<number>();
  let key = merged.mergedInto?.key;
  for (;;) {
    const number = key === undefined ? undefined : numberNamed(key);
    if (number === undefined || passed.has(number)) return undefined;
    passed.add(number);
    const { state } = await openRoom(kit, undefined, number);
    if (state.status !== 'merged') return { number, state };
    key = state.mergedInto?.key;
  }
}
