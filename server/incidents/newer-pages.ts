import type { Instant } from '../core/clock.ts';
import type { DiffRow } from '../core/line-diff.ts';
import { counted, sentenceList } from '../core/text.ts';
import { clockWithUtc, dateText } from '../core/time.ts';
import type { Today } from '../runbooks/actions.ts';
import { comparisonOf, only, renamesOf, type Comparison, type StepChange } from '../runbooks/comparison.ts';
import { idOf, type Phase, type Runbook, type Step } from '../runbooks/runbook.ts';
import { headingOf } from '../runbooks/tree-words.ts';
import { href, paths } from '../web/paths.ts';
import { stepOf, type Run } from './run.ts';

/** That a newer version exists than the one a run follows: what differs, and the form that moves the run to it. */
export type NewerView = {
  /** "1 step changed, 1 added and 1 no longer there". */
  words: string;
  since: string;
  hash: string;
  href: string;
  action: string;
  /** What differs, with the phase in which the run stands first. */
  groups: readonly { heading: string; changes: readonly ChangeView[] }[];
  /** Steps of this run that have no step of that id in the newer version. */
  asks: readonly { field: string; label: string; likely: string; options: readonly Option[] }[];
};

type ChangeView = { caption: string; rows: readonly DiffRow[] };
type Option = { value: string; label: string };

type Reading = { now: Instant; zone: string };

/**
 * @param today the runbook as it is today; what was saved after `now` is not known yet, as in a replay
 */
export function newerView(
  run: Run,
  followed: Runbook,
  today: Today,
  base: string,
  { now, zone }: Reading,
): NewerView | undefined {
  const { runbook: newer, hash, changedAt } = today;
  if (hash === run.contentHash || changedAt > now || idOf(newer) !== run.runbookId) return undefined;
  const comparison = comparisonOf(followed, newer, run.contentHash);
  return {
    words: summaryOf(comparison),
    since: `${dateText(changedAt, zone)}, ${clockWithUtc(changedAt, zone)}`,
    hash,
    href: href(paths.runbook, { slug: today.slug }),
    action: `${base}/version`,
    groups: groupsOf(comparison, run.phase),
    asks: asksOf(run, followed, newer),
  };
}

const KINDS = { changed: 'changed', renamed: 'renamed', added: 'added', gone: 'no longer there' } as const;

function summaryOf({ changes, around }: Comparison): string {
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const counts = kinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [{ count, kind }];
  });
  const parts = counts.map(({ count, kind }, index) =>
    index === 0 ? `${counted(count, 'step')} ${KINDS[kind]}` : `${String(count)} ${KINDS[kind]}`,
  );
  if (around.length > 0) parts.push('the text around the steps changed');
  return sentenceList(parts);
}

function groupsOf({ changes, around }: Comparison, current: Phase | undefined): NewerView['groups'] {
  const isHere = ({ phase }: StepChange): boolean => current === undefined || phase === current;
  const here = changes.filter(isHere);
  const elsewhere = changes.filter((change) => !isHere(change));
  const place = current === undefined ? 'In the steps' : `In ${current}, where this run stands`;
  return [
    { heading: here.length === 0 ? `${place}: nothing changed` : place, changes: here.map(changeView) },
    { heading: 'In the other phases', changes: elsewhere.map(changeView) },
    {
      heading: 'Around the steps',
      changes: around.length === 0 ? [] : [{ caption: 'Head, introduction and other parts', rows: around }],
    },
  ].filter((group, index) => index === 0 || group.changes.length > 0);
}

function changeView({ kind, before, after, rows }: StepChange): ChangeView {
  const [was, is] = [before && headingOf(before), after && headingOf(after)];
  switch (kind) {
    case 'added':
      return { caption: `Added: ${is ?? ''}`, rows };
    case 'gone':
      return { caption: `No longer there: ${was ?? ''}`, rows };
    case 'renamed':
      return { caption: `It seems that "${was ?? ''}" is called "${is ?? ''}" there`, rows };
    case 'changed':
      return { caption: `Changed: ${is ?? ''}`, rows };
  }
}

/** What was done in a step must not be laid to another one by a guess, so a person confirms it. */
function asksOf(run: Run, followed: Runbook, newer: Runbook): NewerView['asks'] {
  const likely = new Map(renamesOf(followed, newer).map(({ from, to }) => [from.id, to.id]));
  const free = only(newer, followed).filter(({ id }) => stepOf(run, id) === undefined);
  return only(followed, newer)
    .filter(({ id }) => stepOf(run, id) !== undefined)
    .map((step) => ({
      field: `step_${step.id}`,
      label: `What was done in "${headingOf(step)}" belongs to`,
      likely: likelyIn(free, likely.get(step.id)),
      options: [
        { value: '', label: 'no step: it is no longer in the runbook' },
        ...free.map((one) => ({ value: one.id, label: headingOf(one) })),
      ],
    }));
}

function likelyIn(free: readonly Step[], wanted: string | undefined): string {
  return free.find(({ id }) => id === wanted)?.id ?? '';
}
