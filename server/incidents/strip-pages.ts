import type { Instant } from '../core/clock.ts';
import { clockText, durationText, exactClockText, secondsBetween, stopwatchText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { AUDIENCES } from './entry-fields.ts';
import { numberOfKey } from './key.ts';
import { numberOf } from './run-pages.ts';
import { readersBadge } from './seeing.ts';
import type { State } from './state.ts';
import { isOver } from './status-order.ts';

/** What stands at the top of every page of an incident. */
export type Strip = {
  number: number;
  key: string;
  title: string;
  severity: string | undefined;
  status: string;
  /** Who sees it, when not everybody does: "private". */
  readers: string | undefined;
  elapsed: string;
  /** Since when that is counted; undefined once it is over. */
  openSince: Instant | undefined;
  /** T+ from the start of the impact, where that is not when it was opened. */
  impact: { elapsed: string; since: Instant | undefined } | undefined;
  utc: string;
  local: string;
  localZone: string;
  /** The zone of `local`, as it is called by programs. */
  zone: string;
  /** The update that is due first: "public in 4 min", "public 6 min late". */
  nextUpdate: { words: string; isOverdue: boolean; dueAt: Instant } | undefined;
  /** The pages of this incident, the open one marked. */
  tabs: readonly { name: string; href: string; key: string | undefined; isHere: boolean }[];
  isOver: boolean;
  /** Where an incident went that was merged. */
  mergedInto: { href: string; key: string; title: string; words: string } | undefined;
  /** "INC-7 of https://…", when it is a copy. */
  copyOf: string | undefined;
};

/** The pages of an incident, each with the key that leads there. */
const TABS = [
  ['Run', paths.incident, undefined],
  ['Timeline', paths.incidentTimeline, 't'],
  ['People', paths.incidentPeople, 'r'],
  ['Updates', paths.incidentUpdates, 'u'],
  ['Resolve', paths.incidentResolve, undefined],
  ['About', paths.incidentAbout, undefined],
] as const;

export function stripOf(state: State, here: string, now: Instant, zone: string): Strip {
  const number = numberOf(state);
  const opened = state.stamps.declaredAt?.at ?? state.openedAt?.at ?? now;
  const end = isOver(state.status)
    ? (state.stamps.resolvedAt?.at ?? state.stamps.cancelledAt?.at ?? state.stamps.mergedAt?.at ?? now)
    : now;
  const local = exactClockText(now, zone);
  return {
    number,
    key: state.key,
    title: state.title,
    severity: state.finalSeverity ?? state.severity,
    status: state.status,
    readers: readersBadge(state.visibility),
    elapsed: stopwatchText(secondsBetween(opened, end)),
    openSince: isOver(state.status) || state.origin !== undefined ? undefined : opened,
    impact: impactOf(state, opened, end),
    zone,
    utc: `${now.slice(11, 19)}Z`,
    local: local.split(' ')[0] ?? local,
    localZone: local.split(' ').slice(1).join(' '),
    nextUpdate: nextUpdateOf(state, now),
    tabs: TABS.map(([name, path, key]) => ({
      name,
      href: href(path, { number }),
      key,
      isHere: name === here,
    })),
    isOver: isOver(state.status),
    mergedInto: mergedInto(state, zone),
    copyOf: state.origin && `${state.origin.key} of ${state.origin.name}`,
  };
}

function impactOf(state: State, opened: Instant, end: Instant): Strip['impact'] {
  const began = state.stamps.impactBeganAt?.at;
  if (began === undefined || began === opened || isOver(state.status)) return undefined;
  return {
    elapsed: stopwatchText(secondsBetween(began, end)),
    since: state.origin === undefined ? began : undefined,
  };
}

function mergedInto({ mergedInto: merge, origin }: State, zone: string): Strip['mergedInto'] {
  // A copy names incidents of another house, which have other keys here or are not here.
  if (merge === undefined || origin !== undefined) return undefined;
  const words = `${merge.by.name} merged it at ${clockText(merge.at.at, zone)}: ${merge.reason ?? ''}`;
  return { href: hrefOfKey(merge.key), key: merge.key, title: merge.title ?? '', words };
}

/** The page of the incident with a key. */
export function hrefOfKey(key: string): string {
  return href(paths.incident, { number: numberOfKey(key) });
}

function nextUpdateOf(state: State, now: Instant): Strip['nextUpdate'] {
  const [first] = AUDIENCES.flatMap((audience) => {
    const clock = state.updateClocks[audience];
    return clock === undefined ? [] : [{ audience, dueAt: clock.dueAt }];
  }).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  if (first === undefined) return undefined;
  const left = secondsBetween(now, first.dueAt);
  const isOverdue = left < 0;
  const words = isOverdue ? `${durationText(-left)} late` : `in ${durationText(left)}`;
  return { words: `${first.audience} ${words}`, isOverdue, dueAt: first.dueAt };
}
