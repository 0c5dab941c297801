/** Somebody leaves: what names them, and what it becomes when others take their places. */
import type { Instant } from '../core/clock.ts';
import { dateOf, wallAt } from '../core/wall.ts';
import type { Heirs, Place } from '../identity/people.ts';
import type { Level, Policy } from './policy.ts';
import type { Layer, Schedule } from './schedule.ts';

type Named = { slug: string };

/** The answer to "who in their place?" that leaves the place empty, where that is possible. */
export const NOBODY = 'nobody';

/** Every place of somebody in policies and in turns that are still to come. */
export function placesOf(
  personId: string,
  {
    policies,
    schedules,
  }: { policies: readonly (Policy & Named)[]; schedules: readonly (Schedule & Named)[] },
  now: Instant,
): Place[] {
  return [
    ...policies.flatMap((policy) => placesInPolicy(personId, policy)),
    ...schedules
      .filter((schedule) => isInTurns(schedule, personId, now))
      .map(({ slug, name }) => ({
        field: `instead_schedule_${slug}`,
        label: `The turns in the schedule ${name}`,
        empty: 'Nobody: the turns become gaps that everybody sees',
      })),
  ];
}

function placesInPolicy(personId: string, { slug, name, levels, fallback }: Policy & Named): Place[] {
  const inLevels = levels.flatMap(({ targets }, index) => {
    if (!targets.some((target) => target.kind === 'person' && target.id === personId)) return [];
    const isAlone = targets.every((target) => target.kind === 'person' && target.id === personId);
    return [
      {
        field: levelField(slug, index),
        label: `Level ${String(index + 1)} of the policy ${name}`,
        empty: isAlone ? undefined : 'Nobody: the others of the level are enough',
      },
    ];
  });
  if (!fallback.includes(personId)) return inLevels;
  const empty =
    fallback.length > 1 ? 'Nobody: the others who are the fallback as well are enough' : undefined;
  return [...inLevels, { field: fallbackField(slug), label: `The fallback of the policy ${name}`, empty }];
}

/** Whether somebody takes turns now or in a version that has not begun; whose time is over takes none. */
function isInTurns(schedule: Schedule, personId: string, now: Instant): boolean {
  return versionsAhead(schedule, now).some(({ layers }) =>
    layers.some(({ rotation, validTo }) => {
      if (validTo !== undefined && validTo <= now) return false;
      const today = dateOf(wallAt(now, rotation.zone));
      return rotation.members.some(
        (member) => member.personId === personId && (member.to === undefined || member.to >= today),
      );
    }),
  );
}

/** The version in force, beginning now, and those after it, in the order in which they begin. */
export function versionsAhead(
  { versions }: Pick<Schedule, 'versions'>,
  now: Instant,
): { inForceAt: Instant; layers: readonly Layer[] }[] {
  const inOrder = versions.toSorted((a, b) => a.number - b.number);
  const begun = inOrder.filter(({ inForceAt }) => inForceAt <= now).at(-1);
  const later = inOrder.filter(
    ({ inForceAt, number }) => inForceAt > now && number > (begun?.number ?? Number.NEGATIVE_INFINITY),
  );
  return [
    ...(begun === undefined ? [] : [{ inForceAt: now, layers: begun.layers }]),
    ...later.map(({ inForceAt, layers }) => ({ inForceAt, layers })),
  ];
}

/** A policy in which others stand in the places of somebody; the same one where it does not name them. */
export function withoutInPolicy<P extends Policy & Named>(policy: P, personId: string, heirs: Heirs): P {
  const { slug } = policy;
  if (placesInPolicy(personId, policy).length === 0) return policy;
  const instead = (field: string): string[] => {
    const heir = heirs.get(field) ?? NOBODY;
    return heir === NOBODY ? [] : [heir];
  };
  const levels = policy.levels.map((level, index) =>
    withoutInLevel(level, personId, instead(levelField(slug, index))),
  );
  const fallback = policy.fallback.flatMap((id) => (id === personId ? instead(fallbackField(slug)) : [id]));
  return { ...policy, levels, fallback: [...new Set(fallback)] };
}

function withoutInLevel(level: Level, personId: string, instead: readonly string[]): Level {
  const seen = new Set<string>();
  const targets = level.targets
    .flatMap((target) =>
      target.kind === 'person' && target.id === personId
        ? instead.map((id) => ({ kind: 'person', id }) as const)
        : [target],
    )
    .filter(({ kind, id }) => {
      const isNew = !seen.has(`${kind} ${id}`);
      seen.add(`${kind} ${id}`);
      return isNew;
    });
  return { ...level, targets };
}

/** Layers in which somebody takes the turns of somebody else; nobody else's turn moves. */
export function withHeir(layers: readonly Layer[], personId: string, heirId: string): Layer[] {
  return layers.map((layer) => {
    const members = layer.rotation.members.map((member) =>
      member.personId === personId ? { ...member, personId: heirId } : member,
    );
    return { ...layer, rotation: { ...layer.rotation, members } };
  });
}

/** What is wrong with the answers, by field. Where nobody was asked for any, only what cannot stay empty is wrong. */
export function faultsOf(
  places: readonly Place[],
  heirs: Heirs | undefined,
  canAnswer: ReadonlySet<string>,
): { field: string; sentence: string }[] {
  return places.flatMap(({ field, label, empty }) => {
    const heir = heirs?.get(field);
    const isEmpty = heir === NOBODY || (heir === undefined && heirs === undefined);
    if (isEmpty && empty !== undefined) return [];
    if (heir !== undefined && canAnswer.has(heir)) return [];
    const sentence =
      heir === undefined || heir === NOBODY
        ? `Choose who takes this over: ${label}.`
        : `Choose somebody else here, who has an account that works and may answer: ${label}.`;
    return [{ field, sentence }];
  });
}

function levelField(slug: string, index: number): string {
  return `instead_policy_${slug}_level_${String(index + 1)}`;
}

function fallbackField(slug: string): string {
  return `instead_policy_${slug}_fallback`;
}
