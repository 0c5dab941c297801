/** What is said in an incident moves the runs of its escalations: asked for, answered in its pages, no longer needed. */
import { acceptRun, declineRun, isRun, seeRun, withdrawRun } from '../escalation/answer-actions.ts';
import type { Answering } from '../escalation/answering-actions.ts';
import { begin } from '../escalation/engine-actions.ts';
import { mergeRuns } from '../escalation/merge-actions.ts';
import { policyChain } from '../escalation/policy-actions.ts';
import type { Level, Policy } from '../escalation/policy.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { reachables } from '../notify/contact-actions.ts';
import { href, paths } from '../web/paths.ts';
import type { Entry } from './entry.ts';
import type { Within } from './room-actions.ts';
import { numberOfKey } from './key.ts';
import { followSeverity } from './severity-rise-actions.ts';
import type { State } from './state.ts';

const KIND = 'incident';

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
