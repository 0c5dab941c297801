/** Rules for updates: four things are said, the next one is promised, and an empty repeat says nothing. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { clockText } from '../core/time.ts';
import { entry, mustLieAhead, mustSay } from './act.ts';
import type { Context } from './act.ts';
import { channelsOf } from './channels.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import type { Audience } from './entry-fields.ts';
import { holds, mustAct, mustSteer } from './may.ts';
import type { State } from './state.ts';
import { holderOf, isAlone, tenureOf } from './roles.ts';
import { latestNextUpdate, updateText } from './updates.ts';
import type { Message } from './updates.ts';

/** What an update says. The final one promises no next, confirms recovery and names what was lost. */
export type UpdateWords = {
  audience: Audience;
  usersSee: string;
  weDo: string;
  changed: string;
  final: boolean;
  loss?: string | undefined;
};

export type UpdateCommands = {
  /** `aloneReason` is why one person writes and sends a public update of a SEV-1. */
  'send-update': UpdateWords & {
    /** Where it is put by hand. */
    channels: string[];
    nextAt?: Instant | undefined;
    aloneReason?: string | undefined;
  };
  'set-update-due': { audience: Audience; dueAt: Instant; reason: string };
};

export const UPDATE_RULES: Rules<UpdateCommands> = {
  'send-update': (state, command, context) => {
    mustMayTell(state, command.audience, context);
    mustSayAll(command);
    mustSaySomethingNew(state, command);
    const { audience, usersSee, weDo, changed, channels, final, loss, aloneReason } = command;
    if (audience === 'public') mustBeReadByTwo(state, context.actor.id, aloneReason, context);
    const nextAt = final ? undefined : nextPromised(state, command, context);
    const text = updateText(command, nextAt, state.homeZone);
    const messageId = context.ids.next();
    const body: Body<'update-sent'> = {
      messageId,
      audience,
      text,
      usersSee,
      weDo,
      changed,
      loss,
      channels: channelsOf(state, audience, channels),
      nextAt,
      final,
      alone: audience === 'public' ? aloneReason : undefined,
    };
    return { entries: [entry(context, 'update-sent', body, command.at)] };
  },
  'set-update-due': (state, { audience, dueAt, reason }, context) => {
    mustMayTell(state, audience, context);
    mustSay(reason, 'reason', 'Say why the time of the next update changes.');
    mustLieAhead(dueAt, 'dueAt', context);
    return { entries: [entry(context, 'update-due-set', { audience, dueAt, reason })] };
  },
};

/** Communications or the commander; what goes to the public is approved by the commander or a manager sending it. */
export function mustMayTell(state: State, audience: Audience, context: Context): void {
  mustAct(context);
  if (audience !== 'public') {
    if (holds(state, context, 'communications') || !tenureOf(state, 'commander')) return;
    return mustSteer(state, context, 'send updates beside Communications');
  }
  mustBePast(state);
  mustSteer(state, context, 'send public updates');
}

/** Triage is quiet on purpose. @throws Refused before it is done */
export function mustBePast({ status }: State): void {
  if (status !== 'detected' && status !== 'triage') return;
  throw new Refused(
    'too-early',
    'Nothing goes to the public before triage is done: move the status on first, on the run page under "Severity and status".',
  );
}

/**
 * In a SEV-1 two people read what goes to the public: whoever wrote it does not send it by themselves. Somebody alone
 * in the incident may, with a reason.
 */
export function mustBeReadByTwo(
  state: State,
  writer: string,
  aloneReason: string | undefined,
  { actor }: Context,
): void {
  if (state.severity !== 'SEV-1' || writer !== actor.id) return;
  if (isAlone(state, actor.id)) {
    mustSay(aloneReason, 'aloneReason', 'You are alone here: say why it cannot wait for a second reader.');
    return;
  }
  const commander = holderOf(state, 'commander');
  const way =
    commander && commander.id !== actor.id
      ? `save it as a draft, and ${commander.name} or a manager approves it`
      : 'let somebody else write it and approve it yourself, or save it as a draft for a manager';
  throw new Refused('needs-second', `In a SEV-1 a second person reads a public update: ${way}.`);
}

export function mustSayAll({ usersSee, weDo, changed, final, loss }: UpdateWords): void {
  mustSay(usersSee, 'usersSee', 'Say what users see.');
  mustSay(weDo, 'weDo', 'Say what we do.');
  mustSay(
    changed,
    'changed',
    'Say what changed since last time. "Nothing new, we still roll back" is an answer.',
  );
  if (final) mustSay(loss, 'loss', 'The last update names what was lost. "Nothing was lost" is an answer.');
}

const SAYS_NOTHING =
  /^(?:nothing(?: new)?|no (?:change|changes|news|update)|none|same(?: as before)?|unchanged|n\/?a|[-.–—\s]+)[.!]?$/i;

export function mustSaySomethingNew(state: State, update: UpdateWords): void {
  const last = state.messages.findLast(({ audience }) => audience === update.audience);
  if (SAYS_NOTHING.test(update.changed.trim())) {
    throw new Refused('empty-repeat', 'Say at least what we still do: "Nothing new, we still roll back".', {
      field: 'changed',
    });
  }
  if (last && !update.final && isRepeat(last, update) && !/^nothing new\b.*\S/i.test(update.changed.trim())) {
    throw new Refused(
      'empty-repeat',
      'This says word for word what the last update said. Say what changed, or "Nothing new, we still …".',
      {
        field: 'changed',
      },
    );
  }
}

function isRepeat(last: Message, update: UpdateWords): boolean {
  const same = (a: string | undefined, b: string) => a?.trim().toLowerCase() === b.trim().toLowerCase();
  return (
    same(last.usersSee, update.usersSee) && same(last.weDo, update.weDo) && same(last.changed, update.changed)
  );
}

/** The promise of the next update. @throws Refused when there is none, or none that can be given */
export function nextPromised(
  state: State,
  { audience, nextAt }: { audience: Audience; nextAt?: Instant | undefined },
  context: Context,
): Instant {
  const field = { field: 'nextAt' };
  if (nextAt === undefined)
    throw new Refused('missing', 'Say when the next update comes, or that this is the last one.', field);
  mustLieAhead(nextAt, 'nextAt', context);
  const latest = latestNextUpdate(state, audience, context.now);
  if (latest !== undefined && nextAt > latest) {
    throw new Refused(
      'too-late',
      `In a ${state.severity ?? ''} the next ${audience} update comes by ${clockText(latest, context.zone)}. A later time can be set apart, with a reason.`,
      field,
    );
  }
  return nextAt;
}
