/** Pages of action items: what was promised, by owner and age, and one of them with what can be done. */
import { href, paths } from '../web/paths.ts';
import {
  ageWords,
  daysBetween,
  dueWords,
  isOpenItem,
  ITEM_TYPES,
  itemKey,
  type Item,
  type ItemState,
} from './item.ts';
import type { ListedItem } from './item-store.ts';

export type ItemRow = {
  key: string;
  href: string;
  text: string;
  type: string;
  due: string;
  isLate: boolean;
  state: ItemState;
  age: string;
  incident: { key: string; href: string };
};

export type ItemsPage = {
  filter: { who: 'all' | 'mine'; state: 'open' | 'closed' | 'all' };
  groups: readonly { owner: string; rows: readonly ItemRow[] }[];
  count: number;
  /** What to say when nothing is open: how much was closed lately. */
  empty: string;
  csvHref: string;
  calendarHref: string;
};

export type ItemsFilter = ItemsPage['filter'];

const QUARTER_DAYS = 91;

/** @param today the day in the zone of whoever looks */
export function itemsPage(
  items: readonly ListedItem[],
  filter: ItemsFilter,
  { me, today }: { me: string; today: string },
): ItemsPage {
  const own = items.filter(({ owner }) => filter.who === 'all' || owner?.id === me);
  const shown = own.filter(
    (item) => filter.state === 'all' || isOpenItem(item) === (filter.state === 'open'),
  );
  const owners = new Map<string, ListedItem[]>();
  for (const item of shown) {
    const owner = item.owner?.name ?? 'Nobody yet';
    owners.set(owner, [...(owners.get(owner) ?? []), item]);
  }
  const closed = items.filter(
    (item) => item.state === 'done' && daysBetween(item.changedAt.slice(0, 10), today) <= QUARTER_DAYS,
  );
  return {
    filter,
    groups: [...owners]
      .toSorted(([a], [b]) => (a === 'Nobody yet' ? -1 : b === 'Nobody yet' ? 1 : a.localeCompare(b, 'en')))
      .map(([owner, rows]) => ({ owner, rows: rows.map((item) => itemRow(item, today)) })),
    count: shown.length,
    empty: `No open action items; ${String(closed.length)} done this quarter.`,
    csvHref: paths.actionItemsFile,
    calendarHref: paths.actionItemsCalendar,
  };
}

function itemRow(item: ListedItem, today: string): ItemRow {
  return {
    key: itemKey(item),
    href: href(paths.actionItem, { item: item.number }),
    text: item.text,
    type: item.type,
    due: dueWords(item, today),
    isLate: isOpenItem(item) && item.due !== undefined && item.due < today,
    state: item.state,
    age: ageWords(item, today),
    incident: { key: item.incidentKey, href: href(paths.incident, { number: item.incidentNumber }) },
  };
}

type Option = { value: string; label: string };

export type ItemPage = ItemRow & {
  fields: { text: string; type: string; owner: string; due: string; doneWhen: string; ticket: string };
  rev: number;
  /** What can be done, each with the address of its form; undefined where it cannot. */
  acts: { change?: string; accept?: string; done?: string; rejection?: string; reopening?: string };
  owners: readonly Option[];
  types: readonly Option[];
  evidence: string | undefined;
  reason: string | undefined;
  changed: string;
  /** Where it came from: the entry of the record. */
  sourceHref: string | undefined;
  /** The address in another tracker, where the ticket is one. */
  ticketHref: string | undefined;
  mayAct: boolean;
};

export function itemPage(
  item: ListedItem,
  {
    today,
    people,
    mayAct,
  }: { today: string; people: readonly { id: string; name: string }[]; mayAct: boolean },
): ItemPage {
  return {
    ...itemRow(item, today),
    fields: fieldsOf(item),
    rev: item.rev,
    acts: mayAct ? actsFor(item) : {},
    owners: ownerOptions(people),
    types: typeOptions(),
    evidence: item.evidence,
    reason: item.reason,
    changed: `${item.changedBy}, ${item.changedAt.slice(0, 10)}`,
    sourceHref:
      item.sourceSeq === undefined
        ? undefined
        : `${href(paths.incidentTimeline, { number: item.incidentNumber })}?entry=${String(item.sourceSeq)}#e${String(item.sourceSeq)}`,
    ticketHref: /^https?:\/\/[^\s]+$/i.test(item.ticket ?? '') ? item.ticket : undefined,
    mayAct,
  };
}

function fieldsOf({ text, type, owner, due, doneWhen, ticket }: Item): ItemPage['fields'] {
  return {
    text,
    type,
    owner: owner?.id ?? '',
    due: due ?? '',
    doneWhen: doneWhen ?? '',
    ticket: ticket ?? '',
  };
}

function actsFor({ number, state }: Item): ItemPage['acts'] {
  const change = href(paths.actionItemChange, { item: number });
  const rejection = href(paths.actionItemRejection, { item: number });
  if (state === 'proposed') {
    return { change, accept: href(paths.actionItemAcceptance, { item: number }), rejection };
  }
  if (state === 'accepted') return { change, done: href(paths.actionItemDone, { item: number }), rejection };
  return { reopening: href(paths.actionItemReopening, { item: number }) };
}

/** "Nobody yet" first: an item may be proposed before somebody takes it. */
function ownerOptions(people: readonly { id: string; name: string }[]): Option[] {
  return [{ value: '', label: 'Nobody yet' }, ...people.map(({ id, name }) => ({ value: id, label: name }))];
}

const TYPE_WORDS: Readonly<Record<Item['type'], string>> = {
  detect: 'Detect: notice it sooner',
  prevent: 'Prevent: it cannot happen again',
  mitigate: 'Mitigate: it hurts less, or for a shorter time',
  respond: 'Respond: people can act better',
  learn: 'Learn: find out more, or practise',
};

function typeOptions(): Option[] {
  return ITEM_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }));
}

/** Action items on the page of their postmortem, with what the record proposes and nobody has taken up. */
export type ItemsPanel = {
  rows: readonly ItemRow[];
  /** The form for a new one; undefined for who may not write. */
  add:
    | { action: string; owners: readonly Option[]; types: readonly Option[]; proposals: readonly Option[] }
    | undefined;
};

export function itemsPanel(
  number: number,
  items: readonly ListedItem[],
  {
    today,
    people,
    followUps,
    mayAdd,
  }: {
    today: string;
    people: readonly { id: string; name: string }[];
    followUps: readonly { seq: number; text: string }[];
    mayAdd: boolean;
  },
): ItemsPanel {
  const taken = new Set(items.map(({ sourceSeq }) => sourceSeq));
  return {
    rows: items.map((item) => itemRow(item, today)),
    add: mayAdd
      ? {
          action: href(paths.incidentActionItems, { number }),
          owners: ownerOptions(people),
          types: typeOptions(),
          proposals: followUps
            .filter(({ seq }) => !taken.has(seq))
            .map(({ seq, text }) => ({ value: String(seq), label: text })),
        }
      : undefined,
  };
}
