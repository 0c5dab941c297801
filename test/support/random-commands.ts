/** Commands at random: sensible ones on what the state holds, and now and then nonsense. */
import { instantOf, msOf, plusSeconds } from '../../server/core/time.ts';
import type { Instant } from '../../server/core/clock.ts';
import { redactable } from '../../server/incidents/redaction.ts';
import {
  AUDIENCES,
  PRECISIONS,
  RELATIONS,
  ROLES,
  SEVERITIES,
  STATUSES,
} from '../../server/incidents/entry-fields.ts';
import type { Command, CommandType, State } from '../../server/incidents/incident.ts';
import { REVIEW_SIGNALS } from '../../server/incidents/review-signals.ts';
import { NEWER_HASH, PLAIN_HASH, RUNBOOKS, STORM_HASH } from './cache-miss-storm.ts';
import { CAST } from './told.ts';

/** Throws that are the same for the same seed. */
export class Dice {
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
  }

  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number {
    this.#seed = (Math.imul(this.#seed ^ (this.#seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor(((this.#seed ^ (this.#seed >>> 13)) >>> 0) % sides);
  }

  one<T>(list: readonly [T, ...T[]]): T {
    return list[this.roll(list.length)] ?? list[0];
  }

  /** One of the ids, or an id that does not exist. */
  id(ids: readonly string[]): string {
    return ids.length === 0 || this.roll(12) === 0
      ? 'nobody-knows'
      : this.one([ids[0] ?? '', ...ids.slice(1)]);
  }

  maybe<T>(value: T): T | undefined {
    return this.roll(2) === 0 ? value : undefined;
  }

  /** Mostly words; now and then nothing, or far too much. */
  words(): string {
    const rare = this.roll(40);
    if (rare === 0) return '  ';
    if (rare === 1) return 'x'.repeat(25_000);
    if (rare === 2) return 'half a \ud800 pair';
    return this.one([
      'errors rise',
      'seen on the board',
      'taken from the log',
      'Nothing new, we still look',
      'no',
    ]);
  }
}

const PEOPLE = Object.values(CAST).map(({ id }) => id);
const HASHES = [STORM_HASH, PLAIN_HASH, 'unknown'] as const;
const FIELDS = ['title', 'summary', 'homeZone', 'visibility'] as const;

function step(state: State, dice: Dice): { runId: number; stepId: string } {
  const run = state.runs[dice.roll(Math.max(1, state.runs.length))];
  const steps = run ? (RUNBOOKS.get(run.contentHash)?.steps ?? []) : [];
  const open = run?.steps.filter((one) => one.state === 'open').map(({ stepId }) => stepId) ?? [];
  const ids = dice.roll(3) > 0 && open.length > 0 ? open : steps.map(({ id }) => id);
  return { runId: run?.runId ?? 1, stepId: dice.id(ids) };
}

function evidence(state: State, dice: Dice) {
  const attachmentId = dice.maybe(dice.id(state.attachments.map(({ id }) => id)));
  return { text: dice.words(), value: dice.maybe('0.02 %'), entrySeq: dice.maybe(1), attachmentId };
}

const seqOf = (state: State, dice: Dice) => 1 + dice.roll(Math.max(1, state.seq + 1));
const ahead = (now: Instant, dice: Dice) => plusSeconds(now, dice.roll(40) * 60 - 120);
const ago = (now: Instant, dice: Dice) => plusSeconds(now, -dice.roll(90) * 60 + 60);

type Proposals = {
  [T in CommandType]: (state: State, dice: Dice, now: Instant) => Omit<Command<T>, 'type' | 'at'>;
};

const OPENING = { kind: 'incident', homeZone: 'Europe/Madrid', visibility: 'all' } as const;

const PROPOSALS: Proposals = {
  declare: (_, dice) => ({
    ...OPENING,
    key: 'INC-7',
    title: dice.words(),
    service: dice.maybe('storefront'),
    severity: dice.maybe(dice.one(SEVERITIES)),
    takeCommand: dice.roll(3) > 0,
    runbook: dice.maybe({ contentHash: dice.one(HASHES), why: ['it fits'] }),
  }),
  report: (_, dice) => ({
    ...OPENING,
    kind: dice.one(['incident', 'drill'] as const),
    key: 'INC-7',
    title: dice.words(),
    how: dice.one(['reported', 'alert', 'inject'] as const),
  }),
  'open-told': (_, dice, now) => ({
    key: 'INC-7',
    title: dice.words(),
    homeZone: 'Europe/Madrid',
    visibility: 'all',
    severity: dice.maybe(dice.one(SEVERITIES)),
    lines: [{ text: dice.words(), instant: plusSeconds(now, -dice.roll(7200)), precision: 'minute' }],
    over: dice.maybe({ instant: now, precision: 'minute' }),
    from: 'report.md',
  }),
  'declare-detected': (_, dice) => ({
    takeCommand: dice.roll(2) === 0,
    severity: dice.maybe(dice.one(SEVERITIES)),
  }),
  'change-details': (_, dice) => ({
    field: dice.one(FIELDS),
    to: dice.one(['team', 'Europe/Madrid', 'UTC', 'A title', '']),
    from: dice.maybe('A title'),
  }),
  'change-label': (state, dice) => ({
    label: dice.one(['waiting for vendor', 'Waiting for vendor', dice.words(), dice.id(state.labels)]),
    on: dice.roll(3) > 0,
  }),
  'change-link': (state, dice, now) => ({
    relation: dice.one(RELATIONS),
    target: dice.one(['INC-7', '8', 'inc-99', 'https://tickets.example.org/1', dice.words()]),
    title: dice.maybe(dice.words()),
    endedAt: dice.maybe(plusSeconds(now, -dice.roll(3600))),
    on: state.links.length === 0 || dice.roll(3) > 0,
  }),
  'change-services': (state, dice) => ({
    added: [dice.one(['cart', 'search'])],
    removed: [dice.id(state.services)],
  }),
  'move-status': (_, dice) => ({
    to: dice.one(STATUSES),
    reason: dice.maybe(dice.words()),
    override: dice.maybe('we go on without'),
    temporaryConfirmed: dice.maybe(true),
    signals: dice.maybe(['surprised-us']),
  }),
  merge: (_, dice) => ({
    into: dice.one(['INC-7', '8', 'INC-10', 'INC-12', 'INC-42', 'INC-99', dice.words()]),
    reason: dice.words(),
  }),
  'receive-merge': (_, dice) => ({
    key: dice.one(['INC-3', 'INC-4', 'INC-5']),
    title: 'The same',
    reason: dice.words(),
    owners: dice.one([[], [{ id: 'p-ben', name: 'Ben Okafor' }]]),
  }),
  acknowledge: (_, dice) => ({ verdict: dice.one(['real', 'not-real', 'not-sure'] as const), from: 'web' }),
  'set-detection': (_, dice) => ({
    by: dice.one(['alert', 'us', 'user', 'partner'] as const),
    text: dice.maybe(dice.words()),
  }),
  'set-severity': (_, dice) => ({ to: dice.one(SEVERITIES), reason: dice.maybe(dice.words()) }),
  'set-final-severity': (_, dice) => ({ to: dice.one(SEVERITIES), reason: dice.maybe(dice.words()) }),
  'record-number': (_, dice) => ({
    name: 'orders',
    label: dice.words(),
    value: dice.roll(5000),
    unit: 'orders',
  }),
  'set-exit-criteria': (_, dice) => ({
    criteria: [{ text: 'errors are low' }, { text: dice.words() }],
    watchSeconds: dice.maybe(600),
  }),
  'change-exit-criterion': (state, dice) => ({
    criterionId: dice.id(state.exitCriteria?.criteria.map(({ id }) => id) ?? []),
    holds: dice.roll(4) > 0,
    value: dice.maybe('0.3 %'),
  }),
  'open-impact': (_, dice, now) => ({
    statement: dice.words(),
    percent: dice.maybe(dice.roll(110)),
    ended:
      dice.roll(5) === 0
        ? { at: { instant: ago(now, dice), precision: 'minute' }, signal: dice.words() }
        : undefined,
  }),
  'change-impact': (state, dice) => ({
    intervalId: dice.id(state.impact.map(({ id }) => id)),
    percent: dice.maybe(dice.roll(100)),
    statement: dice.maybe(dice.words()),
  }),
  'close-impact': (state, dice) => ({
    intervalId: dice.id(state.impact.map(({ id }) => id)),
    signal: dice.words(),
  }),
  'withdraw-impact': (state, dice) => ({
    intervalId: dice.id(state.impact.map(({ id }) => id)),
    reason: dice.words(),
  }),
  join: () => ({}),
  'add-responder': (_, dice) => ({ personId: dice.id(PEOPLE) }),
  leave: (_, dice) => ({ personId: dice.maybe(dice.id(PEOPLE)), reason: dice.maybe(dice.words()) }),
  'offer-role': (_, dice) => ({ role: dice.one(ROLES), to: dice.id(PEOPLE) }),
  'offer-after-shift': (_, dice) => ({
    of: dice.one(['p-ana', 'p-ben']),
    to: dice.one(['p-chloe', 'p-ben']),
  }),
  'withdraw-offer': (state, dice) => ({ offerId: dice.id(state.offers.map(({ id }) => id)) }),
  'accept-role': (state, dice) => ({ offerId: dice.id(state.offers.map(({ id }) => id)) }),
  'decline-role': (state, dice) => ({
    offerId: dice.id(state.offers.map(({ id }) => id)),
    reason: dice.words(),
  }),
  'take-role': (_, dice) => ({ role: dice.one(ROLES), reason: dice.maybe(dice.words()) }),
  'release-role': (_, dice) => ({ role: dice.one(ROLES), reason: dice.words() }),
  'ask-owner-again': (_, dice) => ({ reason: dice.words() }),
  'request-escalation': (_, dice) => ({
    to: dice.maybe(dice.id(PEOPLE)),
    policyId: dice.maybe('storefront'),
    reason: dice.words(),
    by: 'person',
    role: dice.maybe(dice.one(ROLES)),
  }),
  'accept-escalation': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
    onBehalfOf: dice.maybe(dice.id(PEOPLE)),
    note: dice.maybe('told me on the phone'),
  }),
  'decline-escalation': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
    reason: 'busy',
  }),
  'withdraw-escalation': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
    reason: dice.words(),
  }),
  'receive-alert': (_, dice) => ({
    alertId: dice.one(['a-1', 'a-2']),
    adapter: 'Prometheus',
    groupKey: 'hit-rate',
    name: dice.words(),
    labels: { cluster: 'eu' },
    url: dice.maybe('https://alerts.example.org/1'),
  }),
  'repeat-alert': (state, dice) => ({ alertId: dice.id(state.alerts.map(({ id }) => id)) }),
  'clear-alert': (state, dice) => ({ alertId: dice.id(state.alerts.map(({ id }) => id)) }),
  'send-escalation': (state, dice, now) => ({
    ...level(state, dice),
    targets: [{ personId: dice.id(PEOPLE), channels: ['push', 'mail'] }],
    answerBy: ahead(now, dice),
  }),
  'skip-escalation-level': (state, dice) => ({ ...level(state, dice), why: 'nobody-on-call' }),
  'see-escalation': (state, dice) => ({ ...level(state, dice), via: 'push' }),
  'expire-escalation': (state, dice) => level(state, dice),
  'exhaust-escalation': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
    attempts: dice.roll(9),
    phoneList: [{ name: 'Pilar Sato', number: '600 000 000' }],
  }),
  'repage-escalation': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
    silent: 900,
  }),
  'fail-escalation-send': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
    personId: dice.id(PEOPLE),
    channels: ['push'],
  }),
  'give-back-escalation': (state, dice) => ({
    escalationId: dice.id(state.escalations.map(({ id }) => id)),
  }),
  'notice-escalation-delay': () => ({ from: '2026-11-02T09:00:00.000Z', to: '2026-11-02T09:40:00.000Z' }),
  'deliver-inject': (_, dice) => ({
    deliveryId: dice.one(['d-1', 'd-2']),
    as: 'message',
    from: dice.maybe('Support'),
    to: ['everybody'],
    title: dice.words(),
    text: dice.maybe(dice.words()),
  }),
  'answer-probe': (_, dice) => ({ asked: dice.words(), answer: dice.words(), cost: dice.roll(300) }),
  'give-hint': (_, dice) => ({ text: dice.words(), by: dice.one(['self', 'facilitator'] as const) }),
  'change-drill-clock': (_, dice) => ({
    state: dice.one(['running', 'paused', 'frozen'] as const),
    speed: 1 + dice.roll(4),
  }),
  'play-go': (state, dice) => step(state, dice),
  'end-drill': (_, dice) => ({ why: dice.one(['finished', 'stopped'] as const) }),
  'attach-runbook': (_, dice) => ({ contentHash: dice.one(HASHES), why: ['chosen'] }),
  'say-none-fits': (_, dice) => ({ looked: ['restart'], reason: dice.maybe(dice.words()) }),
  'detach-runbook': (_, dice) => ({ runId: 1 + dice.roll(3), reason: dice.words() }),
  'move-run': (state, dice) => {
    const run = state.runs[dice.roll(Math.max(1, state.runs.length))];
    const renamed = [
      { from: 'hit-rate', to: 'ratio' },
      { from: dice.one(['infrastructure', 'prove']), to: 'tell' },
    ];
    return {
      runId: run?.runId ?? 1,
      contentHash: dice.one([STORM_HASH, NEWER_HASH, NEWER_HASH, PLAIN_HASH, 'unknown']),
      renamed: renamed.slice(0, dice.roll(3)),
    };
  },
  'move-phase': (_, dice) => ({
    runId: 1 + dice.roll(2),
    to: dice.one(['detect', 'triage', 'escalate', 'resolve'] as const),
    reason: dice.maybe('later'),
  }),
  'record-value': (state, dice) => ({
    ...step(state, dice),
    name: dice.one(['HIT_RATE', 'ERRORS']),
    value: dice.words(),
  }),
  'question-step': (state, dice) => ({ ...step(state, dice), problem: 'unclear', text: dice.words() }),
  'open-step': (state, dice) => step(state, dice),
  'answer-step': (state, dice) => ({
    ...step(state, dice),
    observed: dice.words(),
    matched: dice.one(['yes', 'no', 'unsure'] as const),
    branch:
      dice.roll(5) > 0
        ? { index: dice.roll(3), target: dice.roll(8) === 0 ? 1 : 0 }
        : dice.maybe('none' as const),
    note: dice.maybe(dice.words()),
  }),
  'skip-step': (state, dice) => ({ ...step(state, dice), reason: dice.words() }),
  'hold-step': (state, dice, now) => ({
    ...step(state, dice),
    reason: dice.words(),
    until: dice.maybe(ahead(now, dice)),
  }),
  'resume-step': (state, dice) => step(state, dice),
  'reopen-step': (state, dice) => ({ ...step(state, dice), reason: dice.maybe(dice.words()) }),
  'undo-step': (state, dice) => ({
    ...step(state, dice),
    outcome: dice.one(['done', 'partly', 'impossible'] as const),
  }),
  'note-on-step': (state, dice) => ({ ...step(state, dice), text: dice.words() }),
  'claim-step': (state, dice) => ({ ...step(state, dice), reason: dice.maybe(dice.words()) }),
  'confirm-step': (state, dice) => step(state, dice),
  'confirm-step-alone': (state, dice) => {
    const named = step(state, dice);
    return { ...named, typedTarget: dice.one([named.stepId, 'other']), reason: dice.words() };
  },
  'copy-command': (state, dice) => ({
    ...step(state, dice),
    index: dice.roll(2),
    text: dice.words(),
    names: ['HIT_RATE'],
  }),
  'change-check': (state, dice) => ({
    ...step(state, dice),
    checkId: String(1 + dice.roll(3)),
    on: dice.roll(3) > 0,
  }),
  'open-hypothesis': (_, dice) => ({
    statement: `${dice.words()} ${dice.roll(4)}`,
    wouldClear: dice.maybe(dice.words()),
    limitSeconds: dice.maybe(300),
  }),
  'add-evidence': (state, dice) => ({
    hypothesisId: hypothesis(state, dice),
    direction: dice.one(['for', 'against'] as const),
    evidence: evidence(state, dice),
  }),
  'park-hypothesis': (state, dice) => ({
    hypothesisId: hypothesis(state, dice),
    reason: dice.maybe(dice.words()),
  }),
  'resume-hypothesis': (state, dice) => ({
    hypothesisId: hypothesis(state, dice),
    reason: dice.maybe(dice.words()),
  }),
  'rule-out-hypothesis': (state, dice) => ({
    hypothesisId: hypothesis(state, dice),
    evidence: dice.roll(5) === 0 ? [] : [evidence(state, dice)],
  }),
  'confirm-hypothesis': (state, dice) => ({
    hypothesisId: hypothesis(state, dice),
    evidence: dice.roll(5) === 0 ? [] : [evidence(state, dice)],
  }),
  'reopen-hypothesis': (state, dice) => ({ hypothesisId: hypothesis(state, dice), reason: dice.words() }),
  'start-change': (state, dice) => ({
    what: dice.words(),
    where: dice.words(),
    temporary: dice.roll(2) === 0,
    stepRef: dice.maybe(step(state, dice)),
  }),
  'finish-change': (state, dice) => ({
    changeId: dice.id(state.changes.map(({ id }) => id)),
    outcome: 'worked',
  }),
  'undo-change': (state, dice) => ({
    changeId: dice.id(state.changes.map(({ id }) => id)),
    note: dice.maybe(dice.words()),
  }),
  'give-task': (_, dice, now) => ({
    what: `${dice.words()} ${dice.roll(5)}`,
    to: dice.maybe(dice.id(PEOPLE)),
    dueAt: dice.maybe(ahead(now, dice)),
  }),
  'accept-task': (state, dice) => ({ taskId: dice.id(state.tasks.map(({ id }) => id)) }),
  'pass-task': (state, dice) => ({
    taskId: dice.id(state.tasks.map(({ id }) => id)),
    to: dice.id(PEOPLE),
    reason: dice.maybe(dice.words()),
  }),
  'close-task': (state, dice) => ({
    taskId: dice.id(state.tasks.map(({ id }) => id)),
    outcome: dice.one(['done', 'dropped'] as const),
    note: dice.maybe(dice.words()),
  }),
  'make-decision': (state, dice) => ({
    text: dice.words(),
    askedForObjections: true,
    objections: dice.maybe([{ personId: dice.id(PEOPLE), text: dice.words() }]),
    because: dice.maybe([seqOf(state, dice)]),
  }),
  'add-note': (_, dice) => ({
    text: dice.words(),
    flavour: dice.one(['note', 'observation', 'excerpt'] as const),
  }),
  'attach-file': (_, dice) => ({
    name: 'graph.png',
    mediaType: 'image/png',
    bytes: dice.roll(3) * 1000,
    sha256: dice.one(HASHES),
    caption: dice.maybe(dice.words()),
  }),
  'note-follow-up': (_, dice) => ({
    text: dice.words(),
    kind: dice.maybe('detect' as const),
    owner: dice.maybe(dice.id(PEOPLE)),
  }),
  'pin-entry': (state, dice) => ({ seq: seqOf(state, dice), on: dice.roll(3) > 0 }),
  'notice-skew': (_, dice) => ({ personId: dice.id(PEOPLE), skewMs: dice.roll(20_000) - 10_000 }),
  'send-update': (_, dice, now) => ({
    audience: dice.one(AUDIENCES),
    usersSee: dice.words(),
    weDo: dice.words(),
    changed: dice.words(),
    channels: ['board'],
    nextAt: dice.maybe(ahead(now, dice)),
    final: dice.roll(4) === 0,
    loss: dice.maybe('Nothing was lost.'),
    aloneReason: dice.maybe(dice.words()),
  }),
  'draft-update': (_, dice, now) => ({
    audience: dice.one(AUDIENCES),
    usersSee: dice.words(),
    weDo: dice.words(),
    changed: dice.words(),
    nextAt: dice.maybe(ahead(now, dice)),
    final: dice.roll(4) === 0,
    loss: dice.maybe('Nothing was lost.'),
  }),
  'approve-update': (state, dice) => ({ messageId: dice.id(state.drafts.map(({ id }) => id)) }),
  'send-draft': (state, dice, now) => ({
    messageId: dice.id(state.drafts.map(({ id }) => id)),
    channels: ['board'],
    nextAt: dice.maybe(ahead(now, dice)),
    aloneReason: dice.maybe(dice.words()),
  }),
  'see-public': (state, dice) => ({
    messageId: dice.id(state.messages.map(({ id }) => id)),
    url: dice.maybe('https://status.example.org/7'),
  }),
  'set-review-signals': (_, dice) => ({
    signals: [dice.one([...REVIEW_SIGNALS, 'made-up']), dice.one(REVIEW_SIGNALS)],
  }),
  'set-update-due': (_, dice, now) => ({
    audience: dice.one(AUDIENCES),
    dueAt: ahead(now, dice),
    reason: dice.words(),
  }),
  'correct-time': (state, dice, now) => ({
    seq: seqOf(state, dice),
    to: ago(now, dice),
    precision: dice.one(PRECISIONS),
    reason: dice.words(),
  }),
  'correct-text': (state, dice) => ({
    seq: seqOf(state, dice),
    field: dice.one(['text', 'reason', 'statement', 'title', 'observed']),
    to: dice.words(),
    reason: 'misspelt',
  }),
  'redact-entry': (state, dice) => {
    const seq = seqOf(state, dice);
    const target = state.entries[seq - 1];
    const places = target === undefined ? [] : redactable(target).map(({ place }) => place);
    return { seq, fields: dice.roll(6) === 0 ? [] : [dice.id(places)], reason: dice.words() };
  },
  strike: (state, dice) => ({ seq: seqOf(state, dice), reason: dice.words() }),
  'take-back': (state, dice) => ({ seq: Math.max(1, state.seq - dice.roll(4)) }),
  'take-back-last': () => ({}),
  'waive-review': (_, dice) => ({ reason: dice.words() }),
  'publish-postmortem': (_, dice) => ({
    postmortemId: 'pm-7',
    version: 1 + dice.roll(3),
    contentHash: 'e'.repeat(64),
  }),
  'pass-time': () => ({}),
};

function level(state: State, dice: Dice): { escalationId: string; level: number; loop: number } {
  const escalationId = dice.id(state.escalations.map(({ id }) => id));
  return { escalationId, level: 1 + dice.roll(3), loop: 1 + dice.roll(2) };
}

function hypothesis(state: State, dice: Dice): string {
  return dice.id(state.hypotheses.map(({ id }) => id));
}

/** The acts that end an incident come rarely, so that most stories are long. */
const RARE: ReadonlySet<CommandType> = new Set([
  'merge',
  'end-drill',
  'detach-runbook',
  'waive-review',
  'publish-postmortem',
]);

/** What only one person can do at that moment comes more often, or it would hardly ever be them. */
const OFTEN: readonly CommandType[] = ['accept-role', 'accept-role', 'accept-role'];

const TYPES = [...Object.keys(PROPOSALS).filter((type): type is CommandType => type in PROPOSALS), ...OFTEN];

/** Some command of any type, with a time in the past or, rarely, in the future. */
export function someCommand(state: State, dice: Dice, now: Instant): Command {
  const type = TYPES[dice.roll(TYPES.length)] ?? 'join';
  if (RARE.has(type) && dice.roll(4) > 0) return someCommand(state, dice, now);
  const command = proposed(type, state, dice, now);
  const ends = command.type === 'merge' || (command.type === 'move-status' && command.to === 'cancelled');
  if (ends && dice.roll(6) > 0) return someCommand(state, dice, now);
  if (dice.roll(8) > 0) return command;
  const at = { instant: instantOf(msOf(ago(now, dice))), precision: dice.one(PRECISIONS) };
  return { ...command, at };
}

function proposed(type: CommandType, state: State, dice: Dice, now: Instant): Command {
  const proposal = PROPOSALS[type];
  // The table pairs each type with its own fields; spread apart the compiler cannot see the pair any more.
  return { type, ...proposal(state, dice, now) } as unknown as Command;
}
