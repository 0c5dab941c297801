/** The form of a policy as it is sent, and the policy that it says. */
import { z } from 'zod';
import { zone as readZone } from '../core/zone.ts';
import { line, optionalChoice, optionalLine, wholeNumber } from '../web/fields.ts';
import { Invalid } from '../web/problem.ts';
import type { StoredPolicy, WantedPolicy } from './policy-actions.ts';
import { MOST_LEVELS, MOST_MINUTES, MOST_REPEATS, SEVERITIES, type Level, type Target } from './policy.ts';

const level = z.strictObject({
  targets: z.array(
    z.string().regex(/^(?:person|schedule|team|role):.{1,60}$/, { error: 'Choose from the list.' }),
  ),
  minutes: wholeNumber(1, MOST_MINUTES, 'the minutes to answer', 5),
  mode: z.enum(['any', 'all'], { error: 'Choose whether one or each of them has to accept.' }).default('any'),
  severities: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
  in_turn: z.preprocess((value) => value === 'on' || value === true, z.boolean()),
});

const fields = z.strictObject({
  name: line('a name for the policy', 80),
  zone: line('the zone of its hours', 60),
  levels: z.array(level).max(MOST_LEVELS, { error: 'A policy has at most 20 levels.' }),
  repeat: wholeNumber(0, MOST_REPEATS, 'how often all of it is done again', 0),
  fallback: optionalLine(40),
  then: optionalLine(40),
  version: wholeNumber(1, 1_000_000_000, 'which change this one is made upon', 1),
});

/** Where a level and its targets stand in a form, from 1. When others are emptied, they stand there still. */
const place = z.object({ level: z.int(), targets: z.array(z.int()) });

type Place = z.output<typeof place>;

const placedLevel = level.extend({ place });

/** A form may be tried before it is sent, for now or for a moment that is typed beside it. */
const triedFields = fields.extend({
  levels: z.array(placedLevel).max(MOST_LEVELS, { error: 'A policy has at most 20 levels.' }),
  act: optionalChoice(['try'], 'Send the form, or try it.'),
  of: optionalLine(80),
  try_at: optionalLine(60),
  try_severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
});

/** What programs send. */
export const PolicyFields = fields;

/**
 * The fields of a form, `level_2_minutes`, gathered into levels. Those that tell nobody are left out. What is wrong is
 * told by the field of the form.
 */
export const FormFields = z.unknown().transform((given, context): z.output<typeof triedFields> => {
  const { others, levels } = levelsGathered(named(given));
  const read = triedFields.safeParse({ ...others, levels });
  if (read.success) return read.data;
  const places = levels.map((one) => one.place);
  for (const issue of read.error.issues)
    context.addIssue({ ...issue, path: fieldOfForm(issue.path.map(String), places) });
  return z.NEVER;
});

/** The place of a field among what programs send, such as `levels`, `0`, `minutes`, as the form calls it. */
function fieldOfForm(path: readonly string[], places: readonly Place[]): string[] {
  const [first, index, field = '', target] = path;
  if (first !== 'levels') return [...path];
  const found = places[Number(index)];
  if (found === undefined) return ['level_1_target_1'];
  const name = field === 'targets' ? `target_${String(found.targets[Number(target)] ?? 1)}` : field;
  return [`level_${String(found.level)}_${name}`];
}

/**
 * Does what a form asks for.
 * @throws Invalid by the fields of the form, where the act names the places of levels
 */
export async function forForm<Done>(
  { levels }: z.output<typeof FormFields>,
  act: () => Promise<Done>,
): Promise<Done> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const places = levels.map((one) => one.place);
    throw new Invalid(
      error.problems.map((problem) => ({
        ...problem,
        field: fieldOfForm(problem.field.split('.'), places).join('.'),
      })),
    );
  }
}

/** What is only tried needs no name. */
function named(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('act' in given) || given.act !== 'try') return given;
  const hasName = 'name' in given && typeof given.name === 'string' && given.name.trim() !== '';
  return hasName ? given : { ...given, name: 'This policy' };
}

type Gathered = { targets: string[]; place: Place; [name: string]: unknown };

function levelsGathered(given: unknown): { others: Record<string, unknown>; levels: Gathered[] } {
  const others: Record<string, unknown> = {};
  const levels = new Map<number, Gathered>();
  for (const [name, value] of Object.entries(given ?? {})) {
    const [, number, field, target] =
      /^level_(\d{1,2})_(target_(\d{1,3})|minutes|mode|severities|in_turn)$/.exec(name) ?? [];
    if (number === undefined || field === undefined) {
      others[name] = value;
      continue;
    }
    const known = levels.get(Number(number)) ?? emptyLevel(Number(number));
    levels.set(Number(number), known);
    if (target === undefined) known[field] = value;
    else if (typeof value === 'string' && value !== '') {
      known.targets.push(value);
      known.place.targets.push(Number(target));
    }
  }
  const inOrder = [...levels].sort(([a], [b]) => a - b).map(([, one]) => one);
  return { others, levels: inOrder.filter(({ targets }) => targets.length > 0) };
}

function emptyLevel(number: number): Gathered {
  return { targets: [], in_turn: false, place: { level: number, targets: [] } };
}

/** @throws Invalid for a zone that there is not */
export function wantedOf(given: z.output<typeof PolicyFields>): WantedPolicy {
  const zone = readZone(given.zone);
  if (!('zone' in zone)) {
    const sentence = 'refuse' in zone ? zone.refuse : zone.ask;
    throw new Invalid([{ field: 'zone', sentence, ...('choices' in zone && { choices: zone.choices }) }]);
  }
  return {
    name: given.name,
    zone: zone.zone,
    levels: given.levels.map(levelOf),
    repeat: given.repeat,
    fallback: given.fallback === undefined ? [] : [given.fallback],
    thenPolicyId: given.then,
  };
}

/**
 * What a form and the API do not show stays as it is: hours of a level, and a second fallback.
 * @param places where the levels stood in the form, from 1; left out, as they follow each other
 */
export function keepingUnshown(
  wanted: WantedPolicy,
  before: StoredPolicy,
  places: readonly number[] = wanted.levels.map((_, index) => index + 1),
): WantedPolicy {
  const levels = wanted.levels.map((one, index) => {
    const hours = before.levels[(places[index] ?? 0) - 1]?.condition?.hours;
    return hours === undefined ? one : { ...one, condition: { ...one.condition, hours } };
  });
  const isSame = wanted.fallback[0] === before.fallback[0];
  return { ...wanted, levels, fallback: isSame ? before.fallback : wanted.fallback };
}

/**
 * What a form makes of the policy that it changes.
 * @throws Invalid for a zone that there is not
 */
export function changedOf(given: z.output<typeof FormFields>, before: StoredPolicy): WantedPolicy {
  const places = given.levels.map((one) => one.place.level);
  return keepingUnshown(wantedOf(given), before, places);
}

function levelOf({ targets, minutes, mode, severities, in_turn }: z.output<typeof level>): Level {
  const worst = severities === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(severities) + 1);
  return {
    targets: targets.map((target) => {
      const colon = target.indexOf(':');
      const [kind, id] = [target.slice(0, colon), target.slice(colon + 1)];
      return { kind, id } as Target;
    }),
    mode,
    answerWithin: minutes,
    ...(worst.length > 0 && { condition: { severities: worst } }),
    ...(in_turn && { inTurn: true }),
  };
}
