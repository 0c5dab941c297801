import { z } from 'zod';
import { seeOther } from '../web/answer.ts';
import { wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import { markRead } from './read-mark-actions.ts';
import { enterRoom } from './room-actions.ts';
import { roomNumber } from './room-routes.ts';

export const ReadMarkFields = z.strictObject({
  seq: wholeNumber(1, 1_000_000, 'the number of the last entry that you read', 1),
});

/** "Read up to here": whoever may look on may keep their place. */
export function readMarkRoute(kit: IncidentKit): Route {
  return route('POST', paths.incidentReadMark, 'incident.observe', ReadMarkFields, async (ask) => {
    const number = roomNumber(ask);
    if (typeof number !== 'number') return number;
    const mark = await markRead(kit, ask.viewer, await enterRoom(kit, ask, number), ask.fields.seq);
    const notice = `Read up to #${String(mark.seq)}. What comes later is shown as new to you.`;
    return seeOther(href(paths.incidentTimeline, { number }), notice);
  });
}
