/** What goes to people by mail: the summary of a postmortem, to whoever took part. */
import { Refused } from '../core/refused.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import { newest, type PostmortemKit } from './actions.ts';
import { itemsOf } from './item-actions.ts';
import { summaryLetter } from './summary-letter.ts';

/**
 * Sends the summary of the published version, once each person and version.
 * @returns to how many it goes
 */
export async function mailSummary(kit: PostmortemKit, viewer: Viewer, number: number): Promise<number> {
  const { row, version } = await newest(kit.db, viewer, number);
  if (row.published_rev !== row.rev) {
    throw new Refused(
      'not-published',
      'Publish the newest version first: the summary is that of what everybody reads.',
    );
  }
  const { state } = await openRoom(kit.incidents, viewer, number);
  const items = await itemsOf(kit, viewer, row.incident_id);
  const content = {
    kind: 'letter' as const,
    subjectKey: `INC-${String(number)}`,
    path: href(paths.postmortem, { number }),
    ...summaryLetter(`INC-${String(number)}`, row.title, version.text, items),
  };
  return inTransaction(kit.db, (db) =>
    tellPeople(kit.notify, db, {
      key: `summary-${row.postmortem_id}-${String(row.rev)}`,
      people: state.people.map(({ personId }) => personId),
      content,
    }),
  );
}
