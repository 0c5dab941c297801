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
  /** The newest first. */
  updates: readonly PublicUpdate[];
};

export type PublicUpdate = {
  id: string;
  at: Instant;
  /** What users see, what is done, what has changed, each when it was said. */
  words: readonly string[];
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

/** What the public may know of an incident; undefined while nothing was sent to it, and for what is no incident. */
export function publicOf(number: number, state: State): PublicIncident | undefined {
  const updates = state.messages
    .filter(({ audience }) => audience === 'public')
    .map(updateOf)
    .reverse();
  const [newest] = updates;
  const first = updates.at(-1);
  if (state.kind !== 'incident' || newest === undefined || first === undefined) return undefined;
  const { stamps, severity = 'SEV-4', status, services } = state;
  const over = stamps.resolvedAt?.at ?? stamps.cancelledAt?.at ?? stamps.mergedAt?.at;
  const progress = PROGRESS[status];
  return {
    number,
    headline: newest.words[0] ?? '',
    health: progress === 'over' ? 'works' : HEALTH[severity],
    progress,
    services,
    began: stamps.impactBeganAt?.at ?? first.at,
    over: progress === 'over' ? over : undefined,
    updates,
  };
}

function updateOf({ id, text, usersSee, weDo, changed, nextAt, sent }: Message): PublicUpdate {
  const said = [usersSee, weDo, changed].flatMap((words) => words ?? []);
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
