/** Who was asked to come: when, by whom, why, and what became of it. */
import { durationText, secondsBetween } from '../core/time.ts';
import type { EscalationRequest } from '../incidents/escalation-requests.ts';
import { askedOf } from './asked.ts';
import type { BlockTimes } from './block-times.ts';
import type { Frame } from './frame.ts';
import { capital, sentenceList } from '../core/text.ts';
import { inSentence, typed } from '../core/typed-words.ts';

export function escalationsBlock(frame: Frame): string {
  const { escalations } = frame.state;
  if (escalations.length === 0) return 'No escalation is recorded: nobody was asked to come.';
  const times = frame.times();
  return escalations.map((request) => `- ${requestText(request, frame, times)}.`).join('\n');
}

function requestText(request: EscalationRequest, frame: Frame, times: BlockTimes): string {
  const { requested, reason } = request;
  const asked = `${capital(askedOf(request, frame))}, asked at ${times.at(requested.at)} by ${askerOf(request, frame)}`;
  const why = `${inSentence(reason)} ${frame.ref(requested.seq)}`;
  return `${asked}: ${[why, ...callTexts(request, frame, times), ...declineTexts(request, frame, times), outcomeText(request, frame, times)].join('; ')}`;
}

function askerOf({ by, requestedBy, requested }: EscalationRequest, frame: Frame): string {
  if (by === 'rule') return 'a rule';
  const who = frame.who(requestedBy, requested.at);
  return by === 'step' ? `${who}, as a step of the runbook says` : who;
}

/** Each level that was notified: when, whom, and whether nobody of it answered. */
function callTexts(request: EscalationRequest, frame: Frame, times: BlockTimes): string[] {
  return request.calls.map(({ level, loop, targets, at: { at, seq } }) => {
    const people = targets.map(({ personId, personName: name = 'somebody' }) =>
      frame.who({ id: personId, name }, at),
    );
    const expired = request.levels.find(
      (one) => one.outcome === 'expired' && one.level === level && one.loop === loop && one.at >= at,
    );
    const silence = expired === undefined ? '' : `, no answer by ${times.at(expired.at)}`;
    const round = loop === 1 ? '' : ` in round ${String(loop)}`;
    return `level ${String(level)}${round} notified at ${times.at(at)}: ${sentenceList(people)}${silence} ${frame.ref(seq)}`;
  });
}

const DECLINES: Readonly<Record<string, string>> = {
  asleep: 'asleep',
  away: 'away',
  busy: 'busy',
  'not-mine': 'not theirs',
  other: 'another reason',
  inactive: 'account not active',
};

function declineTexts(request: EscalationRequest, frame: Frame, times: BlockTimes): string[] {
  return request.declines.map(({ personId, name, reason, note, at }) => {
    const seq = declineSeq(request, personId, frame);
    const why = [DECLINES[reason] ?? reason, ...(note === undefined ? [] : [typed(note)])].join(', ');
    const who = frame.who({ id: personId, name }, at);
    return `${who} declined at ${times.at(at)} (${why})${seq === undefined ? '' : ` ${frame.ref(seq)}`}`;
  });
}

/** The state keeps no number of a decline, so that it is looked up where it stands. */
function declineSeq({ id }: EscalationRequest, personId: string, { entries }: Frame): number | undefined {
  return entries.find(
    (entry) =>
      entry.kind === 'escalation-declined' &&
      entry.body.escalationId === id &&
      entry.body.personId === personId,
  )?.seq;
}

function outcomeText(
  { requested, accepted, withdrawn }: EscalationRequest,
  frame: Frame,
  times: BlockTimes,
): string {
  const after = (at: string) => durationText(secondsBetween(requested.at, at));
  if (accepted) {
    const { personId, name, onBehalfBy, at, seq } = accepted;
    const behalf = onBehalfBy === undefined ? '' : ' (said by somebody else)';
    return `${frame.who({ id: personId, name }, at)} accepted at ${times.at(at)}${behalf}, after ${after(at)} ${frame.ref(seq)}`;
  }
  if (withdrawn) {
    const { why, reason, at, seq } = withdrawn;
    const because = reason === undefined ? (WITHDRAWN[why] ?? why) : typed(reason);
    return `nobody accepted; withdrawn at ${times.at(at)}, after ${after(at)}: ${because} ${frame.ref(seq)}`;
  }
  return `nobody had accepted when the record ends, ${after(frame.asOf)} later`;
}

const WITHDRAWN: Readonly<Record<string, string>> = {
  resolved: 'the incident was resolved',
  cancelled: 'the incident was cancelled',
  merged: 'the incident was merged',
  typed: 'no longer needed',
};
