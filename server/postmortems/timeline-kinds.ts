/** Which entries tell the story: those that a timeline shows by itself, and those that somebody pinned. */
import type { Kind } from '../incidents/entry.ts';
import { intervalOf } from '../incidents/impact.ts';
import type { Effective, State } from '../incidents/state.ts';

const ALWAYS: ReadonlySet<Kind> = new Set<Kind>([
  'incident-opened',
  'acknowledged',
  'detection-set',
  'severity-set',
  'status-changed',
  'merged-into',
  'merge-received',
  'hypothesis-opened',
  'hypothesis-ruled-out',
  'hypothesis-confirmed',
  'hypothesis-reopened',
  'decision-made',
  'change-started',
  'change-finished',
  'change-undone',
  'escalation-requested',
  'escalation-accepted',
  'step-limit-passed',
]);

type Rules = { [K in Kind]?: (entry: Effective<K>, state: State) => boolean };

/** Kinds of which some are told by themselves and some are not. */
const SOMETIMES: Rules = {
  'impact-opened': ({ body }, state) => isCounted(body.intervalId, state),
  'impact-changed': ({ body }, state) => isCounted(body.intervalId, state),
  'impact-closed': ({ body }, state) => isCounted(body.intervalId, state),
  'role-taken': ({ body }) => body.role === 'commander' || body.role === 'operations',
  'role-accepted': ({ body }, state) => {
    const role = state.offers.find(({ id }) => id === body.offerId)?.role;
    return role === 'commander' || role === 'operations';
  },
  'link-changed': ({ body }) => body.on && body.relation !== 'ticket',
  'update-sent': ({ seq, body }, state) => {
    const first = state.messages.find(({ audience }) => audience === body.audience);
    return body.final || first?.sent.seq === seq;
  },
};

/** Whether an entry stands on the timeline of the document. */
export function isTold(entry: Effective, state: State): boolean {
  return ALWAYS.has(entry.kind) || isToldHere(entry, state) || state.pins.includes(entry.seq);
}

function isToldHere<K extends Kind>(entry: Effective<K>, state: State): boolean {
  const rule: Rules[K] = SOMETIMES[entry.kind];
  return rule?.(entry, state) ?? false;
}

function isCounted(intervalId: string, state: State): boolean {
  return intervalOf(state, intervalId)?.withdrawn === undefined;
}
