import { sentenceList } from '../core/text.ts';
import { clockText, durationText, secondsBetween } from '../core/time.ts';
import type { EscalationRequest } from './escalation-requests.ts';

/** What became of a request, in words. */
export function outcomeOf(request: EscalationRequest, zone: string): string {
  if (request.accepted !== undefined) {
    const after = durationText(Math.max(0, secondsBetween(request.requested.at, request.accepted.at)));
    return `${request.accepted.name} accepted at ${clockText(request.accepted.at, zone)}, after ${after}`;
  }
  if (request.withdrawn !== undefined)
    return `withdrawn: ${request.withdrawn.reason ?? request.withdrawn.why}`;
  if (request.exhausted !== undefined)
    return 'everybody was asked, and nobody accepted: call somebody by hand';
  const call = request.calls.at(-1);
  if (call !== undefined && request.to === undefined) {
    const who = sentenceList(call.targets.map(({ personName = 'somebody' }) => personName));
    return `level ${String(call.level)} is asked until ${clockText(call.answerBy, zone)}: ${who}`;
  }
  const declined = request.declines.at(-1);
  return declined === undefined ? 'no answer yet' : `${declined.name} declined: ${declined.reason}`;
}
