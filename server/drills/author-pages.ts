/** The page of a scenario for those who write: its text, what the linter says, its versions. */
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { AuthoredScenario } from './author-actions.ts';
import { outlineOfScenario } from './outline.ts';
import { slugOf } from './scenario.ts';

export type AuthorPage = {
  title: string;
  slug: string;
  action: string;
  text: string;
  outline: string;
  briefing: SafeHtml;
  findings: readonly { code: string; severity: string; line: number; message: string }[];
  verdict: string;
  basedOn: { key: string; href: string } | undefined;
  versions: readonly { href: string; words: string; isThis: boolean; state: string }[];
  newest: string | undefined;
  /** Absent for the text of a file, which is changed in its folder, and for an old version. */
  mayEdit: boolean;
  file: string | undefined;
  maySolo: boolean;
  mayLead: boolean;
};

export function authorPage(
  { row, read, findings, versions, newest }: AuthoredScenario,
  { zone, maySolo, mayLead }: { zone: string; maySolo: boolean; mayLead: boolean },
): AuthorPage {
  const { scenario } = read;
  const slug = slugOf(row.content_hash);
  const based = /^INC-([1-9]\d{0,8})$/.exec(scenario.basedOn ?? '')?.[1];
  const isOffered = row.gone_at === null;
  return {
    title: scenario.title,
    slug,
    action: href(paths.drillAuthor, { slug }),
    text: row.text,
    outline: outlineOfScenario(scenario),
    briefing: toHtml(scenario.briefing),
    findings,
    verdict: findings.length === 0 ? 'The linter finds nothing.' : '',
    basedOn:
      based === undefined
        ? undefined
        : { key: `INC-${based}`, href: href(paths.incident, { number: Number(based) }) },
    versions: versions.map((one) => ({
      href: href(paths.drillAuthor, { slug: slugOf(one.content_hash) }),
      words: `${dateClockText(one.created_at, zone)}, ${one.author ?? `the file ${one.file}`}`,
      isThis: one.content_hash === row.content_hash,
      state: one.gone_at === null ? 'on offer' : 'older',
    })),
    newest: newest && href(paths.drillAuthor, { slug: slugOf(newest.content_hash) }),
    mayEdit: row.origin === 'app' && isOffered,
    file: row.origin === 'file' ? row.file : undefined,
    maySolo: maySolo && isOffered,
    mayLead: mayLead && isOffered,
  };
}
