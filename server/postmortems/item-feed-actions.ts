/** The days of what somebody promised, read by their calendar program through a secret address. */
import { noSuchCalendar, ownerOfFeed, type FeedReading } from '../escalation/feed-actions.ts';
import { viewerById } from '../identity/sign-in-actions.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { listItems } from './item-actions.ts';
import { itemsCalendar } from './item-calendar.ts';
import type { Item } from './item.ts';

/**
 * The calendar shows no more than its owner would be shown: what they are shut out of leaves it at the next reading.
 * @param url the whole address of an item
 * @throws NotFound for an address that was never made, that was given up, or whose owner may not sign in any more
 */
export async function readItemFeed(
  kit: PostmortemKit & FeedReading,
  token: string,
  url: (item: Item) => string,
): Promise<string> {
  const ownerId = await ownerOfFeed(kit, token, 'actions');
  const owner = ownerId === undefined ? undefined : await viewerById(kit.db, ownerId);
  if (owner === undefined || !may(owner, 'postmortem.read')) throw noSuchCalendar();
  const items = await listItems(kit, owner);
  return itemsCalendar(
    items.filter((item) => item.owner?.id === owner.id),
    { name: `Action items: ${owner.name}`, now: kit.clock.now(), url },
  );
}
