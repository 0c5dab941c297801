/** Reminds those who promised something, and whoever owes a review. */
import { localDate, plusDays } from '../core/time.ts';
import { managers } from '../identity/directory-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { holdersAt } from '../incidents/roles.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import type { PostmortemKit } from './actions.ts';
import { dueWords, itemKey } from './item.ts';
import { itemByNumber, updateItem, type ListedItem } from './item-store.ts';
import { isExpired, reminderDay } from './reminder.ts';
import { dueItems, incidentsInReview, markReminded, type Remindable } from './reminder-store.ts';

/** What is due today in the zone of the house. */
export async function remind(kit: PostmortemKit): Promise<void> {
  const today = localDate(kit.clock.now(), kit.incidents.homeZone);
  for (const one of await dueItems(kit.db, plusDays(today, 7))) await remindOwner(kit, one, today);
  for (const number of await incidentsInReview(kit.db)) await remindOfReview(kit, number, today);
}

async function remindOwner(kit: PostmortemKit, one: Remindable, today: string): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const item = await itemByNumber(db, undefined, one.number);
    if (item?.due === undefined || item.state !== 'accepted') return;
    if (isExpired(item, today)) {
      await expire({ ...kit, db }, item);
      return;
    }
    const day = reminderDay(item.due, today);
    if (day === undefined || item.owner === undefined || (one.remindedDay ?? '') >= day) return;
    if (!(await markReminded(db, one, day))) return;
    await tellPeople(kit.notify, db, {
      key: `remind-${item.id}-${day}`,
      people: [item.owner.id],
      content: noticeOf(item, `${itemKey(item)} is ${dueWords(item, today)}: ${item.text}`),
    });
  });
}

function noticeOf(item: ListedItem, words: string) {
  return {
    kind: 'notice' as const,
    subjectKey: item.incidentKey,
    title: item.incidentTitle,
    path: href(paths.actionItem, { item: item.number }),
    words,
  };
}

/** Nobody spoke of it for long: it ends, and a manager is asked whether that is right. */
async function expire(kit: PostmortemKit, item: ListedItem): Promise<void> {
  const reason = 'Thirty days after its day nobody had said a word of it.';
  const ended = {
    ...item,
    state: 'expired' as const,
    reason,
    changedAt: kit.clock.now(),
    changedBy: 'Muster',
  };
  if (!(await updateItem(kit.db, ended))) return;
  await tellPeople(kit.notify, kit.db, {
    key: `expired-${item.id}-${String(item.rev)}`,
    people: (await managers(kit.db)).map(({ id }) => id),
    content: noticeOf(
      item,
      `${itemKey(item)} expired: ${item.text}. Open it again with a new day, or leave it`,
    ),
  });
}

/** On the day on which a review is due, and weekly after it. */
async function remindOfReview(kit: PostmortemKit, number: number, today: string): Promise<void> {
  const { row, state } = await openRoom(kit.incidents, undefined, number);
  const required = state.review?.required;
  if (required === undefined) return;
  const due = localDate(required.dueAt, state.homeZone);
  if (due > today) return;
  const commanders = holdersAt(state, 'commander', state.latestAt).map(({ personId }) => personId);
  const people = required.owner === undefined ? commanders : [required.owner];
  await inTransaction(kit.db, (db) =>
    tellPeople(kit.notify, db, {
      key: `review-due-${row.incident_id}-${reminderDay(due, today) ?? due}`,
      people,
      content: {
        kind: 'notice',
        subjectKey: row.key,
        title: row.title,
        path: href(paths.incident, { number }),
        words: `The review of ${row.key} was due on ${due}`,
      },
    }),
  );
}
