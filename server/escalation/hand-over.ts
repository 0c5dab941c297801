/** Whoever has it asks somebody else to take it over, and has it until that one accepts. */
import type { LevelRecord, Run } from './run.ts';

/** The level by which somebody is asked to take over from the owner; undefined while nobody is. */
export function offeredLevel(
  { state, owner }: Pick<Run, 'state' | 'owner'>,
  levels: readonly LevelRecord[],
): LevelRecord | undefined {
  if (state !== 'accepted' || owner === undefined) return undefined;
  const waiting = levels.findLast(({ outcome }) => outcome === 'waiting');
  return waiting?.people.some(({ personId }) => personId !== owner.id) === true ? waiting : undefined;
}

/** Whether this person is the one who is asked to take over. */
export function isOfferedTo(
  run: Pick<Run, 'state' | 'owner'>,
  levels: readonly LevelRecord[],
  personId: string,
): boolean {
  return offeredLevel(run, levels)?.people.some((one) => one.personId === personId) === true;
}
