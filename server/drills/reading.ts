/**
 * From the text of a file to a scenario: front matter, `##` parts, `###` items, and bold labels in the lists below them,
 * as in runbooks. Never throws: what cannot be read is told, and the rest of the file counts.
 */
import { instantAtWall, wallOf } from '../core/wall.ts';
import { secondsOf, isDay } from '../core/duration.ts';
import { plainText } from '../core/markdown.ts';
import { anchorOf } from '../core/text.ts';
import { zone as readZone } from '../core/zone.ts';
import { ROLES, type Role } from '../incidents/entry-fields.ts';
import { readFrontMatter, type FrontMatter } from '../runbooks/front-matter.ts';
import { nameOf, sourceText } from '../runbooks/source-text.ts';
import { readCondition } from './condition.ts';
import { labelsIn, partsOf, type Item, type Part } from './parts.ts';
import { COMPETENCES, WAYS } from './scenario.ts';
import type { Colleague, Hint, Inject, Objective, Probe, Scenario, Unread, Written } from './scenario.ts';

export type ReadScenario = { scenario: Scenario; unread: readonly Unread[]; hasBriefing: boolean };

/** Reads a file of `drills/`. `file` is its path inside that folder. */
export function readScenario(file: string, bytes: Uint8Array | string): ReadScenario {
  const { text } = sourceText(bytes);
  const frontMatter = readFrontMatter(text);
  const { title, parts } = partsOf(text, frontMatter.end);
  const unread: Unread[] = frontMatter.problems.map(({ reason, at }) => ({ what: reason, at }));
  const part = (name: string): Part | undefined => parts.find((one) => one.name === name);
  const items = (name: string): readonly Item[] => part(name)?.items ?? [];
  const reading: Reading = { unread };
  const head = headOf(frontMatter, reading);
  const briefing = part('briefing')?.prose ?? '';
  const scenario: Scenario = {
    ...head,
    id: frontMatter.metadata.id ?? (anchorOf(nameOf(file)) || 'drill'),
    file,
    title: title ?? frontMatter.metadata.title ?? nameOf(file),
    briefing,
    secret: part('secret')?.prose ?? '',
    injects: items('injects').map((item, index) => injectOf(reading, item, index)),
    probes: items('probes').map((item, index) => probeOf(reading, item, index)),
    objectives: items('objectives').map((item) => objectiveOf(reading, item)),
    hints: items('hints').map((item, index) => hintOf(item, index)),
    colleagues: items('colleagues').map((item) => colleagueOf(reading, item)),
    debrief: linesOf(part('debrief')?.prose ?? ''),
    text,
  };
  return { scenario, unread, hasBriefing: briefing.trim() !== '' };
}

type Reading = { unread: Unread[] };

type Head = Pick<
  Scenario,
  | 'publicTitle'
  | 'level'
  | 'minutes'
  | 'speed'
  | 'roles'
  | 'runbook'
  | 'policy'
  | 'homeZone'
  | 'start'
  | 'basedOn'
  | 'abortWhen'
>;

function headOf({ metadata, end }: FrontMatter, reading: Reading): Head {
  const { other } = metadata;
  const told = (key: string): string | undefined => {
    const value = other[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
  };
  const number = (key: string, least: number, most: number, otherwise: number): number => {
    const written = told(key);
    if (written === undefined) return otherwise;
    const value = Number(written);
    if (value >= least && value <= most) return value;
    reading.unread.push({ what: `\`${key}\` is not between ${String(least)} and ${String(most)}`, at: end });
    return otherwise;
  };
  const homeZone = zoneOf(told('home_zone'), reading, end);
  return {
    publicTitle: told('public_title'),
    level: Math.round(number('level', 1, 4, 1)),
    minutes: number('minutes', 1, 600, 45),
    speed: number('speed', 0.5, 10, 1),
    roles: rolesOf(other.roles, reading, end),
    runbook: told('runbook'),
    policy: told('policy'),
    homeZone,
    start: startOf(told('start'), homeZone, reading, end),
    basedOn: told('based_on'),
    abortWhen: told('abort_when'),
  };
}

function zoneOf(written: string | undefined, { unread }: Reading, at: number): string {
  if (written === undefined) return 'UTC';
  const read = readZone(written);
  if ('zone' in read) return read.zone;
  unread.push({ what: '`home_zone` is no zone like America/Los_Angeles', at });
  return 'UTC';
}

const OTHERWISE_AT = '2024-01-08T09:00';

function startOf(written: string | undefined, zone: string, { unread }: Reading, at: number): string {
  const [, day = '', time = ''] =
    /^(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(written ?? '') ?? [];
  if (isDay(day)) return instantAtWall(wallOf(day, time), zone);
  if (written !== undefined) unread.push({ what: '`start` is no wall time like 2024-03-11T10:15', at });
  return instantAtWall(wallOf(OTHERWISE_AT.slice(0, 10), OTHERWISE_AT.slice(11)), zone);
}

function rolesOf(written: unknown, { unread }: Reading, at: number): Role[] {
  const single = typeof written === 'string' ? written : 'commander';
  const names = (Array.isArray(written) ? written : single.split(','))
    .map((name: unknown) => String(name).trim().toLowerCase())
    .filter((name) => name !== '');
  const known = names.flatMap((name) => ROLES.find((role) => role === name) ?? []);
  if (known.length < names.length) unread.push({ what: '`roles` names a role that is none', at });
  return known.length === 0 ? ['commander'] : [...new Set(known)];
}

function injectOf(reading: Reading, { title, body, at }: Item, index: number): Inject {
  const { label, prose } = labelsIn(body);
  const way = label('as')?.toLowerCase();
  const when = written(label('when'), at);
  const atSeconds = drillTime(label('at'), at, reading);
  if (atSeconds === undefined && when === undefined && label('at') === undefined)
    reading.unread.push({ what: `Inject "${title}" has neither At nor When`, at });
  return {
    id: `inject-${String(index + 1)}`,
    title,
    text: prose,
    atSeconds,
    when,
    unless: written(label('unless'), at),
    repeat: repeatOf(label('repeat'), at, reading),
    to: namesIn(label('to') ?? 'all'),
    as: WAYS.find((one) => one === way) ?? 'chat',
    trap: label('trap'),
    at,
  };
}

function repeatOf(text: string | undefined, at: number, { unread }: Reading): Inject['repeat'] {
  if (text === undefined) return undefined;
  const [every = '', until] = text.replace(/^every /i, '').split(' until ');
  const everySeconds = secondsOf(every);
  if (everySeconds !== undefined) return { everySeconds, until: written(until, at) };
  unread.push({ what: `Repeat "${text}" is not like "every 5 min until update sent"`, at });
  return undefined;
}

function probeOf(reading: Reading, { title, body, at }: Item, index: number): Probe {
  const { label, prose } = labelsIn(body);
  return {
    id: `probe-${String(index + 1)}`,
    title,
    matches: namesIn(label('matches') ?? title),
    shows: label('shows') ?? prose,
    costSeconds: spanOf(label('costs'), at, reading) ?? 0,
    after: written(label('after'), at),
    at,
  };
}

function objectiveOf({ unread }: Reading, { title, body, at }: Item): Objective {
  const { label } = labelsIn(body);
  const competence = COMPETENCES.find((one) => one === label('competence')?.toLowerCase());
  if (competence === undefined)
    unread.push({ what: `Objective "${title}" names none of the six competences`, at });
  const evidence = label('evidence');
  const isJudged = evidence?.toLowerCase() === 'facilitator';
  return {
    id: anchorOf(title) || 'objective',
    title,
    competence,
    bySeconds: drillTime(label('by'), at, { unread }),
    evidence: isJudged ? undefined : written(evidence, at),
    isJudged,
    at,
  };
}

function hintOf({ title, body, at }: Item, index: number): Hint {
  const { label, prose } = labelsIn(body);
  const text = prose === '' ? title : `${title}\n\n${prose}`;
  return { id: `hint-${String(index + 1)}`, text, objective: label('for'), at };
}

function colleagueOf(reading: Reading, { title, body, at }: Item): Colleague {
  const { label, prose } = labelsIn(body);
  const answers = label('answers')?.toLowerCase();
  const seconds = answers === 'never' ? 'never' : spanOf(answers, at, reading);
  return { name: title, answers: seconds ?? 120, says: prose, at };
}

function written(text: string | undefined, at: number): Written | undefined {
  if (text === undefined) return undefined;
  const read = readCondition(text);
  return { text, condition: 'condition' in read ? read.condition : undefined, at };
}

/** `m:ss` or `h:mm:ss` in seconds. */
function drillTime(text: string | undefined, at: number, { unread }: Reading): number | undefined {
  if (text === undefined) return undefined;
  const parts = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(text);
  if (parts !== null) return Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
  unread.push({ what: `"${text}" is no drill time like 4:00 or 1:05:00`, at });
  return undefined;
}

function spanOf(text: string | undefined, at: number, { unread }: Reading): number | undefined {
  if (text === undefined) return undefined;
  const seconds = secondsOf(text);
  if (seconds === undefined) unread.push({ what: `"${text}" is no duration like 3 min`, at });
  return seconds;
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => plainText(name).trim())
    .filter((name) => name !== '');
}

function linesOf(prose: string): string[] {
  return prose
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '').trim())
    .filter((line) => line !== '');
}
