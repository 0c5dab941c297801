/** Time has passed: which steps a run takes now, also when the engine was away for a while. */
import type { Instant } from '../core/clock.ts';
import type { Cursor } from './cursor.ts';
import { next, type Step } from './ladder.ts';
import type { Setting } from './level.ts';

/** A step that was taken, or that fell due while nobody could take it. */
export type Taken = { step: Step; at: Instant; isMissed: boolean };

export type Advanced = {
  taken: Taken[];
  cursor: Cursor;
  /** When to come back; undefined when everything was tried. */
  dueAt: Instant | undefined;
};

/**
 * Goes on from a level that ended at `dueAt`. Levels whose time has passed as well are told by nobody any more: the run
 * goes to where it would be now and tells that level alone. It never passes the last fallback by, though: then nobody
 * would have been told at all.
 */
export function advance(from: Cursor, setting: Setting, dueAt: Instant, now: Instant): Advanced {
  const taken: Taken[] = [];
  let cursor = from;
  let at = dueAt;
  for (;;) {
    const then = next(cursor, setting, at);
    switch (then.step.kind) {
      case 'skipped':
      case 'handed-on':
        taken.push({ step: then.step, at, isMissed: false });
        ({ cursor } = then);
        break;
      case 'waiting':
        if (then.step.until > now) return { taken, cursor: then.cursor, dueAt: then.step.until };
        at = then.step.until;
        break;
      case 'exhausted':
        taken.push({ step: then.step, at, isMissed: false });
        return { taken, cursor, dueAt: undefined };
      case 'sent': {
        const { answerBy, isFallback, policy } = then.step;
        const isLast = isFallback && policy === setting.chain.length - 1;
        if (answerBy <= now && !isLast) {
          taken.push({ step: then.step, at, isMissed: true });
          // Nobody was told, so nobody is left out for having been told; and a new round begins anew.
          const told = then.cursor.loop === cursor.loop ? cursor.told : [];
          cursor = { ...then.cursor, told };
          at = answerBy;
          break;
        }
        // Whoever is on call now is told, and has the whole time to answer.
        const here = at < now ? next(cursor, setting, now) : then;
        ({ cursor } = here);
        taken.push({ step: here.step, at: now, isMissed: false });
        if (here.step.kind === 'sent') return { taken, cursor, dueAt: here.step.answerBy };
        at = now;
      }
    }
  }
}
