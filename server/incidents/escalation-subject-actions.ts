/** An incident as escalation asks about it, and what escalation tells it: each event of a run stands on the timeline. */
import type { RunEvent } from '../escalation/run.ts';
import type { Subjects } from '../escalation/setting-actions.ts';
import { NotFound } from '../core/refused.ts';
import { heldUntil } from '../catalog/maintenance-actions.ts';
import { viewerById } from '../identity/sign-in-actions.ts';
import type { Db } from '../store/open.ts';
import { afterCommit } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { firing } from './alerts.ts';
import type { Command } from './command.ts';
import { contextFor } from './context-actions.ts';
import { decide } from './decide.ts';
import { ROLES } from './entry-fields.ts';
import { loadOf } from './load-actions.ts';
import { append, sealed } from './remember-actions.ts';
import { openRoom, type IncidentKit } from './room-actions.ts';
import { escalationOf } from './escalation-requests.ts';
import { numberOfKey } from './key.ts';
import { holderOf, isSingle } from './roles.ts';
import { isLive } from './status-order.ts';

/** In these somebody who took it is expected to write something. */
const WATCHED: ReadonlySet<string> = new Set(['triage', 'investigating', 'mitigating']);

/** An incident as escalation asks about it and tells it. */
export function incidentSubjects(kit: IncidentKit): Subjects {
  return {
    ask: async (db, { key }) => {
      const { state } = await openRoom({ ...kit, db }, undefined, numberOfKey(key));
      return {
        title: state.title,
        severity: state.severity,
        // What was resolved and fires again asks its owner, until it is opened again or ends.
        isOpen: isLive(state.status) || (state.status === 'resolved' && firing(state).length > 0),
        // While it is only watched, silence is what one hopes for.
        watch: WATCHED.has(state.status) ? { lastActAt: (id) => state.lastActs[id] } : undefined,
        holders: Object.fromEntries(
          ROLES.filter(isSingle).map((role) => [role, [holderOf(state, role)?.id ?? []].flat()]),
        ),
      };
    },
    hold: async (db, { id, subject: { key } }) => {
      const { state } = await openRoom({ ...kit, db }, undefined, numberOfKey(key));
      // What a person asks for is never held: they know what they ask for.
      if (escalationOf(state, id)?.isByAlert !== true) return undefined;
      const until = await heldUntil(db, state.services, kit.clock.now());
      if (until !== undefined) return { until };
      return firing(state).length === 0 ? { isQuiet: true } : undefined;
    },
    load: (db, { key }, personId) => loadOf(kit, db, key, personId),
    tell: async (db, { id, subject }, events) => {
      for (const event of events) await tellOne({ ...kit, db }, id, numberOfKey(subject.key), event);
    },
  };
}

async function tellOne(kit: IncidentKit, runId: string, number: number, event: RunEvent): Promise<void> {
  const { db } = kit;
  const { row, state } = await openRoom(kit, undefined, number);
  const viewer = await answerer(db, event);
  const command = commandOf(runId, event);
  const context = await contextFor(kit, db, state, command, viewer);
  const decision = decide(state, command, context);
  const after = await append(db, kit, state, sealed(kit, state, decision, row.incident_id, ''));
  afterCommit(db, () => {
    kit.states.keep(after);
  });
}

/** Whoever answered acts under their own name; the rest is said by Muster. */
async function answerer(db: Db, event: RunEvent): Promise<Viewer | undefined> {
  switch (event.kind) {
    case 'accepted':
    case 'seen':
    case 'declined':
      return viewerById(db, event.personId);
    case 'sent':
    case 'skipped':
    case 'expired':
    case 'exhausted':
    case 'late':
    case 'repaged':
    case 'given-back':
    case 'shift-ended':
    case 'quiet':
    case 'send-failed':
      return undefined;
  }
}

function commandOf(escalationId: string, event: RunEvent): Command {
  switch (event.kind) {
    case 'sent': {
      const { level, loop, isFallback, isForAll, targets, answerBy, again, early } = event;
      return {
        type: 'send-escalation',
        escalationId,
        level,
        loop,
        targets,
        answerBy,
        ...(isFallback && { isFallback }),
        ...(isForAll && { isForAll }),
        ...(again !== undefined && { again }),
        ...(early !== undefined && { early }),
      };
    }
    case 'skipped':
      return {
        type: 'skip-escalation-level',
        escalationId,
        level: event.level,
        loop: event.loop,
        why: event.why,
      };
    case 'expired': {
      const { level, loop, isUntold } = event;
      return { type: 'expire-escalation', escalationId, level, loop, ...(isUntold && { isUntold }) };
    }
    case 'exhausted':
      return {
        type: 'exhaust-escalation',
        escalationId,
        attempts: event.attempts,
        phoneList: [...event.phones],
      };
    case 'late':
      return { type: 'notice-escalation-delay', from: event.from, to: event.to };
    case 'repaged':
      return { type: 'repage-escalation', escalationId, silent: event.silent };
    case 'given-back':
      return { type: 'give-back-escalation', escalationId, isSaid: event.isSaid, to: event.to };
    case 'quiet':
      return { type: 'withdraw-escalation', escalationId, reason: event.why };
    case 'shift-ended':
      return { type: 'offer-after-shift', of: event.personId, to: event.nextId };
    case 'send-failed':
      return {
        type: 'fail-escalation-send',
        escalationId,
        personId: event.personId,
        channels: event.channels,
      };
    case 'seen':
      return { type: 'see-escalation', escalationId, level: event.level, via: event.via };
    case 'accepted':
      return { type: 'accept-escalation', escalationId, level: event.level };
    case 'declined': {
      const { level, reason, note, personId } = event;
      return { type: 'decline-escalation', escalationId, level, reason, note, of: personId };
    }
  }
}

/** Whether somebody may read what a run is about. */
export function mayReadRun(
  kit: IncidentKit,
): (viewer: Viewer, run: { subject: { key: string } }) => Promise<boolean> {
  return async (viewer, { subject }) => {
    try {
      await openRoom(kit, viewer, numberOfKey(subject.key));
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  };
}
