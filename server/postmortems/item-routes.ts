import { z } from 'zod';
import type { FeedReading } from '../escalation/feed-actions.ts';
import { localDate } from '../core/time.ts';
import { NotFound } from '../core/refused.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { file, open, page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, optionalChoice, optionalLine, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { publicRoute, route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { ITEM_TYPES, itemKey, type Item } from './item.ts';
import {
  actOnItem,
  findItem,
  listItems,
  proposeItem,
  type WantedAct,
  type WantedItem,
} from './item-actions.ts';
import { itemsCalendar } from './item-calendar.ts';
import { readItemFeed } from './item-feed-actions.ts';
import { itemsCsv } from './item-csv.ts';
import { itemPage, itemsPage } from './item-pages.ts';
import { numberIn, readPage } from './routes.ts';

const fields = {
  text: line('what is to be done', 500),
  type: choice(ITEM_TYPES, 'Choose what kind of action it is.'),
  owner: optionalLine(60),
  due: optionalLine(10),
  done_when: optionalLine(500),
  ticket: optionalLine(500),
};
const rev = wholeNumber(1, 1_000_000_000, 'which change this one is made upon', 1);
const NewFields = z.strictObject({ ...fields, source: optionalLine(9) });
const ItemFields = z.strictObject({ ...fields, rev });
const EvidenceFields = z.strictObject({ evidence: optionalLine(500), rev });
const ReasonFields = z.strictObject({ reason: optionalLine(500), rev });
const ListFields = z.strictObject({
  who: optionalChoice(['all', 'mine'], 'Show all, or mine.'),
  state: optionalChoice(['open', 'closed', 'all'], 'Show open ones, closed ones, or all.'),
});

/** What was promised after incidents: by page, as a file, and one by one. */
export function itemRoutes(kit: PostmortemKit & FeedReading): Route[] {
  const list = async (ask: SignedInAsk<z.output<typeof ListFields>>): Promise<Answer> => {
    const { who = 'all', state = 'open' } = ask.fields;
    const model = itemsPage(
      await listItems(kit, ask.viewer),
      { who, state },
      { me: ask.viewer.id, today: todayOf(kit, ask) },
    );
    return page('postmortems/items', 'Action items', model);
  };
  const one = async (ask: SignedInAsk): Promise<Answer> => {
    const item = await findItem(kit.db, ask.viewer, itemNumber(ask));
    const people = await activePeople(kit.db);
    const mayAct = may(ask.viewer, 'postmortem.write');
    const model = itemPage(item, { today: todayOf(kit, ask), people, mayAct });
    return page('postmortems/item', model.key, model, { noStore: true });
  };
  const acted = async (
    ask: SignedInAsk,
    wanted: WantedAct & { rev: number },
    words: string,
  ): Promise<Answer> => {
    const item = await actOnItem(kit, ask.viewer, itemNumber(ask), wanted);
    return seeOther(href(paths.actionItem, { item: item.number }), `${itemKey(item)} is ${words}.`);
  };
  return [
    route('GET', paths.actionItems, 'postmortem.read', ListFields, list),
    route('GET', paths.actionItemsFile, 'postmortem.read', noFields, async (ask) => {
      return file(itemsCsv(await listItems(kit, ask.viewer)), 'text/csv; charset=utf-8', 'action-items.csv');
    }),
    route('GET', paths.actionItemsCalendar, 'postmortem.read', noFields, async (ask) => {
      const url = (item: Item) => ask.absolute(href(paths.actionItem, { item: item.number }));
      const calendar = itemsCalendar(await listItems(kit, ask.viewer), {
        name: 'Action items',
        now: ask.now,
        url,
      });
      return file(calendar, 'text/calendar; charset=utf-8', 'action-items.ics');
    }),
    publicRoute('GET', paths.actionItemsFeed, noFields, async ({ params, absolute }) => {
      const url = (item: Item) => absolute(href(paths.actionItem, { item: item.number }));
      return open(await readItemFeed(kit, params.token ?? '', url), 'text/calendar');
    }),
    route('GET', paths.actionItem, 'postmortem.read', noFields, one),
    route(
      'POST',
      paths.incidentActionItems,
      'postmortem.write',
      NewFields,
      async (ask) => {
        const number = await numberIn(kit, ask);
        const { source, ...typed } = ask.fields;
        const sourceSeq = source === undefined ? undefined : Number(source);
        const item = await proposeItem(kit, ask.viewer, number, { ...wantedOf(typed), sourceSeq });
        return seeOther(
          `${href(paths.postmortem, { number })}#action-items`,
          `${itemKey(item)} is proposed. Accept it when it has an owner and a date.`,
        );
      },
      { again: (ask) => readPage(kit, ask, undefined) },
    ),
    route(
      'POST',
      paths.actionItemChange,
      'postmortem.write',
      ItemFields,
      (ask) => {
        const { rev: base, ...typed } = ask.fields;
        return acted(ask, { act: 'change', fields: wantedOf(typed), rev: base }, 'changed');
      },
      { again: one },
    ),
    route(
      'POST',
      paths.actionItemAcceptance,
      'postmortem.write',
      ItemFields,
      (ask) => {
        const { rev: base, ...typed } = ask.fields;
        return acted(ask, { act: 'accept', fields: wantedOf(typed), rev: base }, 'accepted');
      },
      { again: one },
    ),
    route(
      'POST',
      paths.actionItemDone,
      'postmortem.write',
      EvidenceFields,
      (ask) => acted(ask, { act: 'done', ...ask.fields }, 'done'),
      { again: one },
    ),
    route(
      'POST',
      paths.actionItemRejection,
      'postmortem.write',
      ReasonFields,
      (ask) => acted(ask, { act: 'reject', ...ask.fields }, 'rejected'),
      { again: one },
    ),
    route(
      'POST',
      paths.actionItemReopening,
      'postmortem.write',
      ReasonFields,
      (ask) => acted(ask, { act: 'reopen', ...ask.fields }, 'open again'),
      { again: one },
    ),
  ];
}

type Typed = {
  text: string;
  type: Item['type'];
  owner?: string | undefined;
  due?: string | undefined;
  done_when?: string | undefined;
  ticket?: string | undefined;
};

function wantedOf({ text, type, owner, due, done_when: doneWhen, ticket }: Typed): WantedItem {
  return { text, type, owner, due, doneWhen, ticket };
}

function itemNumber({ params }: SignedInAsk): number {
  const text = params.item ?? '';
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new NotFound(`There is no action item "${text}". The list of action items shows all.`);
}

/** The day it is for whoever looks. */
function todayOf(kit: PostmortemKit, ask: SignedInAsk): string {
  return localDate(ask.now, ask.viewer.zone ?? kit.incidents.homeZone);
}
