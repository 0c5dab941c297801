import { askedText } from '../incidents/escalation-requests.ts';
import type { EscalationRequest } from '../incidents/escalation-requests.ts';
import type { Frame } from './frame.ts';
import { typed } from '../core/typed-words.ts';

/** Whom a request asked: the policy, or the person unless the document names no people. */
export function askedOf(request: EscalationRequest, frame: Frame): string {
  if (request.to === undefined || frame.isNamed) return typed(askedText(request));
  return 'a named person';
}
