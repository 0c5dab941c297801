/** The second lock: right before it is sent, a message about a drill is held back from everybody who does not take part. */
import type { Message } from '../notify/message.ts';
import type { Db } from '../store/open.ts';
import { placesOf, planOf } from './plan-store.ts';

/** Whether a message may leave. A drill asks nobody to come, and tells only those who take part or lead it. */
export async function mayLeave(
  db: Db,
  { content, person }: Pick<Message, 'content' | 'person'>,
): Promise<boolean> {
  const drill = content.kind === 'test' ? undefined : drillIn(content.subjectKey);
  if (drill === undefined) return true;
  if (content.kind === 'page') return false;
  const plan = await planOf(db, drill);
  const places = await placesOf(db, drill);
  return plan?.facilitator_id === person.id || places.some(({ account_id: id }) => id === person.id);
}

function drillIn(key: string): number | undefined {
  const [, digits] = /^DRILL-([1-9]\d{0,8})$/.exec(key) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
