/** Rules for the review: waived by a manager with a reason, or ended by a published postmortem. */
import { Refused } from '../core/refused.ts';
import { bySystem, entry, mustSay, nothing } from './act.ts';
import type { Context, Decision } from './act.ts';
import type { Rules } from './command.ts';
import type { NewEntry } from './entry.ts';
import { reviewRequired, signalsSet } from './decide-status.ts';
import { mustAct, mustHave, mustManage } from './may.ts';
import { owesReview } from './review.ts';
import type { State } from './state.ts';
import { inTurn } from './trial.ts';

export type ReviewCommands = {
  'set-review-signals': { signals: string[] };
  'waive-review': { reason: string };
  'publish-postmortem': {
    postmortemId: string;
    version: number;
    contentHash: string;
    /** Why it is published although nobody has reviewed it. */
    unreviewed?: string | undefined;
  };
};

export const REVIEW_RULES: Rules<ReviewCommands> = {
  'set-review-signals': (state, { signals }, context) => {
    mustAct(context);
    const isAfter = state.status === 'resolved' || state.status === 'review';
    const entries = inTurn(
      state,
      () => signalsSet(state, signals, context),
      (after) => (isAfter ? reviewRequired(after, bySystem(context)) : []),
    );
    return entries.length === 0 ? nothing('These review signals are set already.') : { entries };
  },
  'waive-review': (state, { reason }, context) => {
    mustManage(context, 'waive a review');
    if (!owesReview(state)) return nothing('No review is owed.');
    mustSay(reason, 'reason', 'Say why this incident needs no review.');
    return closing(state, entry(context, 'review-waived', { reason }), context);
  },
  'publish-postmortem': (state, { postmortemId, version, contentHash, unreviewed }, context) => {
    mustHave(context, 'postmortem.publish');
    if (state.status !== 'resolved' && state.status !== 'review' && state.status !== 'closed') {
      throw new Refused('not-resolved', 'A postmortem is published after the incident is resolved.');
    }
    const known = state.review?.published;
    if (known && known.version >= version) return nothing(`Version ${known.version} is published already.`);
    const body = {
      postmortemId,
      version,
      contentHash,
      ...(unreviewed !== undefined && { unreviewed }),
    };
    return closing(state, entry(context, 'postmortem-published', body), context);
  },
};

/** With the review done the incident closes, in the same append. */
function closing(state: State, done: NewEntry, context: Context): Decision {
  if (state.status !== 'review') return { entries: [done] };
  const closed = entry(bySystem(context), 'status-changed', { from: 'review', to: 'closed', overridden: [] });
  return { entries: [done, closed] };
}
