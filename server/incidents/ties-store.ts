import type { Db } from '../store/open.ts';
import type { Relation } from './entry-fields.ts';
import { seenBy, type Reader } from './seeing-store.ts';
import type { State } from './state.ts';

/** Writes the labels and links of an incident as they are after some entries; nothing when they are as before. */
export async function writeTies(db: Db, before: State, after: State): Promise<void> {
  const { incidentId } = after;
  if (labelKey(before) !== labelKey(after)) {
    await db.deleteFrom('incident_label').where('incident_id', '=', incidentId).execute();
    const rows = labelsToFind(after).map((label) => ({ incident_id: incidentId, label }));
    if (rows.length > 0) await db.insertInto('incident_label').values(rows).execute();
  }
  if (linkKey(before) !== linkKey(after)) {
    await db.deleteFrom('incident_link').where('incident_id', '=', incidentId).execute();
    const rows = after.links.map(({ relation, target }) => ({ incident_id: incidentId, relation, target }));
    if (rows.length > 0) await db.insertInto('incident_link').values(rows).execute();
  }
}

/** Labels are found in lower case. Words that were corrected may have made two of them alike. */
export function labelsToFind({ labels }: Pick<State, 'labels'>): string[] {
  return [...new Set(labels.map((label) => label.toLowerCase()))];
}

const labelKey = (state: State): string => JSON.stringify(labelsToFind(state));
const linkKey = ({ links }: State): string =>
  JSON.stringify(links.map(({ relation, target }) => [relation, target]));

/** Every label of the incidents that somebody may see, in lower case and in alphabetical order. */
export async function allLabels(db: Db, reader: Reader): Promise<string[]> {
  const rows = await db
    .selectFrom('incident_label')
    .select('label')
    .distinct()
    // Not a join: SQLite would walk through all incidents to find the few that have a label.
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('incident')
          .select('incident.incident_id')
          .whereRef('incident.incident_id', '=', 'incident_label.incident_id')
          .where(seenBy(reader)),
      ),
    )
    .orderBy('label')
    .limit(500)
    .execute();
  return rows.map(({ label }) => label);
}

/** An incident that names this one in a link. */
export type LinkedFrom = { number: number; key: string; title: string; status: string; relation: Relation };

/** The other side of links: the incidents that name the one with this key, as far as somebody may see them. */
export async function linkedFrom(db: Db, reader: Reader, key: string): Promise<LinkedFrom[]> {
  const rows = await db
    .selectFrom('incident_link')
    .innerJoin('incident', 'incident.incident_id', 'incident_link.incident_id')
    .select(['number', 'key', 'title', 'status', 'relation'])
    .where('target', '=', key)
    .where(seenBy(reader))
    .orderBy('opened_at', 'desc')
    .limit(50)
    .execute();
  // Only fold writes these rows, from links whose relation the schema of the entry has checked.
  return rows.map((row) => ({ ...row, relation: row.relation as Relation }));
}
