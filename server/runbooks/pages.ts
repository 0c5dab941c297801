import type { SafeHtml } from '../core/html.ts';
import { inlineHtml } from '../core/markdown.ts';
import { anchorOf, counted } from '../core/text.ts';
import { excerptParts } from '../search/excerpt.ts';
import { href, paths } from '../web/paths.ts';
import type { Shelved } from './actions.ts';
import type { Finding } from './lint.ts';
import type { QuestionsView } from './question-pages.ts';
import type { Runbook } from './runbook.ts';
import { treeOf, type Tree } from './tree.ts';
import { runbookHtml, stepGroups, stepView, type RunbookLinks, type StepView } from './step-view.ts';

export type RunbookListPage = {
  words: string;
  rows: readonly RunbookListRow[];
  problems: readonly { file: string; reason: string; line?: number }[];
  /** What to say instead of rows. */
  empty: string | undefined;
};

export type RunbookListRow = {
  href: string;
  title: string;
  service: string;
  owner: string;
  reviewed: string;
  steps: string;
  findings: string;
  excerpt: readonly { text: string; isMatch: boolean }[];
};

export type RunbookReadPage = {
  title: string;
  file: string;
  facts: readonly { name: string; value: string }[];
  unreadFrontMatter: string | undefined;
  useWhen: SafeHtml | undefined;
  notFor: SafeHtml | undefined;
  introduction: SafeHtml;
  exitCriteria: readonly SafeHtml[];
  /** The ways through it; left out where there is nothing to choose. */
  tree: Tree | undefined;
  groups: readonly { phase: string | undefined; steps: readonly StepView[] }[];
  references: readonly { title: string | undefined; anchor: string; html: SafeHtml }[];
  findings: readonly { code: string; severity: string; message: string; line: number }[];
  version: string;
  versions: readonly { hash: string; createdAt: string; href: string; isCurrent: boolean }[];
  /** Said when an older version is shown. */
  isOld: boolean;
  declareHref: string | undefined;
  /** Where it is gone through for practice. */
  dryRunHref: string | undefined;
  /** When it was exercised, and who of those that would be asked has never followed it. */
  practice: readonly string[];
  questions: QuestionsView;
  proposalsHref: string;
  /** Said when the text here is not that of its file. */
  parted: string | undefined;
};

/** @param today the day to which ages are counted, `2026-11-23` */
export function runbookListPage(
  shelf: readonly Shelved[],
  words: string,
  matches: readonly { key: string; excerpt: string }[] | undefined,
  problems: RunbookListPage['problems'],
  today: string,
): RunbookListPage {
  const byId = new Map(shelf.map((entry) => [entry.row.runbook_id, entry]));
  const shown =
    matches === undefined
      ? shelf.map((entry) => listRow(entry, '', today))
      : matches.flatMap(({ key, excerpt }) => {
          const entry = byId.get(key);
          return entry === undefined ? [] : [listRow(entry, excerpt, today)];
        });
  return { words, rows: shown, problems, empty: shown.length > 0 ? undefined : emptyWords(words) };
}

function emptyWords(words: string): string {
  return words === ''
    ? 'There is no runbook yet. Put Markdown files into the runbook folder, and they appear here.'
    : `No runbook has the words "${words}". Try fewer words, or the name of the service.`;
}

function listRow({ row, runbook, findings }: Shelved, excerpt: string, today: string): RunbookListRow {
  const loud = findings.filter(({ severity }) => severity !== 'note').length;
  return {
    href: href(paths.runbook, { slug: row.runbook_id }),
    title: runbook.title,
    service: runbook.metadata.services.join(', '),
    owner: runbook.metadata.owner ?? 'no owner',
    reviewed: reviewedText(runbook, today),
    steps: counted(runbook.steps.length, 'step'),
    findings: loud === 0 ? '' : counted(loud, 'finding'),
    excerpt: excerptParts(excerpt),
  };
}

/** "reviewed 3 months ago", in words a person can judge by. */
function reviewedText(runbook: Runbook, today: string): string {
  const { lastReviewed } = runbook.metadata;
  if (lastReviewed === undefined) return 'never reviewed';
  const months = monthsBetween(lastReviewed, today);
  if (months < 0) return `review dated ${lastReviewed}, in the future`;
  return months === 0 ? 'reviewed this month' : `reviewed ${counted(months, 'month')} ago`;
}

function monthsBetween(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split('-').map(Number);
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth;
  return months > 0 && toDay < fromDay ? months - 1 : months;
}

type ReadInput = {
  slug: string;
  hash: string;
  currentHash: string;
  runbook: Runbook;
  findings: readonly Finding[];
  versions: readonly { content_hash: string; created_at: string }[];
  links: RunbookLinks;
  today: string;
  mayDeclare: boolean;
  mayPractise: boolean;
  practice: readonly string[];
  questions: QuestionsView;
  parting: { file: string; isRival: boolean } | undefined;
};

export function runbookReadPage(input: ReadInput): RunbookReadPage {
  const { runbook, links, slug } = input;
  const optional = (markdown: string | undefined) =>
    markdown === undefined ? undefined : runbookHtml(markdown, links);
  return {
    title: runbook.title,
    file: runbook.file,
    facts: facts(runbook, input.today),
    unreadFrontMatter: runbook.unreadFrontMatter,
    useWhen: optional(runbook.useWhen),
    notFor: optional(runbook.notFor),
    introduction: runbookHtml(runbook.introduction, links),
    exitCriteria: runbook.exitCriteria.map(({ text }) => inlineHtml(text)),
    tree: runbook.steps.length > 1 ? treeOf(runbook, (stepId) => links.step(stepId)) : undefined,
    groups: stepGroups(runbook).map(({ phase, steps }) => ({
      phase,
      steps: steps.map((step) => stepView(step, links)),
    })),
    references: runbook.references
      .filter(({ markdown, title }) => markdown.trim() !== '' || title !== undefined)
      .map(({ title, markdown }) => ({
        title,
        anchor: anchorOf(title ?? ''),
        html: runbookHtml(markdown, links),
      })),
    findings: input.findings.map(({ code, severity, message, line }) => ({ code, severity, message, line })),
    version: input.hash.slice(0, 12),
    versions: input.versions.map((version) => ({
      hash: version.content_hash.slice(0, 12),
      createdAt: version.created_at,
      href: href(paths.runbookVersion, { slug, hash: version.content_hash }),
      isCurrent: version.content_hash === input.currentHash,
    })),
    isOld: input.hash !== input.currentHash,
    declareHref: input.mayDeclare ? `${paths.declare}?runbook=${encodeURIComponent(slug)}` : undefined,
    practice: input.practice,
    dryRunHref:
      input.mayPractise && input.hash === input.currentHash ? href(paths.runbookDryRun, { slug }) : undefined,
    questions: input.questions,
    proposalsHref: href(paths.runbookProposals, { slug }),
    parted: input.parting && partedWords(input.parting),
  };
}

function partedWords({ file, isRival }: { file: string; isRival: boolean }): string {
  return isRival
    ? `The file ${file} changed as well since this text was accepted here. Both stand until somebody picks one.`
    : `This text differs from the file ${file}.`;
}

function facts(runbook: Runbook, today: string): { name: string; value: string }[] {
  const { metadata } = runbook;
  const list: [string, string | undefined][] = [
    ['Service', metadata.services.join(', ') || undefined],
    ['Owner', metadata.owner],
    ['Starts with', metadata.useWhen.join(', ') || undefined],
    ['Usual severity', metadata.defaultSeverity],
    ['Escalate to', metadata.escalateTo],
    ['Review', reviewedText(runbook, today)],
    ['Last exercised', metadata.lastExercised],
    ...Object.entries(metadata.other).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ];
  return list.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
