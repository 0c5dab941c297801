/** Rules for updates that one person writes and another sends: drafted, approved, sent, seen public. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { beforeYou, entry, nothing } from './act.ts';
import type { Context } from './act.ts';
import { channelsOf } from './channels.ts';
import type { Rules } from './command.ts';
import {
  mustBePast,
  mustBeReadByTwo,
  mustMayTell,
  mustSayAll,
  mustSaySomethingNew,
  nextPromised,
} from './decide-updates.ts';
import type { UpdateWords } from './decide-updates.ts';
import type { NewEntry } from './entry.ts';
import { holds, mustAct, mustSteer } from './may.ts';
import type { State } from './state.ts';
import { draftOf, isApproved } from './update-drafts.ts';
import type { UpdateDraft } from './update-drafts.ts';
import { updateText } from './updates.ts';

export type DraftCommands = {
  'draft-update': UpdateWords & { nextAt?: Instant | undefined };
  'approve-update': { messageId: string };
  /** What was drafted goes out as it is; `nextAt` replaces a promise that time has overtaken. */
  'send-draft': {
    messageId: string;
    /** Where it is put by hand. */
    channels: string[];
    nextAt?: Instant | undefined;
    aloneReason?: string | undefined;
  };
  /** "Sent" is what our side did; this is somebody who saw it where the public sees it. */
  'see-public': { messageId: string; url?: string | undefined };
};

export const DRAFT_RULES: Rules<DraftCommands> = {
  'draft-update': (state, command, context) => {
    mustAct(context);
    mustSayAll(command);
    mustSaySomethingNew(state, command);
    const nextAt = command.final ? undefined : nextPromised(state, command, context);
    const { audience, usersSee, weDo, changed, final, loss } = command;
    const messageId = context.ids.next();
    const body = { messageId, audience, usersSee, weDo, changed, nextAt, final, loss };
    return { entries: [entry(context, 'update-drafted', body)] };
  },
  'approve-update': (state, { messageId }, context) => {
    mustAct(context);
    const draft = draftNamed(state, messageId);
    const over = endedWords(draft, context);
    if (over !== undefined) return nothing(over);
    mustSteer(state, context, 'approve an update');
    const { actor } = context;
    if (draft.approvals.some(({ by }) => by.id === actor.id)) return nothing('You approved it already.');
    if (draft.audience === 'public' && state.severity === 'SEV-1' && draft.by.id === actor.id) {
      throw new Refused(
        'own-approval',
        'You wrote it: in a SEV-1 somebody else reads a public update. Ask a manager, or let somebody else write it.',
      );
    }
    return { entries: [approval(draft, context)] };
  },
  'send-draft': (state, { messageId, channels, nextAt, aloneReason, at }, context) => {
    mustAct(context);
    const draft = draftNamed(state, messageId);
    const over = endedWords(draft, context);
    if (over !== undefined) return nothing(over);
    const approving = mustMaySend(state, draft, aloneReason, context);
    mustSaySomethingNew(state, draft);
    const promised = { audience: draft.audience, nextAt: nextAt ?? draft.nextAt };
    const next = draft.final ? undefined : nextPromised(state, promised, context);
    const { audience, usersSee, weDo, changed, final, loss } = draft;
    const text = updateText(draft, next, state.homeZone);
    const words = { messageId, audience, text, usersSee, weDo, changed, loss };
    const alone = draft.by.id === context.actor.id ? aloneReason : undefined;
    const places = channelsOf(state, audience, channels);
    const body = { ...words, channels: places, nextAt: next, final, alone };
    return { entries: [...approving, entry(context, 'update-sent', body, at)] };
  },
  'see-public': (state, { messageId, url, at }, context) => {
    mustAct(context);
    const message = state.messages.find(({ id }) => id === messageId);
    if (message?.audience !== 'public')
      throw new Refused('no-such-update', 'There is no such public update in this incident.');
    if (message.seen)
      return nothing(`${message.seen.by.name} saw it public ${beforeYou(message.seen.at, context)}.`);
    return { entries: [entry(context, 'update-seen-public', { messageId, url }, at)] };
  },
};

function draftNamed(state: State, id: string): UpdateDraft {
  const draft = draftOf(state, id);
  if (draft) return draft;
  throw new Refused('no-such-draft', 'There is no such draft in this incident.');
}

function endedWords({ ended }: UpdateDraft, context: Context): string | undefined {
  if (!ended) return undefined;
  const when = beforeYou(ended.at, context);
  return ended.how === 'sent' ? `It was sent ${when}.` : `A newer one took its place ${when}.`;
}

function approval(draft: UpdateDraft, context: Context): NewEntry {
  const { id: messageId, audience } = draft;
  return entry(context, 'update-approved', { messageId, audience, draftedBy: draft.by.name });
}

/** Gives the approval that sending a public draft is, when it has none. @throws Refused when they may not send it */
function mustMaySend(
  state: State,
  draft: UpdateDraft,
  aloneReason: string | undefined,
  context: Context,
): NewEntry[] {
  if (draft.audience !== 'public') {
    mustMayTell(state, draft.audience, context);
    return [];
  }
  mustBePast(state);
  if (isApproved(state, draft)) {
    if (!holds(state, context, 'communications')) mustSteer(state, context, 'send public updates');
    return [];
  }
  mustSteer(state, context, 'send a public update that nobody has approved');
  mustBeReadByTwo(state, draft.by.id, aloneReason, context);
  return draft.by.id === context.actor.id ? [] : [approval(draft, context)];
}
