/** The instants between which measures lie, by their names in the response model: t0 to t4. */
import type { Role } from './entry-fields.ts';
import { countedIntervals } from './impact.ts';
import type { MaybeEnd } from './measure.ts';
import { demandOfSpell } from './demands.ts';
import { severityAt } from './severity.ts';
import { earliest, latest, type Moment } from './stamps.ts';
import type { State } from './state.ts';

export type Ends = Record<
  't0' | 't1' | 'tn' | 't2' | 'td' | 'tr' | 'tu' | 'ti' | 't3' | 't4' | 'cause',
  MaybeEnd
>;

export function endsOf(state: State): Ends {
  const { stamps } = state;
  const end = (what: string, moment: Moment | undefined, missing: string): MaybeEnd =>
    moment === undefined ? missing : { what, moment };
  return {
    t0: end('impact began', stamps.impactBeganAt, 'nobody said when impact began'),
    t1: end('detected', stamps.detectedAt ?? stamps.reportedAt, 'nobody said when it was noticed'),
    tn: end('first notification', firstNotified(state), 'no notification is recorded'),
    t2: end('acknowledged', stamps.acknowledgedAt, 'nobody acknowledged it'),
    td: end('declared', stamps.declaredAt, 'it was never declared'),
    tr: assembled(state),
    tu: end('first public update', firstPublicUpdate(state), 'no public update was sent'),
    ti: end('cause confirmed', stamps.identifiedAt, 'no cause was confirmed'),
    t3: mitigated(state),
    t4: end('resolved', stamps.resolvedAt, 'it is not resolved'),
    cause: changeEnded(state),
  };
}

/** When the change was over that caused it. Only a person can say that it was the cause, and they say so by a link. */
function changeEnded({ links }: State): MaybeEnd {
  const causes = links.filter(({ relation }) => relation === 'caused-by');
  const moment = latest(causes.flatMap(({ endedAt }) => endedAt ?? []));
  return moment === undefined
    ? 'nobody said when what caused it was over'
    : { what: 'the cause was over', moment };
}

/** Whoever is asked by name is shown the request at once; a level of a policy when the engine says so. */
function firstNotified(state: State): Moment | undefined {
  return earliest(
    state.escalations.flatMap(({ policyId, requested, calls }) => [
      ...(policyId === 'person' ? [requested] : []),
      ...calls.map(({ at }) => at),
    ]),
  );
}

function firstPublicUpdate({ messages }: State): Moment | undefined {
  return earliest(messages.filter(({ audience }) => audience === 'public').map(({ sent }) => sent));
}

/** When the last role was filled that the severity at declaring asks for. */
function assembled(state: State): MaybeEnd {
  const roles = rolesAtDeclaring(state);
  if (roles.length === 0) return 'it was never declared';
  const filled = roles.map((role) =>
    earliest(state.tenures.filter((tenure) => tenure.role === role).map(({ from }) => from)),
  );
  const vacant = roles.filter((_, index) => filled[index] === undefined);
  if (vacant.length > 0) return `nobody held ${vacant.join(', ')}`;
  const last = latest(filled.flatMap((moment) => moment ?? []));
  return last === undefined
    ? 'nobody held a role'
    : { what: 'last required role', moment: notBefore(last, state) };
}

/** A role that was held before declaring was there from the start. */
function notBefore(moment: Moment, { stamps }: State): Moment {
  const declared = stamps.declaredAt;
  return declared !== undefined && moment.at < declared.at ? { ...declared, seq: moment.seq } : moment;
}

/** The roles that the severity asked for when it was declared. */
export function rolesAtDeclaring(state: State): readonly Role[] {
  const declared = state.stamps.declaredAt;
  if (declared === undefined) return [];
  const spell = severityAt(state, declared.at);
  return spell === undefined ? [] : demandOfSpell(spell).roles;
}

function mitigated(state: State): MaybeEnd {
  const counted = countedIntervals(state);
  if (counted.length === 0) return 'no impact was recorded';
  const open = counted.filter(({ to }) => to === undefined);
  if (open.length > 0) return 'impact has not ended';
  const last = latest(counted.flatMap(({ to }) => to ?? []));
  return last === undefined ? 'impact has not ended' : { what: 'impact ended', moment: last };
}
