/** Escalation and incidents: what happens to a run stands on the timeline, and what is said there moves the run. */
import { acceptRun, declineRun, isRun, seeRun, withdrawRun } from '../escalation/answer-actions.ts';
import type { Answering } from '../escalation/answering-actions.ts';
import { begin } from '../escalation/engine-actions.ts';
import { mergeRuns } from '../escalation/merge-actions.ts';
import { policyChain } from '../escalation/policy-actions.ts';
import type { Level, Policy } from '../escalation/policy.ts';
import type { RunEvent } from '../escalation/run.ts';
import type { EscalationKit, Subjects } from '../escalation/setting-actions.ts';
import { NotFound } from '../core/refused.ts';
import { heldUntil } from '../catalog/maintenance-actions.ts';
import { viewerById } from '../identity/sign-in-actions.ts';
import { reachables } from '../notify/contact-actions.ts';
import type { Db } from '../store/open.ts';
import { afterCommit } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import { firing } from './alerts.ts';
import type { Command } from './command.ts';
import { contextFor } from './context-actions.ts';
import { decide } from './decide.ts';
import type { Entry } from './entry.ts';
import { ROLES } from './entry-fields.ts';
import { loadOf } from './load-actions.ts';
import { append, sealed } from './remember-actions.ts';
import { openRoom, type IncidentKit, type Within } from './room-actions.ts';
import { escalationOf } from './escalation-requests.ts';
import { numberOfKey } from './key.ts';
import { holderOf, isSingle } from './roles.ts';
import { followSeverity } from './severity-rise-actions.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';

const KIND = 'incident';

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

/** What entries of an incident mean for its runs: asked for, answered in its pages, no longer needed. */
export function followingEscalations(escalation: EscalationKit): Within {
  return async (db, { after, entries }) => {
    const kit = { ...escalation, db };
    for (const entry of entries) await follow(kit, after, entry);
  };
}

async function follow(kit: EscalationKit, state: State, entry: Entry): Promise<void> {
  if (entry.kind === 'escalation-requested') return beginRun(kit, state, entry);
  if (entry.kind === 'severity-set') return followSeverity(kit, state, entry);
  if (entry.kind === 'merged-into') {
    const { key } = entry.body;
    return mergeRuns(kit, state.key, { key, path: href(paths.incident, { number: numberOfKey(key) }) });
  }
  if (!isAnswer(entry) || !(await isRun(kit.db, entry.body.escalationId))) return;
  const { escalationId } = entry.body;
  switch (entry.kind) {
    case 'escalation-accepted':
      await acceptRun(kit, escalationId, answeringOf(entry));
      return;
    case 'escalation-declined': {
      const { reason, note } = entry.body;
      await declineRun(kit, escalationId, answeringOf(entry), { reason, note });
      return;
    }
    case 'escalation-seen':
      await seeRun(kit, escalationId, answeringOf(entry));
      return;
    case 'escalation-withdrawn': {
      const { why, reason } = entry.body;
      await withdrawRun(
        kit,
        escalationId,
        why === 'typed' ? (reason ?? 'withdrawn') : `the incident was ${why}`,
      );
    }
  }
}

type Given = Entry<'escalation-accepted' | 'escalation-declined' | 'escalation-seen'>;
type Answer = Given | Entry<'escalation-withdrawn'>;

const ANSWERS: ReadonlySet<string> = new Set<Answer['kind']>([
  'escalation-accepted',
  'escalation-declined',
  'escalation-seen',
  'escalation-withdrawn',
]);

function isAnswer(entry: Entry): entry is Answer {
  return ANSWERS.has(entry.kind);
}

/** The incident knows it already, since it was said there. */
function answeringOf({ body, actor }: Given): Answering {
  return { person: { id: body.personId, name: body.personName ?? actor.name }, via: 'web', isKnown: true };
}

async function beginRun(
  kit: EscalationKit,
  state: State,
  { body, actor }: Entry<'escalation-requested'>,
): Promise<void> {
  const requestedBy = { id: actor.id, name: actor.name };
  const chain =
    body.to === undefined
      ? withFirst(await policyChain(kit.db, body.policyId), body.firstTo)
      : await chainToPerson(kit, { id: body.to, name: body.toName ?? 'somebody' }, requestedBy.id);
  if (chain.length === 0) return;
  await begin(kit, {
    id: body.escalationId,
    subject: {
      kind: KIND,
      key: state.key,
      title: state.title,
      path: href(paths.incident, { number: numberOfKey(state.key) }),
    },
    chain,
    severity: state.severity,
    reason: body.reason,
    requestedBy,
  });
}

/** A policy whose first level asks the last owner alone; then come its own levels. */
function withFirst([policy, ...others]: Policy[], personId: string | undefined): Policy[] {
  if (policy === undefined || personId === undefined) return policy === undefined ? [] : [policy, ...others];
  return [{ ...policy, levels: [levelOf(personId), ...policy.levels] }, ...others];
}

function levelOf(personId: string): Level {
  return { targets: [{ kind: 'person', id: personId }], mode: 'any', answerWithin: NAMED_MINUTES };
}

/** Minutes that one named person has to answer, before whoever asked for them hears that they did not. */
const NAMED_MINUTES = 5;

/**
 * One named person is a policy with one level, and whoever asks is its fallback. Somebody who can be reached nowhere
 * but in Muster is asked on its pages, where the request stands, and nothing is counted.
 */
async function chainToPerson(
  kit: EscalationKit,
  person: { id: string; name: string },
  askedBy: string,
): Promise<Policy[]> {
  const reachable = (await reachables(kit.db, kit.notify.hasMail)).get(person.id);
  if (reachable === undefined || reachable.methods.length === 0) return [];
  const level = levelOf(person.id);
  const { name } = person;
  return [
    { id: 'person', name, zone: kit.homeZone, levels: [level], repeat: 0, fallback: [askedBy], version: 1 },
  ];
}
