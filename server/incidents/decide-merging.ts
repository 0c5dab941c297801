/** Rules for merging: who may, into what, and what ends with it. */
import { Refused } from '../core/refused.ts';
import { bySystem, entry, mustSay, nothing } from './act.ts';
import type { Context, OtherIncident } from './act.ts';
import type { Rules } from './command.ts';
import { withdrawals } from './decide-status.ts';
import { targetOf } from './links.ts';
import { mustAct, mustSteer } from './may.ts';
import { mayMerge } from './merging.ts';
import { isPresent, participant } from './people.ts';
import { holderOf, tenureOf } from './roles.ts';
import { openTitle } from './seeing.ts';
import type { State } from './state.ts';
import { isOver } from './status-order.ts';

export type MergeCommands = {
  /** This incident is the same as the one with that key, in which it goes on. */
  merge: { into: string; reason: string };
  /** The other side, written in the same transaction: nobody asks for it alone. */
  'receive-merge': {
    key: string;
    title: string | undefined;
    reason: string;
    /** Who had it there: they go on here. */
    owners: { id: string; name: string }[];
  };
};

export const MERGE_RULES: Rules<MergeCommands> = {
  merge: (state, { into, reason }, context) => {
    mustAct(context);
    if (state.kind === 'drill')
      throw new Refused(
        'not-in-a-drill',
        'A drill is merged into nothing real: play it to its end, or stop it.',
      );
    if (tenureOf(state, 'commander')) mustSteer(state, context, 'merge this incident');
    if (!mayMerge(state)) {
      throw new Refused(
        'too-late',
        `It is in ${state.status}, so it stays. Link it with the other one instead.`,
      );
    }
    const named = targetOf(into, 'into');
    const end = endOf(state, named, context);
    mustSay(reason, 'reason', 'Say how you know that it is the same.');
    if (isOver(end.status)) {
      throw new Refused(
        'other-is-over',
        `${end.key} is ${end.status}, so nobody works on it. Link this one with it instead.`,
        { field: 'into' },
      );
    }
    const body = { key: end.key, title: end.title, reason };
    return {
      entries: [entry(context, 'merged-into', body), ...withdrawals(state, 'merged', bySystem(context))],
      elsewhere: {
        key: end.key,
        command: {
          type: 'receive-merge',
          key: state.key,
          title: openTitle(state),
          reason,
          owners: ownersOf(state),
        },
      },
      ...(end.key !== named && {
        said: `${named} was merged into ${end.key} before, so this one went there.`,
      }),
    };
  },
  'receive-merge': (state, { key, title, reason, owners }, context) => {
    mustAct(context);
    if (state.mergesReceived.some((one) => one.key === key))
      return nothing(`${key} was merged into it already.`);
    const coming = owners.filter(({ id }) => {
      const known = participant(state, id);
      return known === undefined || !isPresent(known);
    });
    return {
      entries: [
        entry(context, 'merge-received', { key, title, reason }),
        ...coming.map(({ id: personId, name: personName }) =>
          entry(context, 'responder-joined', { personId, personName, how: 'added' }),
        ),
      ],
    };
  },
};

/** Who leads it, and who accepted a request in it. */
function ownersOf(state: State): { id: string; name: string }[] {
  const lead = holderOf(state, 'commander');
  const accepted = state.escalations.flatMap(({ accepted }) => accepted ?? []);
  const named = [
    ...(lead === undefined ? [] : [lead]),
    ...accepted.map(({ personId, name }) => ({ id: personId, name })),
  ];
  return [...new Map(named.map(({ id, name }) => [id, { id, name }])).values()];
}

/** The incident in which it ends: one that was merged itself leads on. @throws Refused for none, and for a circle */
function endOf(state: State, named: string, context: Context): OtherIncident {
  if (named === state.key) {
    throw new Refused('itself', 'That is this incident. Name the one that it repeats.', { field: 'into' });
  }
  let other = context.incidents(named);
  while (other?.mergedInto !== undefined) {
    if (other.mergedInto === state.key) {
      throw new Refused('circle', `${named} was merged into this one, so everything is here already.`, {
        field: 'into',
      });
    }
    other = context.incidents(other.mergedInto);
  }
  if (other !== undefined) return other;
  throw new Refused(
    'no-such-incident',
    `There is no incident ${named}. Look for it in the list of incidents.`,
    { field: 'into' },
  );
}
