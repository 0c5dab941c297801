import { diffRows, lineDiff, type DiffRow } from '../core/line-diff.ts';
import { dateClockText } from '../core/time.ts';
import type { PostmortemVersionRow } from '../store/schema.ts';
import { href, paths } from '../web/paths.ts';
import { withoutMarks } from './block.ts';

/** Two versions of a text, line by line. */
export type ComparePage = {
  key: string;
  readHref: string;
  action: string;
  from: { rev: number; about: string };
  to: { rev: number; about: string };
  /** Empty when they say the same. */
  diff: readonly DiffRow[];
  versions: readonly { value: string; label: string }[];
  restore: { action: string; version: number; baseRev: number } | undefined;
};

type Two = { from: PostmortemVersionRow; to: PostmortemVersionRow; newestRev: number };

export function comparePage(
  number: number,
  { from, to, newestRev }: Two,
  { zone, mayRestore }: { zone: string; mayRestore: boolean },
): ComparePage {
  const [before, after] = [withoutMarks(from.text), withoutMarks(to.text)];
  const isOlder = from.rev < newestRev;
  return {
    key: `INC-${String(number)}`,
    readHref: href(paths.postmortem, { number }),
    action: href(paths.postmortemCompare, { number }),
    from: { rev: from.rev, about: aboutOf(from, zone) },
    to: { rev: to.rev, about: aboutOf(to, zone) },
    diff: before === after ? [] : diffRows(lineDiff(before, after)),
    versions: Array.from({ length: newestRev }, (_, index) => {
      const value = String(newestRev - index);
      return { value, label: `Version ${value}` };
    }),
    restore:
      mayRestore && isOlder
        ? { action: href(paths.postmortemRestore, { number }), version: from.rev, baseRev: newestRev }
        : undefined,
  };
}

function aboutOf(
  { author_name: author, created_at: at, summary }: PostmortemVersionRow,
  zone: string,
): string {
  return `${author}, ${dateClockText(at, zone)}: ${summary}`;
}
