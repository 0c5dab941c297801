import { servicesOwnedBy } from '../catalog/actions.ts';
import type { Db } from '../store/open.ts';
import { sees } from './seeing.ts';
import type { Reader } from './seeing-store.ts';
import type { State } from './state.ts';

export { openTo, seenBy, type Reader } from './seeing-store.ts';

const NONE: ReadonlySet<string> = new Set();

/** Whether somebody may see an incident. Whose services are theirs is asked only where it matters. */
export async function maySee(db: Db, reader: Reader, state: State): Promise<boolean> {
  if (reader === undefined) return true;
  const isByTeam = state.visibility === 'team' && state.services.length > 0;
  const services = isByTeam ? await servicesOwnedBy(db, reader.id) : NONE;
  return sees(state, { ...reader, services });
}
