/** What people do with action items. */
import { NotFound, Refused } from '../core/refused.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { Invalid } from '../web/problem.ts';
import type { PostmortemKit } from './actions.ts';
import { decideItem, itemKey, proposedItem, type Item, type ItemAct, type ItemFields } from './item.ts';
import {
  insertItem,
  itemByNumber,
  itemsOfIncident,
  listedItems,
  updateItem,
  type ListedItem,
} from './item-store.ts';

/** More than a page shows well; beyond, a file is better. */
const MOST_LISTED = 2_000;

/** Fields as a form sends them: the owner by id. */
export type WantedItem = Omit<ItemFields, 'owner'> & { owner: string | undefined };

/** Promises something in the review of an incident. @throws NotFound also for an incident that the viewer may not see */
export async function proposeItem(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { sourceSeq, ...wanted }: WantedItem & { sourceSeq?: number | undefined },
): Promise<Item> {
  const { row, state } = await openRoom(kit.incidents, viewer, number);
  if (sourceSeq !== undefined && !state.entries.some(({ seq }) => seq === sourceSeq)) {
    throw new NotFound(`${row.key} has no entry ${String(sourceSeq)}.`);
  }
  return inTransaction(kit.db, async (db) => {
    const now = kit.clock.now();
    const item = proposedItem(await fieldsOf(db, wanted), {
      id: kit.ids.next(),
      number: await nextNumber(db, 'action'),
      incidentId: row.incident_id,
      sourceSeq,
      createdAt: now,
      changedAt: now,
      changedBy: viewer.name,
    });
    await insertItem(db, item);
    return item;
  });
}

export type WantedAct =
  { act: 'change' | 'accept'; fields: WantedItem } | Exclude<ItemAct, { fields: ItemFields }>;

/**
 * @param rev the version that the form showed
 * @throws Refused when somebody else changed it in the meantime
 */
export async function actOnItem(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { rev, ...wanted }: WantedAct & { rev: number },
): Promise<Item> {
  return inTransaction(kit.db, async (db) => {
    const item = await findItem(db, viewer, number);
    if (item.rev !== rev) throw changedMeanwhile(item);
    const act = 'fields' in wanted ? { ...wanted, fields: await fieldsOf(db, wanted.fields) } : wanted;
    const after = decideItem(item, act);
    const stamped = { ...after, changedAt: kit.clock.now(), changedBy: viewer.name };
    if (!(await updateItem(db, stamped))) throw changedMeanwhile(item);
    return stamped;
  });
}

function changedMeanwhile(item: ListedItem): Refused {
  return new Refused(
    'stale',
    `${item.changedBy} changed ${itemKey(item)} since you opened this page, and nothing was saved. What you typed stands below: send it again to put it in the place of theirs.`,
  );
}

async function fieldsOf(db: Db, { owner, ...others }: WantedItem): Promise<ItemFields> {
  if (owner === undefined) return { ...others, owner: undefined };
  const person = (await activePeople(db)).find(({ id }) => id === owner);
  if (person === undefined)
    throw new Invalid([
      { field: 'owner', sentence: 'Choose a person from the list: this one is not known.' },
    ]);
  return { ...others, owner: { id: person.id, name: person.name } };
}

/** @throws NotFound also for what the viewer may not see */
export async function findItem(db: Db, viewer: Viewer, number: number): Promise<ListedItem> {
  const item = await itemByNumber(db, viewer, number);
  if (item !== undefined) return item;
  throw new NotFound(`There is no action item ACT-${String(number)}. The list of action items shows all.`);
}

export async function listItems(kit: Pick<PostmortemKit, 'db'>, viewer: Viewer): Promise<ListedItem[]> {
  return listedItems(kit.db, viewer, MOST_LISTED);
}

/** What the review of an incident promised. */
export async function itemsOf(kit: PostmortemKit, viewer: Viewer, incidentId: string): Promise<ListedItem[]> {
  return itemsOfIncident(kit.db, viewer, incidentId);
}
