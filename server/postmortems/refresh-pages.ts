import { diffRows, lineDiff, type DiffRow } from '../core/line-diff.ts';
import { capital } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { refreshSummary } from './refresh.ts';
import type { Refreshed } from './refresh-actions.ts';

/** What the record knows that the text does not, before it is taken in. */
export type RefreshPage = {
  key: string;
  readHref: string;
  action: string;
  baseRev: number;
  summary: string;
  /** None when the text would stay as it is. */
  diff: readonly DiffRow[] | undefined;
  /** Where people wrote otherwise: theirs stays, and this is what the record would say. */
  suggestions: readonly { name: string; diff: readonly DiffRow[] }[];
  offered: readonly { name: string; text: string }[];
};

export function refreshPage(number: number, done: Refreshed): RefreshPage {
  return {
    key: `INC-${String(number)}`,
    readHref: href(paths.postmortem, { number }),
    action: href(paths.postmortemRefresh, { number }),
    baseRev: done.rev,
    summary: `${capital(refreshSummary(done))}.`,
    diff: done.text === done.before ? undefined : diffRows(lineDiff(done.before, done.text)),
    suggestions: done.suggestions.map(({ name, mine, fresh }) => ({
      name: nameWords(name),
      diff: diffRows(lineDiff(mine, fresh)),
    })),
    offered: done.offered.map(({ name, fresh }) => ({ name: nameWords(name), text: fresh })),
  };
}

function nameWords(name: string): string {
  return capital(name.replaceAll('-', ' '));
}
