/** Who may see an incident. This is the rule; the same in SQL, for lists, stands in seeing-store.ts. */
import { capital } from '../core/text.ts';
import { openEscalations } from './escalation-requests.ts';
import { VISIBILITIES, type Visibility } from './entry-fields.ts';
import { openOffers } from './roles.ts';
import type { State } from './state.ts';
import { openTasks } from './tasks.ts';

/** Somebody who would like to see it. */
export type Onlooker = {
  id: string;
  permissions: ReadonlySet<string>;
  /** Slugs of the services that their teams own. */
  services: ReadonlySet<string>;
};

/** Lets one see every incident; whoever sees a private one by nothing else leaves a trace in the audit log. */
export const SEES_PRIVATE = 'incident.private';

export function sees(state: State, onlooker: Onlooker): boolean {
  if (insidersOf(state).has(onlooker.id)) return true;
  // A drill is for those who take part in it. What a manager sees of it is that it was done.
  if (state.kind === 'drill') return false;
  if (onlooker.permissions.has(SEES_PRIVATE)) return true;
  switch (state.visibility) {
    case 'all':
      return true;
    case 'team':
      return state.services.length === 0 || state.services.some((slug) => onlooker.services.has(slug));
    case 'private':
      return false;
  }
}

/**
 * The people whom an incident lets in by itself: who opened it, who takes or took part, and who was asked by name to
 * come, to take a role or a task, for as long as the question is open; nobody could answer it otherwise.
 */
export function insidersOf(state: State): ReadonlySet<string> {
  const opener = state.entries[0]?.actor;
  const { reportedBy } = state;
  const openers = [opener, reportedBy].flatMap((one) =>
    one !== undefined && (one.type === 'person' || one.type === 'token') ? [one.id] : [],
  );
  return new Set([
    ...openers,
    ...state.people.map(({ personId }) => personId),
    ...openOffers(state).map(({ to }) => to),
    ...openEscalations(state).flatMap(({ to, calls }) => [
      ...(to === undefined ? [] : [to]),
      ...calls.flatMap(({ targets }) => targets.map(({ personId }) => personId)),
    ]),
    ...openTasks(state).flatMap(({ owner, passing }) => [owner.id, ...(passing ? [passing.to] : [])]),
  ]);
}

/** The title as another incident may say it: only when everybody may see it, as others read it there. */
export function openTitle({ title, visibility }: State): string | undefined {
  return visibility === 'all' ? title : undefined;
}

/** What stands beside the title of one that not everybody sees. */
export function readersBadge(visibility: string): string | undefined {
  if (visibility === 'all') return undefined;
  return visibility === 'team' ? 'team only' : 'private';
}

/** Who sees it, as people say it. */
export const VISIBILITY_WORDS: Readonly<Record<Visibility, string>> = {
  all: 'everybody with an account',
  team: 'the teams that own its services, those who take part, and managers',
  private: 'those who take part, and managers',
};

/** The same to choose from. */
export const READER_CHOICES = VISIBILITIES.map((value) => {
  const words = VISIBILITY_WORDS[value];
  return { value, label: capital(words) };
});
