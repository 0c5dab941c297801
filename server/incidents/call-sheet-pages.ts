/** The call sheet: who to call in an incident, on one page of paper, or on a phone without network. */
import { qrOf, type Qr } from '../core/qr.ts';
import { clockText } from '../core/time.ts';
import { ROLES } from './entry-fields.ts';
import { outcomeOf } from './escalation-pages.ts';
import type { RoomReading } from './calls-pages.ts';
import { present } from './people.ts';
import { holderOf } from './roles.ts';
import type { State } from './state.ts';
import { stripOf, type Strip } from './strip-pages.ts';

type Callable = { name: string; phone: string | undefined };

export type CallSheet = {
  strip: Strip;
  roles: readonly { role: string; holder: Callable | undefined }[];
  /** In the room without a role. */
  others: readonly Callable[];
  asked: readonly { who: Callable; words: string; reason: string; outcome: string }[];
  /** Nobody on it has a number. */
  hasNoPhones: boolean;
  writtenAt: string;
  back: Qr;
};

/** Everybody whom the call sheet names, by the id of their account. */
export function namedOnSheet(state: State): string[] {
  const holders = ROLES.map((role) => holderOf(state, role)?.id);
  const here = present(state).map(({ personId }) => personId);
  const asked = state.escalations.map(({ to }) => to);
  return [...new Set([...holders, ...here, ...asked])].filter((id) => id !== undefined);
}

/** @param address of the incident's page, as a whole */
export function callSheet(
  state: State,
  phones: ReadonlyMap<string, string>,
  { now, zone }: RoomReading,
  address: string,
): CallSheet {
  const callable = (id: string | undefined, name: string): Callable => ({
    name,
    phone: id === undefined ? undefined : phones.get(id),
  });
  const roles = ROLES.filter((role) => role !== 'observer').map((role) => {
    const holder = holderOf(state, role);
    return { role, holder: holder && callable(holder.id, holder.name) };
  });
  const held = new Set(ROLES.map((role) => holderOf(state, role)?.id));
  return {
    strip: stripOf(state, 'People', now, zone),
    roles,
    others: present(state)
      .filter(({ personId }) => !held.has(personId))
      .map(({ personId, name }) => callable(personId, name)),
    asked: state.escalations.map((request) => ({
      who: callable(request.to, request.toName ?? request.policyName ?? 'Somebody'),
      words: `asked at ${clockText(request.requested.at, zone)} by ${request.requestedBy.name}`,
      reason: request.reason,
      outcome: outcomeOf(request, zone),
    })),
    hasNoPhones: phones.size === 0,
    writtenAt: clockText(now, zone),
    back: qrOf(address),
  };
}
