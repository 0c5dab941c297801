/** Looking something up among the postmortems. */
import type { Instant } from '../core/clock.ts';
import { plusDays, resolveWall } from '../core/time.ts';
import type { Viewer } from '../web/viewer.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { sameDayBefore, type Sought } from './library.ts';
import { foundPostmortems, openedWithin, yearsOfLibrary, type Found, type Looking } from './library-store.ts';

export type { Found };

/** So many stand on a page. */
export const PAGE_ROWS = 50;

function lookingOf({ search }: PostmortemKit, viewer: Viewer): Looking {
  return { search, reader: viewer, isWriter: may(viewer, 'postmortem.write') };
}

/** One page of what was found, counted from 1, and how many there are. */
export async function lookUp(
  kit: PostmortemKit,
  viewer: Viewer,
  sought: Sought,
  page: number,
): Promise<{ count: number; rows: readonly Found[] }> {
  const part = { limit: PAGE_ROWS, offset: (page - 1) * PAGE_ROWS };
  return foundPostmortems(kit.db, lookingOf(kit, viewer), sought, part);
}

export async function libraryYears(kit: PostmortemKit, viewer: Viewer): Promise<number[]> {
  return yearsOfLibrary(kit.db, lookingOf(kit, viewer));
}

/** What happened on this day in the years before. @param zone in which days begin */
export async function onThisDay(
  kit: PostmortemKit,
  viewer: Viewer,
  today: string,
  zone: string,
): Promise<{ years: number; found: Found }[]> {
  const days = sameDayBefore(today).map(({ years, day }) => ({
    years,
    from: beginning(day, zone),
    to: beginning(plusDays(day, 1), zone),
  }));
  const found = await openedWithin(kit.db, lookingOf(kit, viewer), days);
  return found.flatMap((one) => {
    const day = days.find(({ from, to }) => one.openedAt >= from && one.openedAt < to);
    return day === undefined ? [] : [{ years: day.years, found: one }];
  });
}

/** The first instant of a day; where the clocks change at midnight the hour hardly matters here. */
function beginning(day: string, zone: string): Instant {
  const resolved = resolveWall(day, '00:00', zone);
  return 'one' in resolved ? resolved.one : `${day}T00:00:00.000Z`;
}
