import { sentenceList } from '../core/text.ts';
import { durationText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { AUDIENCES, ROLES, SEVERITIES, type Role, type Severity } from './entry-fields.ts';
import { roleName } from './sentence-parts.ts';
import type { Demand, SeverityRule, SeverityTable } from './severity-table.ts';

/** Each line of the table with the change that it has now. */
type Lines = Readonly<Record<Severity, { rule: SeverityRule; rev: number }>>;

/** The severity table as a form for each line. */
export type SeveritiesPage = { severities: readonly SeverityForm[] };

export type SeverityForm = {
  severity: Severity;
  action: string;
  shipped: string;
  /** The change that this form is made upon; 0 while it is as Muster comes with it. */
  rev: number;
  /** What makes it, and what it asks for, in words. */
  makes: readonly string[];
  asks: string;
  tests: string;
  percent: string;
  /** Who can be asked for: roles of which one person is enough. */
  roles: readonly { role: Role; label: string; isAsked: boolean }[];
  /** Minutes, empty where nothing is asked. */
  minutes: readonly { name: string; label: string; value: string }[];
  watch: string;
  review: boolean;
};

/** What a severity means, for those who choose one. */
export type SeverityChoice = { value: Severity; words: string };

export function severityChoices(table: SeverityTable): SeverityChoice[] {
  return SEVERITIES.map((severity) => ({
    value: severity,
    words: `${table[severity].tests.map(({ words }) => words).join('. ')}.`,
  }));
}

export function severitiesPage(lines: Lines): SeveritiesPage {
  return { severities: SEVERITIES.map((severity) => formOf(severity, lines[severity])) };
}

const ASKED: readonly Role[] = ROLES.filter((role) => role !== 'expert' && role !== 'observer');

function formOf(severity: Severity, { rule, rev }: Lines[Severity]): SeverityForm {
  const { tests, percentAtLeast, demand } = rule;
  const { updateEvery, firstPublic, watch, review, roles } = demand;
  return {
    severity,
    action: href(paths.severity, { severity }),
    shipped: href(paths.shippedSeverity, { severity }),
    rev,
    makes: tests.map(({ words }) => words),
    asks: asksWords(demand),
    tests: tests.map(({ words }) => words).join('\n'),
    percent: percentAtLeast === undefined ? '' : String(percentAtLeast),
    roles: ASKED.map((role) => ({ role, label: roleName(role), isAsked: roles.includes(role) })),
    minutes: [
      {
        name: 'first_public',
        label: 'First public update, minutes after declaring',
        value: inMinutes(firstPublic),
      },
      { name: 'public', label: 'Minutes between two public updates', value: inMinutes(updateEvery.public) },
      {
        name: 'internal',
        label: 'Minutes between two internal updates',
        value: inMinutes(updateEvery.internal),
      },
      {
        name: 'support',
        label: 'Minutes between two updates for support',
        value: inMinutes(updateEvery.support),
      },
    ],
    watch: inMinutes(watch),
    review,
  };
}

/** "Commander and operations. Internal updates every 30 min. Watched for 30 min. A review." */
function asksWords({ roles, firstPublic, updateEvery, watch, review }: Demand): string {
  const every = AUDIENCES.flatMap((audience) => {
    const seconds = updateEvery[audience];
    return seconds === undefined ? [] : [`${audience} updates every ${durationText(seconds)}`];
  });
  const first = firstPublic === undefined ? [] : [`first public update within ${durationText(firstPublic)}`];
  const watched = watch === 0 ? 'no watch' : `watched for ${durationText(watch)}`;
  const asked = [sentenceList(roles), ...first, ...every, watched, review ? 'a review' : 'no review'];
  return asked.filter((words) => words !== '').join('; ');
}

function inMinutes(seconds: number | undefined): string {
  return seconds === undefined ? '' : String(seconds / 60);
}
