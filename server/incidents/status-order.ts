/** The order of the statuses, and what a status means for those at work. */
import { STATUSES } from './entry-fields.ts';
import type { Status } from './entry-fields.ts';

/** From detected to monitoring: somebody is at work, and clocks run. */
export function isLive(status: Status): boolean {
  return STATUSES.indexOf(status) < STATUSES.indexOf('resolved');
}

/** Monitoring and what follows on the way forward: users are not hurt. */
export function isQuiet(status: Status): boolean {
  const place = STATUSES.indexOf(status);
  return place >= STATUSES.indexOf('monitoring') && place <= STATUSES.indexOf('closed');
}

/** Nothing more happens: closed, or left by an exit. */
export function isOver(status: Status): boolean {
  return status === 'closed' || status === 'cancelled' || status === 'merged';
}

/** Whether the way from one status to another is the way forward. */
export function isForward(from: Status, to: Status): boolean {
  return STATUSES.indexOf(from) < STATUSES.indexOf(to);
}
