import { activePeople } from '../identity/directory-actions.ts';
import type { Db } from '../store/open.ts';
import { peopleOfDrill } from './played.ts';
import type { State } from './state.ts';

/** Who can be asked, offered a role or given a task: everybody with an account; in a drill nobody from outside of it. */
export async function peopleOf(db: Db, state: State): Promise<{ id: string; name: string }[]> {
  return state.kind === 'drill' ? peopleOfDrill(state) : activePeople(db);
}
