/** Rules for updates: four things are said, the next one is promised, and an empty repeat says nothing. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { clockText, clockWithUtc } from '../core/time.ts';
import { entry, mustLieAhead, mustSay } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import type { Audience } from './entry-fields.ts';
import { holds, mustAct, mustSteer } from './may.ts';
import type { State } from './state.ts';
import { tenureOf } from './roles.ts';
import { latestNextUpdate } from './updates.ts';
import type { Message } from './updates.ts';

export type UpdateCommands = {
  /** The final one promises no next, confirms recovery and names what was lost. */
  'send-update': {
    audience: Audience;
    usersSee: string;
    weDo: string;
    changed: string;
    channels: string[];
    nextAt?: Instant | undefined;
    final: boolean;
    loss?: string | undefined;
  };
  'set-update-due': { audience: Audience; dueAt: Instant; reason: string };
};

type Update = UpdateCommands['send-update'];

export const UPDATE_RULES: Rules<UpdateCommands> = {
  'send-update': (state, command, context) => {
    mustMayTell(state, command.audience, context);
    mustSayAll(command);
    mustSaySomethingNew(state, command);
    const nextAt = command.final ? undefined : nextPromised(state, command, context);
    const { audience, usersSee, weDo, changed, channels, final, loss } = command;
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
      channels,
      nextAt,
      final,
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
function mustMayTell(state: State, audience: Audience, context: Context): void {
  mustAct(context);
  if (audience !== 'public') {
    if (holds(state, context, 'communications') || !tenureOf(state, 'commander')) return;
    return mustSteer(state, context, 'send updates beside Communications');
  }
  if (state.status === 'detected' || state.status === 'triage') {
    throw new Refused(
      'too-early',
      'Nothing goes to the public before triage is done. Move the status on first.',
    );
  }
  mustSteer(state, context, 'send public updates');
}

function mustSayAll({ usersSee, weDo, changed, final, loss }: Update): void {
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

function mustSaySomethingNew(state: State, update: Update): void {
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

function isRepeat(last: Message, update: Update): boolean {
  const same = (a: string | undefined, b: string) => a?.trim().toLowerCase() === b.trim().toLowerCase();
  return (
    same(last.usersSee, update.usersSee) && same(last.weDo, update.weDo) && same(last.changed, update.changed)
  );
}

function nextPromised(state: State, { audience, nextAt }: Update, context: Context): Instant {
  const field = { field: 'nextAt' };
  if (nextAt === undefined)
    throw new Refused('missing', 'Say when the next update comes, or that this is the last one.', field);
  mustLieAhead(nextAt, 'nextAt', context);
  const latest = latestNextUpdate(state.severity, audience, context.now);
  if (latest !== undefined && nextAt > latest) {
    throw new Refused(
      'too-late',
      `In a ${state.severity ?? ''} the next ${audience} update comes by ${clockText(latest, context.zone)}. A later time can be set apart, with a reason.`,
      field,
    );
  }
  return nextAt;
}

function updateText(
  { usersSee, weDo, changed, loss }: Update,
  nextAt: Instant | undefined,
  zone: string,
): string {
  const end =
    nextAt === undefined ? 'This is the last update.' : `Next update by ${clockWithUtc(nextAt, zone)}.`;
  return [usersSee, weDo, changed, loss, end]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}
