/** An incident that is told in a test: a clock that is wound, people from the cast, and each act decided, sealed and folded. */
import { WoundClock } from '../../server/core/clock.ts';
import type { Instant } from '../../server/core/clock.ts';
import type { Runbook } from '../../server/runbooks/runbook.ts';
import { seal } from '../../server/incidents/chain.ts';
import type { Entry } from '../../server/incidents/entry.ts';
import type { Actor } from '../../server/incidents/entry-fields.ts';
import { NOTHING_YET, decide, fold, foldOn } from '../../server/incidents/incident.ts';
import type { Command, Context, Decision, State } from '../../server/incidents/incident.ts';
import { blanked } from '../../server/incidents/redaction.ts';
import { MUSTER, type OtherIncident } from '../../server/incidents/act.ts';
import { SHIPPED, type SeverityTable } from '../../server/incidents/severity-table.ts';

const VIEWER = ['incident.read', 'incident.report', 'incident.observe'];
const RESPONDER = [
  ...VIEWER,
  'incident.declare',
  'incident.act',
  'incident.command',
  'escalation.request',
  'escalation.answer',
];
const MANAGER = [...RESPONDER, 'review.waive', 'postmortem.publish', 'incident.private'];

const ADMIN = [...MANAGER, 'entry.redact'];

type Member = { id: string; name: string; permissions: readonly string[] };

/** The people of the tests. */
export const CAST = {
  ana: { id: 'p-ana', name: 'Ana Ruiz', permissions: RESPONDER },
  ben: { id: 'p-ben', name: 'Ben Okafor', permissions: RESPONDER },
  chloe: { id: 'p-chloe', name: 'Chloe Lindqvist', permissions: RESPONDER },
  pilar: { id: 'p-pilar', name: 'Pilar Sato', permissions: RESPONDER },
  vera: { id: 'p-vera', name: 'Vera Adeyemi', permissions: VIEWER },
  max: { id: 'p-max', name: 'Max Novak', permissions: MANAGER },
  ada: { id: 'p-ada', name: 'Ada Novak', permissions: ADMIN },
  dara: { id: 'p-dara', name: 'Dara Quist', permissions: RESPONDER },
  eli: { id: 'p-eli', name: 'Eli Moss', permissions: RESPONDER },
  fay: { id: 'p-fay', name: 'Fay Lind', permissions: RESPONDER },
} satisfies Record<string, Member>;
export type Who = keyof typeof CAST | 'muster';

const MEMBERS: readonly Member[] = Object.values(CAST);

/** Incidents besides the one that is told. */
const OTHERS: readonly OtherIncident[] = [
  { key: 'INC-7', title: 'Payments are slow', status: 'investigating', mergedInto: undefined },
  { key: 'INC-8', title: 'Search is down', status: 'merged', mergedInto: 'INC-9' },
  { key: 'INC-9', title: 'The index is lost', status: 'merged', mergedInto: 'INC-7' },
  { key: 'INC-10', title: 'Checkout again', status: 'merged', mergedInto: 'INC-11' },
  { key: 'INC-11', title: 'Checkout once more', status: 'merged', mergedInto: 'INC-42' },
  { key: 'INC-12', title: 'An old one', status: 'closed', mergedInto: undefined },
];

const SERVICES = new Map([
  ['storefront', 'Storefront'],
  ['cart', 'Cart'],
  ['search', 'Search'],
]);

export class Told {
  readonly clock: WoundClock;
  readonly entries: Entry[] = [];
  state: State = NOTHING_YET;
  severities: SeverityTable = SHIPPED;
  readonly #runbooks: ReadonlyMap<string, Runbook>;
  #made = 0;

  constructor(start: Instant, runbooks: ReadonlyMap<string, Runbook> = new Map()) {
    this.clock = new WoundClock(start);
    this.#runbooks = runbooks;
  }

  /** What a decision of somebody is made with, at the time at which the clock stands. */
  context(who: Who): Context {
    const actor: Actor =
      who === 'muster' ? MUSTER : { type: 'person', id: CAST[who].id, name: CAST[who].name };
    return {
      now: this.clock.now(),
      actor,
      permissions: new Set(who === 'muster' ? [] : CAST[who].permissions),
      ids: { next: () => `x${String(++this.#made).padStart(6, '0')}` },
      runbook: (hash) => this.#runbooks.get(hash),
      incidents: (key) => OTHERS.find((other) => other.key === key),
      services: (slug) => SERVICES.get(slug),
      people: (id) => MEMBERS.find((member) => member.id === id),
      severities: this.severities,
      zone: 'America/Los_Angeles',
      managers: [{ id: CAST.max.id, name: CAST.max.name }],
      source: who === 'muster' ? 'clockwork' : 'live',
    };
  }

  /** Somebody acts; what was decided is appended. */
  act(who: Who, command: Command): Decision {
    return this.actAs(this.context(who), command);
  }

  /** The same for somebody who is not of the cast. */
  actAs(context: Context, command: Command): Decision {
    const decision = decide(this.state, command, context);
    const sealed: Entry[] = [];
    for (const entry of decision.entries) {
      const last = sealed.at(-1) ?? this.entries.at(-1);
      const sealing = {
        id: context.ids.next(),
        incidentId: 'i-1',
        recordedAt: context.now,
        opId: `op-${context.now}`,
      };
      sealed.push(seal(last, entry, sealing));
    }
    this.#append(sealed);
    return decision;
  }

  /** What was redacted is blanked in the entries themselves, as in the store. */
  #append(sealed: readonly Entry[]): void {
    if (!sealed.some(({ kind }) => kind === 'entry-redacted')) {
      this.entries.push(...sealed);
      this.state = foldOn(this.state, sealed);
      return;
    }
    const left = blanked(this.entries, sealed) as readonly Entry[];
    this.entries.splice(0, this.entries.length, ...left, ...sealed);
    this.state = fold([...this.entries]);
  }

  /** The numbers of the entries of a kind. */
  seqs(kind: string): number[] {
    return this.entries.filter((entry) => entry.kind === kind).map(({ seq }) => seq);
  }

  /** The number of the last entry of a kind. */
  last(kind: string): number {
    return this.seqs(kind).at(-1) ?? 0;
  }
}

/** An incident that Ana declared a moment ago, as its commander. */
export function declared(
  start: Instant = '2023-06-12T17:15:00.000Z',
  runbooks?: ReadonlyMap<string, Runbook>,
): Told {
  const told = new Told(start, runbooks);
  told.act('ana', {
    type: 'declare',
    key: 'INC-42',
    kind: 'incident',
    title: 'Checkout fails',
    service: 'storefront',
    severity: 'SEV-1',
    homeZone: 'America/Los_Angeles',
    visibility: 'all',
    takeCommand: true,
  });
  return told;
}

/** The kinds of the entries that a decision made. */
export function kinds(decision: Decision): string[] {
  return decision.entries.map(({ kind }) => kind);
}
