import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { flag, noFields, optionalNumber, several, text, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import { ROLES, SEVERITIES, type Role, type Severity } from './entry-fields.ts';
import { changeSeverity, severityLines, shipSeverity } from './severities-actions.ts';
import { severitiesPage } from './severities-pages.ts';
import { SHIPPED, type SeverityRule } from './severity-table.ts';

const MOST_TESTS = 10;
const MOST_WORDS = 200;

const rev = wholeNumber(0, 1_000_000_000, 'which change this one is made upon', 0);
const minutes = (what: string) => optionalNumber(1, 10_080, what);
const RuleFields = z.strictObject({
  tests: text('what makes it this severity, one line each', 4_000),
  percent: optionalNumber(0.1, 100, 'the share of users in percent'),
  roles: several(),
  first_public: minutes('the minutes until the first public update'),
  public: minutes('the minutes between two public updates'),
  internal: minutes('the minutes between two internal updates'),
  support: minutes('the minutes between two updates for support'),
  watch: optionalNumber(0, 10_080, 'the minutes of the watch'),
  review: flag,
  rev,
});
type RuleFields = z.output<typeof RuleFields>;

/** `/admin/severities`: what makes a severity here, and what each asks of the room. */
export function severitiesRoutes(kit: IncidentKit): Route[] {
  const list = async (): Promise<Answer> => {
    const model = severitiesPage(await severityLines(kit.db));
    return page('admin/severities', 'Severities', model, { noStore: true });
  };
  return [
    route('GET', paths.severities, 'settings.edit', noFields, list),
    route(
      'POST',
      paths.severity,
      'settings.edit',
      RuleFields,
      async (ask) => {
        const severity = severityOf(ask.params.severity);
        const rule = ruleOf(severity, ask.fields);
        await changeSeverity(kit, severity, { rule, rev: ask.fields.rev }, byOf(ask));
        return seeOther(
          paths.severities,
          `${severity} is changed, for whatever becomes ${severity} from now on.`,
        );
      },
      { again: list },
    ),
    route(
      'POST',
      paths.shippedSeverity,
      'settings.edit',
      z.strictObject({ rev }),
      async (ask) => {
        const severity = severityOf(ask.params.severity);
        await shipSeverity(kit, severity, ask.fields.rev, byOf(ask));
        return seeOther(paths.severities, `${severity} is as Muster comes with it.`);
      },
      { again: list },
    ),
  ];
}

function severityOf(text: string | undefined): Severity {
  const severity = SEVERITIES.find((known) => known === text);
  if (severity !== undefined) return severity;
  throw new NotFound(`There is no severity "${text ?? ''}". They are ${SEVERITIES.join(', ')}.`);
}

/** @throws Invalid when a line is too long or a role is none */
function ruleOf(severity: Severity, fields: RuleFields): SeverityRule {
  const seconds = (given: number | undefined) => (given === undefined ? undefined : Math.round(given * 60));
  const every = { public: fields.public, internal: fields.internal, support: fields.support };
  const updateEvery = Object.fromEntries(
    Object.entries(every).flatMap(([audience, given]) => {
      const within = seconds(given);
      return within === undefined ? [] : [[audience, within]];
    }),
  );
  const firstPublic = seconds(fields.first_public);
  return {
    tests: testsOf(severity, fields.tests),
    ...(fields.percent !== undefined && { percentAtLeast: fields.percent }),
    demand: {
      roles: rolesOf(fields.roles),
      updateEvery,
      ...(firstPublic !== undefined && { firstPublic }),
      watch: seconds(fields.watch) ?? 0,
      review: fields.review,
    },
  };
}

/** Lines that Muster came with keep their ids, so that what they said of an incident stays comparable. */
function testsOf(severity: Severity, typed: string): SeverityRule['tests'] {
  const lines = typed.split('\n').map((words) => words.trim());
  const tests = lines.filter((words) => words !== '');
  const tooLong = tests.find((words) => words.length > MOST_WORDS);
  if (tooLong !== undefined || tests.length > MOST_TESTS) {
    const sentence = `Use at most ${String(MOST_TESTS)} lines of ${String(MOST_WORDS)} characters.`;
    throw new Invalid([{ field: 'tests', sentence }]);
  }
  return tests.map((words) => {
    const shipped = SHIPPED[severity].tests.find((test) => test.words === words);
    return { id: shipped?.id ?? slugOf(words), words };
  });
}

function rolesOf(given: readonly string[]): Role[] {
  const unknown = given.find((role) => !ROLES.some((known) => known === role));
  if (unknown !== undefined)
    throw new Invalid([{ field: 'roles', sentence: `There is no role "${unknown}".` }]);
  return ROLES.filter((role) => given.includes(role));
}
