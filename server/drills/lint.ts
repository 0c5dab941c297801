/** What an author should know about a scenario. Codes are stable for ever, and a retired one is not used again. */
import { byCharacters } from '../core/lists.ts';
import { secretIn } from '../core/secrets.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { lineAt } from '../runbooks/source-text.ts';
import { atomsOf } from './condition.ts';
import type { ReadScenario } from './reading.ts';
import { COMPETENCES, conditionsOf, type Scenario } from './scenario.ts';

const SEVERITIES = {
  DR101: 'error',
  DR102: 'error',
  DR103: 'error',
  DR104: 'warning',
  DR105: 'warning',
  DR106: 'warning',
  DR107: 'warning',
  DR108: 'note',
  DR109: 'warning',
  DR110: 'note',
  DR111: 'warning',
  DR112: 'error',
} as const;
export type DrillCode = keyof typeof SEVERITIES;
export const DRILL_CODES = Object.keys(SEVERITIES) as DrillCode[];

export type DrillFinding = {
  code: DrillCode;
  severity: 'error' | 'warning' | 'note';
  message: string;
  line: number;
};

type DrillLintOptions = {
  /** The runbooks of the library. */
  runbooks: readonly Runbook[];
  /** Names of people who have an account; without them nobody is looked for. */
  people?: readonly string[];
};

type Remark = { code: DrillCode; message: string; at: number };

/** What a scenario says wrong, in the order of its lines. */
export function lintScenario(read: ReadScenario, options: DrillLintOptions): DrillFinding[] {
  const { scenario } = read;
  const remarks = [
    ...read.unread.map(({ what, at }): Remark => ({ code: 'DR112', message: what, at })),
    ...missing(read),
    ...conditions(scenario),
    ...runbookNames(scenario, options.runbooks),
    ...lateInjects(scenario),
    ...unproven(scenario),
    ...givenAway(scenario),
    ...hiddenProbes(scenario),
    ...withoutObjective(scenario),
    ...beforeStarting(scenario),
    ...strayHints(scenario),
    ...realNames(scenario, options.people ?? []),
  ];
  return remarks
    .toSorted((a, b) => a.at - b.at || byCharacters(a.code, b.code))
    .map(({ code, message, at }) => ({
      code,
      severity: SEVERITIES[code],
      message,
      line: lineAt(scenario.text, at),
    }));
}

function missing({ scenario, hasBriefing }: ReadScenario): Remark[] {
  const remarks: Remark[] = [];
  if (!hasBriefing) remarks.push({ code: 'DR101', message: 'There is no Briefing', at: 0 });
  if (scenario.injects.length === 0) remarks.push({ code: 'DR101', message: 'There is no inject', at: 0 });
  return remarks;
}

function conditions(scenario: Scenario): Remark[] {
  return conditionsOf(scenario).flatMap(({ text, condition, at }): Remark[] =>
    condition === undefined ? [{ code: 'DR102', message: `The condition "${text}" cannot be read`, at }] : [],
  );
}

function runbookNames(scenario: Scenario, runbooks: readonly Runbook[]): Remark[] {
  const remarks: Remark[] = [];
  if (scenario.runbook !== undefined && !runbooks.some(({ id }) => id === scenario.runbook))
    remarks.push({ code: 'DR103', message: `There is no runbook ${scenario.runbook}`, at: 0 });
  for (const { condition, at } of conditionsOf(scenario)) {
    if (condition === undefined) continue;
    for (const atom of atomsOf(condition)) {
      const message = absent(atom, scenario, runbooks);
      if (message !== undefined) remarks.push({ code: 'DR103', message, at });
    }
  }
  return remarks;
}

function absent(
  atom: ReturnType<typeof atomsOf>[number],
  { runbook }: Scenario,
  runbooks: readonly Runbook[],
): string | undefined {
  if (atom.is === 'runbook')
    return runbooks.some(({ id }) => id === atom.id) ? undefined : `There is no runbook ${atom.id}`;
  if (atom.is !== 'step' && atom.is !== 'check') return undefined;
  const id = atom.is === 'step' ? atom.id : atom.stepId;
  const steps = runbooks
    .filter((one) => runbook === undefined || one.id === runbook)
    .flatMap(({ steps }) => steps.filter((step) => step.id === id));
  if (steps.length === 0) return `There is no step ${id}`;
  if (atom.is === 'step') return undefined;
  const isThere = steps.some(({ checks }) => checks.some((check) => check.id === atom.number));
  return isThere ? undefined : `Step ${id} has no check ${atom.number}`;
}

function lateInjects({ injects, minutes }: Scenario): Remark[] {
  return injects.flatMap(({ title, atSeconds, at }): Remark[] =>
    atSeconds !== undefined && atSeconds > minutes * 60
      ? [{ code: 'DR104', message: `Inject "${title}" comes after the end`, at }]
      : [],
  );
}

function unproven({ objectives }: Scenario): Remark[] {
  return objectives.flatMap(({ title, evidence, isJudged, at }): Remark[] =>
    evidence === undefined && !isJudged
      ? [{ code: 'DR105', message: `Nothing can prove "${title}", and no facilitator judges it`, at }]
      : [],
  );
}

const COMMON = new Set(
  (
    'about after again against alert alerts all also and any are because before began begins between both but can ' +
    'cannot changed check checkout does each every everybody everything facilitator first from gets going good has ' +
    'have hour hours how into its itself just keep know known last later look made make minute minutes more most ' +
    'must need never nobody normal nothing number numbers only other others over page pages people play shop since ' +
    'some something still than that the their them then there they this those three time until week were what when ' +
    'where which while who whoever will with within without work works would you your seconds service services'
  ).split(' '),
);

/** Words that say something: those of a title that also stand in the secret give it away. */
function tellingWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\d]{5,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)));
}

function givenAway(scenario: Scenario): Remark[] {
  const traps = scenario.injects.flatMap(({ trap }) => trap ?? []);
  const secret = tellingWords([scenario.secret, ...traps].join(' '));
  const shown = [
    { where: 'The public title', text: scenario.publicTitle ?? '' },
    { where: 'The briefing', text: scenario.briefing },
  ];
  return shown.flatMap(({ where, text }): Remark[] => {
    const both = [...tellingWords(text)].filter((word) => secret.has(word));
    if (both.length === 0) return [];
    const at = Math.max(0, scenario.text.indexOf(text.slice(0, 60)));
    return [{ code: 'DR106', message: `${where} has words of the secret: ${both.join(', ')}`, at }];
  });
}

function hiddenProbes({ probes }: Scenario): Remark[] {
  return probes.flatMap(({ title, matches, at }, index): Remark[] => {
    const hides = probes
      .slice(index + 1)
      .find((later) => later.after === undefined && matches.every((match) => later.matches.includes(match)));
    return hides === undefined
      ? []
      : [{ code: 'DR107', message: `Probe "${title}" is always hidden by "${hides.title}"`, at }];
  });
}

function withoutObjective({ objectives }: Scenario): Remark[] {
  const without = COMPETENCES.filter((one) => !objectives.some(({ competence }) => competence === one));
  return without.map((one) => ({ code: 'DR108', message: `No objective for "${one}"`, at: 0 }));
}

function beforeStarting({ roles, abortWhen }: Scenario): Remark[] {
  return roles.length > 1 && abortWhen === undefined
    ? [{ code: 'DR109', message: 'Several people take part, and nothing says when it is broken off', at: 0 }]
    : [];
}

function strayHints({ hints, objectives }: Scenario): Remark[] {
  return hints.flatMap(({ objective, at }): Remark[] =>
    objective !== undefined && !objectives.some(({ title }) => title === objective)
      ? [{ code: 'DR110', message: `The hint is for "${objective}", which is no objective`, at }]
      : [],
  );
}

/** Addresses of our own: what ends in these is nobody's. */
const NOBODYS = /\.(?:example|test|invalid|localhost)$/i;
const ADDRESS =
  /\b(?:[\w.+-]{1,64}@)?(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|de|eu|uk|internal|local)\b/gi;

function realNames({ text }: Scenario, people: readonly string[]): Remark[] {
  const secret = secretIn(text);
  const remarks: Remark[] =
    secret === undefined ? [] : [{ code: 'DR111', message: 'Looks like a secret', at: secret }];
  for (const { 0: found, index } of text.matchAll(ADDRESS))
    if (!NOBODYS.test(found))
      remarks.push({ code: 'DR111', message: `Looks like a real host or address: ${found}`, at: index });
  for (const name of people) {
    const at = name.length < 4 ? -1 : text.indexOf(name);
    if (at !== -1) remarks.push({ code: 'DR111', message: `Names a person with an account: ${name}`, at });
  }
  return remarks;
}
