/** `/me/calendars`: addresses by which calendar programs read; and those of shifts themselves. */
import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { open, page, seeOther, type Answer } from '../web/answer.ts';
import { noFields, optionalChoice, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { publicRoute, route, type Route, type SignedInAsk } from '../web/route.ts';
import {
  endFeed,
  FEED_KINDS,
  feedsOf,
  feedToken,
  makeFeed,
  readFeed,
  type FeedKind,
  type FeedSubject,
} from './feed-actions.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type CalendarsPage = {
  calendars: readonly {
    name: string;
    kind: FeedKind;
    scheduleId: string;
    /** The whole address, for another program; undefined while there is none. */
    address: string | undefined;
  }[];
};

/** Without a schedule it is the calendar of one's own shifts, or, by its kind, of something else of one's own. */
const WhichFields = z.strictObject({
  kind: optionalChoice(FEED_KINDS, 'Choose a calendar from the list.'),
  schedule: optionalLine(40),
});

function subjectOf({ kind = 'shifts', schedule }: z.output<typeof WhichFields>): FeedSubject {
  return { kind, scheduleId: kind === 'shifts' ? schedule : undefined };
}

/** Where the calendars of each kind are read. */
const READ_AT = { shifts: paths.onCallFeed, actions: paths.actionItemsFeed } as const;

export function feedRoutes(kit: EscalationKit): Route[] {
  const show = async ({ viewer, absolute }: SignedInAsk): Promise<Answer> => {
    const feeds = await feedsOf(kit.db, viewer.id);
    const addressOf = (kind: FeedKind, scheduleId?: string): string | undefined => {
      const feed = feeds.find((one) => one.kind === kind && one.scheduleId === scheduleId);
      return feed && absolute(href(READ_AT[kind], { token: feedToken(kit, feed.id) }));
    };
    const schedules = await allSchedules(kit.db);
    const model: CalendarsPage = {
      calendars: [
        {
          name: 'Your shifts in all schedules',
          kind: 'shifts',
          scheduleId: '',
          address: addressOf('shifts'),
        },
        { name: 'Your action items', kind: 'actions', scheduleId: '', address: addressOf('actions') },
        ...schedules.map(({ id, name }) => ({
          name: `Everybody in ${name}`,
          kind: 'shifts' as const,
          scheduleId: id,
          address: addressOf('shifts', id),
        })),
      ],
    };
    return page('escalation/calendars', 'Calendars', model, { noStore: true });
  };
  return [
    route('GET', paths.myCalendars, 'profile.edit', noFields, show),
    route('POST', paths.myCalendars, 'profile.edit', WhichFields, async ({ viewer, fields }) => {
      const subject = subjectOf(fields);
      const { scheduleId } = subject;
      const isKnown =
        scheduleId === undefined || (await allSchedules(kit.db)).some(({ id }) => id === scheduleId);
      if (!isKnown) throw new NotFound('There is no such schedule. The list shows them all.');
      await makeFeed(kit, viewer.id, subject);
      return seeOther(paths.myCalendars, 'Here is the address. Whoever knows it can read the calendar.');
    }),
    route('POST', paths.myCalendarEnd, 'profile.edit', WhichFields, async ({ viewer, fields }) => {
      await endFeed(kit, viewer.id, subjectOf(fields));
      return seeOther(paths.myCalendars, 'That address does not work any more.');
    }),
    publicRoute('GET', paths.onCallFeed, noFields, async ({ params, absolute }) =>
      open(await readFeed(kit, params.token ?? '', new URL(absolute('/')).hostname), 'text/calendar'),
    ),
  ];
}
