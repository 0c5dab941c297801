/** What the public status says: parts by their public name, and incidents by what was sent to the public alone. */
import type { Instant } from '../core/clock.ts';
import type { Severity, Status } from '../incidents/entry-fields.ts';
import type { State } from '../incidents/state.ts';
import type { Message } from '../incidents/updates.ts';

/** An incident without a word of those who work in it: no title, no name, nothing that was not sent to the public. */
export type PublicIncident = {
  number: number;
  /** What users meet, as the newest update says. */
  headline: string;
  health: Health;
  progress: Progress;
  services: readonly string[];
  began: Instant;
  /** When it was over; undefined while it goes on. */
  over: Instant | undefined;
  /** Of one that was merged into an incident that the public knows: where to read on. */
  carriedOn: { number: number; headline: string } | undefined;
  /** The newest first. */
  updates: readonly PublicUpdate[];
};

export type PublicUpdate = {
  id: string;
  at: Instant;
  /** What users see, what is done, what has changed, what was lost, each when it was said. */
  words: readonly string[];
  /** When the next one was promised for; of the newest alone, and while it is still awaited. */
  nextAt: Instant | undefined;
};

export type Progress = 'looking' | 'mending' | 'watching' | 'over';

const PROGRESS: Readonly<Record<Status, Progress>> = {
  detected: 'looking',
  triage: 'looking',
  investigating: 'looking',
  mitigating: 'mending',
  monitoring: 'watching',
  resolved: 'over',
  review: 'over',
  closed: 'over',
  cancelled: 'over',
  merged: 'over',
};

/** How well a part is. */
export type Health = 'works' | 'minor' | 'impaired' | 'broken';

const HEALTH: Readonly<Record<Severity, Health>> = {
  'SEV-1': 'broken',
  'SEV-2': 'impaired',
  'SEV-3': 'minor',
  'SEV-4': 'minor',
};

export type Part = { name: string; health: Health };

/** What everybody may know at one moment. */
export type PublicStatus = {
  parts: readonly Part[];
  /** What goes on, the one that was told about last first. */
  open: readonly PublicIncident[];
  /** What was over within the last days. */
  past: readonly PublicIncident[];
  /** The public name of a service by its slug. */
  names: ReadonlyMap<string, string>;
};

/** An incident with its number. */
export type Numbered = { number: number; state: State };

/**
 * What the public may know of an incident; undefined while nothing was sent to it, and for what is no incident.
 * @param end for one that was merged: the incident in which it goes on
 */
export function publicOf({ number, state }: Numbered, end?: Numbered): PublicIncident | undefined {
  const messages = state.messages.filter(({ audience }) => audience === 'public').reverse();
  const [newest, ...older] = messages;
  if (state.kind !== 'incident' || newest === undefined) return undefined;
  const { stamps, status, services } = state;
  const isAwaited = PROGRESS[status] !== 'over';
  const updates = [
    updateOf(newest, isAwaited ? newest.nextAt : undefined),
    ...older.map((message) => updateOf(message, undefined)),
  ];
  return {
    number,
    headline: updates[0]?.words[0] ?? '',
    ...(status === 'merged' ? mergedStanding(state, end) : ownStanding(state)),
    services,
    began: stamps.impactBeganAt?.at ?? (older.at(-1) ?? newest).sent.at,
    updates,
  };
}

/** How an incident stands: the present status says so, whatever it was before. */
type Standing = Pick<PublicIncident, 'health' | 'progress' | 'over' | 'carriedOn'>;

function ownStanding(state: State): Standing {
  const { severity = 'SEV-4', status } = state;
  const progress = PROGRESS[status];
  return progress === 'over'
    ? overAt(endOf(state))
    : { health: HEALTH[severity], progress, over: undefined, carriedOn: undefined };
}

/** When a status began in which an incident is over. */
function endOf({ status, stamps }: State): Instant | undefined {
  if (status === 'cancelled') return stamps.cancelledAt?.at;
  return status === 'merged' ? stamps.mergedAt?.at : stamps.resolvedAt?.at;
}

function overAt(over: Instant | undefined): Standing {
  return { health: 'works', progress: 'over', over, carriedOn: undefined };
}

/**
 * What was merged stands as the incident in which it goes on. While the public knows nothing of that one, it stays as it
 * was last told, until that one is over.
 */
function mergedStanding(state: State, end: Numbered | undefined): Standing {
  if (end === undefined) return overAt(endOf(state));
  const known = publicOf(end);
  const standing = ownStanding(end.state);
  if (known !== undefined)
    return { ...standing, carriedOn: { number: known.number, headline: known.headline } };
  const before = ownStanding({ ...state, status: state.statuses.at(-2)?.status ?? 'investigating' });
  return before.progress === 'over' || standing.progress !== 'over' ? before : standing;
}

function updateOf(message: Message, nextAt: Instant | undefined): PublicUpdate {
  const { id, text, usersSee, weDo, changed, loss, sent } = message;
  const said = [usersSee, weDo, changed, loss].flatMap((words) => words ?? []);
  return { id, at: sent.at, words: said.length === 0 ? [text] : said, nextAt };
}

/** Each part with its health: that of the worst incident which goes on and hits it. */
export function partsOf(
  services: readonly { slug: string; publicName: string }[],
  incidents: readonly PublicIncident[],
): Part[] {
  return services.map(({ slug, publicName }) => {
    const hitting = incidents.filter((incident) => incident.services.includes(slug));
    return { name: publicName, health: worstOf(hitting) };
  });
}

const BY_HEALTH: readonly Health[] = ['works', 'minor', 'impaired', 'broken'];

/** The worst health of several; what is over hurts nobody. */
export function worstOf(several: readonly { health: Health }[]): Health {
  const worst = Math.max(0, ...several.map(({ health }) => BY_HEALTH.indexOf(health)));
  return BY_HEALTH[worst] ?? 'works';
}
