/** A policy as a file: what it says, and what a file says it is to be. */
import { stringify } from 'yaml';
import { slugOf } from '../core/slug.ts';
import type { Found, YamlReader } from '../core/yaml-reading.ts';
import { hoursIn, hoursOut, zoneIn } from './file-hours.ts';
import { idNamed, nameOfId, type Names } from './file-names.ts';
import {
  MOST_LEVELS,
  MOST_MINUTES,
  MOST_REPEATS,
  SEVERITIES,
  type Condition,
  type Level,
  type Policy,
  type Target,
} from './policy.ts';

export type FiledPolicy = Omit<Policy, 'id' | 'version'> & {
  kind: 'policy';
  slug: string;
  /** The lines of what can still be wrong with it, by its place; of a level, the line on which it begins. */
  lines: Readonly<Record<string, number>>;
};

const FIELDS = ['kind', 'slug', 'name', 'zone', 'levels', 'repeat', 'fallback', 'then'];
const TARGETS = ['person', 'schedule', 'team', 'role'] as const;

export function policyText(policy: Policy & { slug: string }, names: Names): string {
  const person = (id: string): string => nameOfId(names, 'person', id);
  return stringify(
    {
      kind: 'policy',
      slug: policy.slug,
      name: policy.name,
      zone: policy.zone,
      levels: policy.levels.map((level) => levelOut(level, names)),
      repeat: policy.repeat,
      fallback: policy.fallback.map(person),
      ...(policy.thenPolicyId !== undefined && { then: nameOfId(names, 'policy', policy.thenPolicyId) }),
    },
    { lineWidth: 0 },
  );
}

function levelOut({ targets, mode, answerWithin, condition, inTurn }: Level, names: Names): object {
  const { severities, hours } = condition ?? {};
  return {
    tell: targets.map(({ kind, id }) => ({ [kind]: kind === 'role' ? id : nameOfId(names, kind, id) })),
    answer_within: answerWithin,
    ...(mode === 'all' && { mode }),
    ...(severities !== undefined && { severities: [...severities] }),
    ...(hours !== undefined && { hours: hoursOut(hours) }),
    ...(inTurn === true && { in_turn: true }),
  };
}

/** Undefined when it cannot be read at all; what is wrong stands in the faults of the reader. */
export function policyIn(reader: YamlReader, found: Found, names: Names): FiledPolicy | undefined {
  const fields = reader.fields(found, FIELDS, 'A policy');
  if (fields === undefined) return undefined;
  const name = reader.text(fields.field('name', 'needed'), 'the name of the policy');
  const zone = zoneIn(reader, fields.field('zone', 'needed'));
  const given = fields.field('levels', 'needed');
  const levels = reader.list(given, 'the levels');
  if (levels.length > MOST_LEVELS)
    reader.fault(found.line, `A policy has at most ${String(MOST_LEVELS)} levels.`);
  const fallback = fields.field('fallback', 'needed');
  const then = fields.field('then');
  const slug = reader.text(fields.field('slug'), 'the name in addresses', 60) ?? slugOf(name ?? '');
  if (slug !== '' && slug !== slugOf(slug))
    reader.fault(
      fields.field('slug')?.line ?? found.line,
      `Write the name in addresses like ${slugOf(slug)}.`,
    );
  return {
    kind: 'policy',
    slug,
    name: name ?? '',
    zone: zone ?? 'UTC',
    levels: levels.flatMap((level) => levelIn(reader, level, names) ?? []),
    repeat: reader.number(fields.field('repeat'), 'how often it is done again', [0, MOST_REPEATS]) ?? 0,
    fallback: reader
      .list(fallback, 'the fallback')
      .flatMap((one) => idNamed(reader, names, 'person', one) ?? []),
    thenPolicyId: idNamed(reader, names, 'policy', then),
    lines: {
      levels: given?.line ?? found.line,
      fallback: fallback?.line ?? found.line,
      then: then?.line ?? found.line,
      ...Object.fromEntries(levels.map(({ line }, index) => [`levels.${String(index)}`, line])),
    },
  };
}

const LEVEL = ['tell', 'answer_within', 'mode', 'severities', 'hours', 'in_turn'];

function levelIn(reader: YamlReader, found: Found, names: Names): Level | undefined {
  const fields = reader.fields(found, LEVEL, 'A level');
  if (fields === undefined) return undefined;
  const minutes = reader.number(fields.field('answer_within'), 'the minutes to answer', [1, MOST_MINUTES]);
  const condition = conditionIn(reader, fields.field('severities'), fields.field('hours'));
  const inTurn = reader.choice(fields.field('in_turn'), 'whether they are asked in turn', [true, false]);
  return {
    targets: reader
      .list(fields.field('tell', 'needed'), 'whom the level tells')
      .flatMap((target) => targetIn(reader, target, names) ?? []),
    mode: reader.choice(fields.field('mode'), 'the mode', ['any', 'all']) ?? 'any',
    answerWithin: minutes ?? 5,
    ...(condition !== undefined && { condition }),
    ...(inTurn === true && { inTurn }),
  };
}

function conditionIn(
  reader: YamlReader,
  severities: Found | undefined,
  hours: Found | undefined,
): Condition | undefined {
  if (severities === undefined && hours === undefined) return undefined;
  const chosen = reader
    .list(severities, 'the severities')
    .flatMap((one) => reader.choice(one, 'a severity', SEVERITIES) ?? []);
  const read = hoursIn(reader, hours);
  return {
    ...(severities !== undefined && { severities: chosen }),
    ...(read !== undefined && { hours: read }),
  };
}

function targetIn(reader: YamlReader, found: Found, names: Names): Target | undefined {
  const fields = reader.fields(found, TARGETS, 'Whom a level tells');
  for (const kind of TARGETS) {
    const named = fields?.field(kind);
    if (named === undefined) continue;
    const id = kind === 'role' ? reader.text(named, 'the role', 60) : idNamed(reader, names, kind, named);
    return id === undefined ? undefined : { kind, id };
  }
  if (fields !== undefined) reader.fault(found.line, `Say whom: one of ${TARGETS.join(', ')}.`);
  return undefined;
}
