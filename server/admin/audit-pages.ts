/** The audit log as its page shows it and as programs read it. */
import type { Filter } from '../audit/actions.ts';
import { deedWords, KINDS, labelOf, type Told } from '../audit/deed.ts';
import type { Instant } from '../core/clock.ts';
import { dateText, exactClockText } from '../core/time.ts';
import { paths } from '../web/paths.ts';

export type AuditPage = {
  filter: { person: string; kind: string };
  people: readonly { value: string; label: string }[];
  kinds: readonly { value: string; label: string }[];
  /** The deeds of a page, day by day. */
  days: readonly { date: string; deeds: readonly ShownDeed[] }[];
  /** What there is to say when there are none. */
  empty: string | undefined;
  /** The address of the next page. */
  older: string | undefined;
};

export type ShownDeed = {
  seq: number;
  at: Instant;
  time: string;
  who: string;
  words: string;
  kind: string;
  /** From where, and by which request: "from 198.51.100.7, request 01K…". */
  trace: string;
};

export type FoundDeeds = {
  deeds: readonly Told[];
  next: number | undefined;
  people: readonly { id: string; name: string }[];
};

export function auditPage(found: FoundDeeds, filter: Filter, zone: string): AuditPage {
  const byDay = Map.groupBy(found.deeds, ({ at }) => dateText(at, zone));
  return {
    filter: { person: filter.person ?? '', kind: filter.kind ?? '' },
    people: [
      { value: '', label: 'Anybody' },
      ...found.people.map(({ id, name }) => ({ value: id, label: name })),
    ],
    kinds: [{ value: '', label: 'Anything' }, ...KINDS.map(({ kind, label }) => ({ value: kind, label }))],
    days: [...byDay].map(([date, deeds]) => ({ date, deeds: deeds.map((deed) => shownDeed(deed, zone)) })),
    empty: found.deeds.length > 0 ? undefined : emptyWords(filter),
    older: found.next === undefined ? undefined : olderAddress(filter, found.next),
  };
}

function shownDeed(deed: Told, zone: string): ShownDeed {
  const { by } = deed;
  const trace = [
    by.address === undefined || by.address === '' ? '' : `from ${by.address}`,
    by.requestId === undefined ? '' : `request ${by.requestId}`,
  ];
  return {
    seq: deed.seq,
    at: deed.at,
    time: exactClockText(deed.at, zone),
    who: by.name,
    words: `${deedWords(deed)}.`,
    kind: labelOf(deed.kind),
    trace: trace.filter((part) => part !== '').join(', '),
  };
}

function emptyWords({ person, kind }: Filter): string {
  return person === undefined && kind === undefined
    ? 'Nothing has been told yet. Sign-ins that failed and changes of people, teams, tokens and services stand here.'
    : 'Nothing fits. Choose somebody or something else.';
}

function olderAddress({ person, kind }: Filter, before: number): string {
  const query = new URLSearchParams({
    ...(person !== undefined && { person }),
    ...(kind !== undefined && { kind }),
    before: String(before),
  });
  return `${paths.audit}?${query.toString()}`;
}
