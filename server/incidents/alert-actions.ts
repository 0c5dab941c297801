/** What alerts do in incidents, within the transaction of whoever received them. */
import { listServices } from '../catalog/actions.ts';
import { suggest } from '../runbooks/matching.ts';
import { idOf } from '../runbooks/runbook.ts';
import { baseName } from '../runbooks/slugs.ts';
import type { OnShelf } from '../runbooks/actions.ts';
import { inParts } from '../core/lists.ts';
import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import { afterCommit } from '../store/transaction.ts';
import { MUSTER } from './act.ts';
import { policyOf } from './service-policy-actions.ts';
import type { Command } from './command.ts';
import { contextFor } from './context-actions.ts';
import { decide } from './decide.ts';
import type { NewEntry } from './entry.ts';
import type { Actor, Severity } from './entry-fields.ts';
import { append, sealed } from './remember-actions.ts';
import { newestOpenOf } from './listing-store.ts';
import { openRoom, type IncidentKit, type Room } from './room-actions.ts';
import { NOTHING_YET, type State } from './state.ts';
import { after as stateAfter } from './trial.ts';

/** Something that an alert makes happen, and who does it: its sender, or Muster by a rule. */
export type Deed = { by: Actor | 'muster'; command: Command };

/** What opens an incident by an alert. */
export type Outbreak = {
  title: string;
  summary: string | undefined;
  severity: Severity | undefined;
  /** Slug or id of the service of the key. */
  service: string;
  from: Actor;
};

/**
 * Opens an incident that nobody has looked at: its service's policy begins, and what follows is done with it.
 * @param then what is done at once in it
 */
export async function openByAlert(
  kit: IncidentKit,
  { title, summary, severity, service: named, from }: Outbreak,
  then: readonly Deed[],
): Promise<State> {
  const { db } = kit;
  const service = (await listServices(db)).find(({ id }) => id === named);
  const number = await nextNumber(db, 'incident');
  const report: Command = {
    type: 'report',
    key: `INC-${String(number)}`,
    kind: 'incident',
    how: 'alert',
    title,
    summary,
    severity: severity ?? service?.severity,
    service: service?.slug,
    homeZone: kit.homeZone,
    visibility: service?.visibility ?? 'all',
    policy: service && (await policyOf(db, service)),
  };
  const deeds = [{ by: from, command: report }, ...then];
  return doDeeds(kit, NOTHING_YET, kit.ids.next(), deeds);
}

/** Does what alerts make happen in an incident, in turn, and writes it. */
export async function actByAlert(kit: IncidentKit, room: Room, deeds: readonly Deed[]): Promise<State> {
  return doDeeds(kit, room.state, room.row.incident_id, deeds);
}

/** The incident with that number as the transaction has it. */
export async function roomByNumber(kit: IncidentKit, number: number): Promise<Room> {
  return openRoom(kit, undefined, number);
}

async function doDeeds(
  kit: IncidentKit,
  before: State,
  incidentId: string,
  deeds: readonly Deed[],
): Promise<State> {
  const { db } = kit;
  let state = before;
  for (const some of inParts(deeds)) {
    const commands = some.map(({ command }) => command);
    const context = await contextFor(kit, db, state, commands, undefined);
    const entries: NewEntry[] = [];
    let tried = state;
    for (const { by, command } of some) {
      const actor = by === 'muster' ? MUSTER : by;
      const decision = decide(tried, command, { ...context, actor, source: 'alert' });
      entries.push(...decision.entries);
      tried = stateAfter(tried, decision.entries);
    }
    state = await append(db, kit, state, sealed(kit, state, { entries }, incidentId, ''));
  }
  const after = state;
  afterCommit(db, () => {
    kit.states.keep(after);
  });
  return after;
}

/** What an alert says of a runbook: the name of its rule, and an address or a file. */
export type RunbookWords = { name: string; hint: string | undefined };

/**
 * The runbook that alerts name: by its address, by its file, or by the rule that it is used for; else the usual one of
 * the service. What only fits is offered on the page.
 */
export async function runbookNamed(
  kit: Pick<IncidentKit, 'library' | 'db'>,
  alerts: readonly RunbookWords[],
  usual: string | undefined,
): Promise<{ contentHash: string; why: string[] } | undefined> {
  const shelf = await kit.library.shelf(kit.db);
  const chosen = (one: OnShelf, why: string[]) => ({ contentHash: one.row.content_hash, why });
  for (const { hint } of alerts) {
    const linked = hint === undefined ? undefined : shelf.find((one) => isMeant(one, hint));
    if (linked !== undefined) return chosen(linked, ['the alert names this runbook']);
  }
  const [best] = suggest(shelf, { title: '', alerts: alerts.map(({ name }) => name) });
  if (best?.exact === true) return chosen(best.of, best.why);
  const own = shelf.find(({ row }) => row.runbook_id === usual);
  return own && chosen(own, ['the usual runbook of this service']);
}

function isMeant({ row, runbook }: OnShelf, hint: string): boolean {
  const path = hint.split(/[?#]/)[0] ?? '';
  const last = baseName(path).replace(/\.md$/, '');
  const names = [row.runbook_id, idOf(runbook), baseName(runbook.file).replace(/\.md$/i, '')];
  return last !== '' && names.includes(last);
}

/** The newest incident of a service that is open, for a key whose groups join it. */
export async function openOfService(db: Db, slug: string): Promise<number | undefined> {
  return newestOpenOf(db, slug);
}
