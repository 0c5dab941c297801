/** What somebody who is asked to come has on their hands already. */
import type { Load } from '../escalation/load.ts';
import { viewerById } from '../identity/sign-in-actions.ts';
import type { Db } from '../store/open.ts';
import { numberOfKey } from './key.ts';
import { ledByName } from './listing-store.ts';
import { holderOf } from './roles.ts';
import { openRoom, type IncidentKit } from './room-actions.ts';
import { openTitle } from './seeing.ts';

/** Incidents that they lead at the moment, and whether they reported this one. */
export async function loadOf(kit: IncidentKit, db: Db, key: string, personId: string): Promise<Load> {
  const person = await viewerById(db, personId);
  if (person === undefined) return { isReporter: false, leads: [] };
  const { state } = await openRoom({ ...kit, db }, undefined, numberOfKey(key));
  const leads: Load['leads'][number][] = [];
  for (const number of await ledByName(db, person.name)) {
    const other = (await openRoom({ ...kit, db }, undefined, number)).state;
    // Two people may have one name.
    if (other.key !== key && holderOf(other, 'commander')?.id === personId)
      leads.push({ key: other.key, severity: other.severity, title: openTitle(other) });
  }
  return { isReporter: state.reportedBy?.id === personId, leads };
}
