/** `/me/calendars`: addresses by which calendar programs read shifts; and those addresses themselves. */
import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { open, page, seeOther, type Answer } from '../web/answer.ts';
import { noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { publicRoute, route, type Route, type SignedInAsk } from '../web/route.ts';
import { endFeed, feedsOf, feedToken, makeFeed, readFeed } from './feed-actions.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type CalendarsPage = {
  calendars: readonly {
    name: string;
    scheduleId: string;
    /** The whole address, for another program; undefined while there is none. */
    address: string | undefined;
  }[];
};

/** Without a schedule it is the calendar of one's own shifts. */
const WhichFields = z.strictObject({ schedule: optionalLine(40) });

export function feedRoutes(kit: EscalationKit): Route[] {
  const show = async ({ viewer, absolute }: SignedInAsk): Promise<Answer> => {
    const feeds = await feedsOf(kit.db, viewer.id);
    const addressOf = (scheduleId: string | undefined): string | undefined => {
      const feed = feeds.find((one) => one.scheduleId === scheduleId);
      return feed && absolute(href(paths.onCallFeed, { token: feedToken(kit, feed.id) }));
    };
    const schedules = await allSchedules(kit.db);
    const model: CalendarsPage = {
      calendars: [
        { name: 'Your shifts in all schedules', scheduleId: '', address: addressOf(undefined) },
        ...schedules.map(({ id, name }) => ({
          name: `Everybody in ${name}`,
          scheduleId: id,
          address: addressOf(id),
        })),
      ],
    };
    return page('escalation/calendars', 'Calendars', model, { noStore: true });
  };
  return [
    route('GET', paths.myCalendars, 'profile.edit', noFields, show),
    route('POST', paths.myCalendars, 'profile.edit', WhichFields, async ({ viewer, fields }) => {
      const { schedule } = fields;
      const isKnown =
        schedule === undefined || (await allSchedules(kit.db)).some(({ id }) => id === schedule);
      if (!isKnown) throw new NotFound('There is no such schedule. The list shows them all.');
      await makeFeed(kit, viewer.id, schedule);
      return seeOther(paths.myCalendars, 'Here is the address. Whoever knows it can read the calendar.');
    }),
    route('POST', paths.myCalendarEnd, 'profile.edit', WhichFields, async ({ viewer, fields }) => {
      await endFeed(kit, viewer.id, fields.schedule);
      return seeOther(paths.myCalendars, 'That address does not work any more.');
    }),
    publicRoute('GET', paths.onCallFeed, noFields, async ({ params, absolute }) =>
      open(await readFeed(kit, params.token ?? '', new URL(absolute('/')).hostname), 'text/calendar'),
    ),
  ];
}
