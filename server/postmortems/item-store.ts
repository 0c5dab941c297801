/** Rows of action items. */
import { openTo, type Reader } from '../incidents/seeing-actions.ts';
import { numberOfKey } from '../incidents/key.ts';
import type { Db } from '../store/open.ts';
import type { ActionItemRow } from '../store/schema.ts';
import type { PromisedItem } from './frame.ts';
import { itemKey, type Item, type ItemState, type ItemType } from './item.ts';

/** An item with the incident whose review promised it. */
export type ListedItem = Item & { incidentKey: string; incidentNumber: number; incidentTitle: string };

function selection(db: Db, reader: Reader) {
  return db
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.incident_id', 'action_item.incident_id')
    .selectAll('action_item')
    .select(['incident.key as incident_key', 'incident.title as incident_title'])
    .where(openTo(reader));
}

/** Items of incidents that the reader may see, those due first at the front. */
export async function listedItems(db: Db, reader: Reader, most: number): Promise<ListedItem[]> {
  const rows = await selection(db, reader)
    .orderBy((eb) => eb.fn.coalesce('action_item.due_day', eb.val('9999-12-31')))
    .orderBy('action_item.number')
    .limit(most)
    .execute();
  return rows.map(listed);
}

/** The items of one incident, the oldest first. */
export async function itemsOfIncident(db: Db, reader: Reader, incidentId: string): Promise<ListedItem[]> {
  const rows = await selection(db, reader)
    .where('action_item.incident_id', '=', incidentId)
    .orderBy('action_item.number')
    .execute();
  return rows.map(listed);
}

/** What stands in the document of an incident: all but what was rejected. */
export async function promisedItems(db: Db, incidentId: string): Promise<PromisedItem[]> {
  const items = await itemsOfIncident(db, undefined, incidentId);
  return items
    .filter(({ state }) => state !== 'rejected')
    .map((item) => ({ ...item, key: itemKey(item), owner: item.owner?.name }));
}

export async function itemByNumber(db: Db, reader: Reader, number: number): Promise<ListedItem | undefined> {
  const row = await selection(db, reader).where('action_item.number', '=', number).executeTakeFirst();
  return row && listed(row);
}

export async function insertItem(db: Db, item: Item): Promise<void> {
  await db.insertInto('action_item').values(rowOf(item)).execute();
}

/** Writes an item over the version that it was decided upon; false when another change came first. */
export async function updateItem(db: Db, item: Item): Promise<boolean> {
  const result = await db
    .updateTable('action_item')
    .set({ ...rowOf(item), rev: item.rev + 1 })
    .where('action_id', '=', item.id)
    .where('rev', '=', item.rev)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

type Row = ActionItemRow & { incident_key: string; incident_title: string };

function listed(row: Row): ListedItem {
  return {
    id: row.action_id,
    number: row.number,
    incidentId: row.incident_id,
    incidentKey: row.incident_key,
    incidentNumber: numberOfKey(row.incident_key),
    incidentTitle: row.incident_title,
    text: row.text,
    type: row.type as ItemType,
    state: row.state as ItemState,
    owner: row.owner_id === null ? undefined : { id: row.owner_id, name: row.owner_name ?? row.owner_id },
    due: row.due_day ?? undefined,
    doneWhen: row.done_when ?? undefined,
    evidence: row.evidence ?? undefined,
    ticket: row.ticket ?? undefined,
    reason: row.reason ?? undefined,
    sourceSeq: row.source_seq ?? undefined,
    rev: row.rev,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}

/** When its owner was last reminded is no part of the item, and stays. */
function rowOf(item: Item): Omit<ActionItemRow, 'reminded_day'> {
  return {
    action_id: item.id,
    number: item.number,
    incident_id: item.incidentId,
    text: item.text,
    type: item.type,
    state: item.state,
    owner_id: item.owner?.id ?? null,
    owner_name: item.owner?.name ?? null,
    due_day: item.due ?? null,
    done_when: item.doneWhen ?? null,
    evidence: item.evidence ?? null,
    ticket: item.ticket ?? null,
    reason: item.reason ?? null,
    source_seq: item.sourceSeq ?? null,
    rev: item.rev,
    created_at: item.createdAt,
    changed_at: item.changedAt,
    changed_by: item.changedBy,
  };
}
