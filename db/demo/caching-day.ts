import type { Instant } from '../../server/core/clock.ts';

/** An instant of Monday 12 June 2023 by the time in Los Angeles, which was seven hours behind UTC. */
export function pdt(time: string): Instant {
  const [hours = '', minutes = '00', seconds = '00'] = time.split(':');
  return `2023-06-12T${String(Number(hours) + 7).padStart(2, '0')}:${minutes}:${seconds}.000Z`;
}

/** The steps of the runbook that is followed, by short names. */
export const STEP = {
  prove: 'prove-that-shoppers-are-affected',
  hitRate: 'read-the-cache-hit-rate',
  findChange: 'find-change',
  lookAlikes: 'rule-out-the-look-alikes',
  bringIn: 'bring-in-infrastructure',
  agree: 'agree-on-the-rollback',
  rollback: 'rollback',
  purge: 'clear-what-was-written-under-the-bad-configuration',
  watch: 'watch-and-close',
} as const;
