import { listServices } from '../catalog/actions.ts';
import type { OnShelf } from '../runbooks/actions.ts';
import { suggest, type Occasion, type ServiceHit, type Suggestion } from '../runbooks/matching.ts';
import { idOf } from '../runbooks/runbook.ts';
import type { IncidentKit } from './actions.ts';
import { openRuns } from './run.ts';
import type { State } from './state.ts';

/** The library, and what of it fits. */
export type Fitting = { shelf: readonly OnShelf[]; suggestions: readonly Suggestion<OnShelf>[] };

/** What somebody typed who is about to declare. */
export type Telling = {
  title?: string | undefined;
  summary?: string | undefined;
  service?: string | undefined;
  alerts?: readonly string[] | undefined;
};

/** The runbooks for what somebody tells, before there is an incident. */
export async function fittingTelling(
  kit: Pick<IncidentKit, 'db' | 'library'>,
  { title = '', summary, service, alerts }: Telling,
): Promise<Fitting> {
  const services = await servicesOf(kit, service === undefined ? [] : [service]);
  return fitting(await kit.library.shelf(), { title, summary, services, alerts });
}

/** The runbooks for an incident as it stands, without those that are followed in it. */
export async function fittingIncident(
  kit: Pick<IncidentKit, 'db' | 'library'>,
  state: State,
): Promise<Fitting> {
  const { title, summary } = state;
  const followed = new Set(openRuns(state).map(({ runbookId }) => runbookId));
  const shelf = (await kit.library.shelf()).filter(({ runbook }) => !followed.has(idOf(runbook)));
  const services = await servicesOf(kit, state.services);
  const alerts = state.alerts.map(({ name }) => name);
  return fitting(shelf, { title, summary, services, alerts, ledTo: ledTo(state) });
}

function fitting(shelf: readonly OnShelf[], occasion: Occasion): Fitting {
  return { shelf, suggestions: suggest(shelf, occasion) };
}

async function servicesOf(
  { db }: Pick<IncidentKit, 'db'>,
  wanted: readonly string[],
): Promise<readonly ServiceHit[]> {
  if (wanted.length === 0) return [];
  const known = await listServices(db);
  return wanted.map(
    (word) => known.find(({ id, slug }) => slug === word || id === word) ?? { slug: word, name: word },
  );
}

/** The runbooks that answers of this incident lead to. */
export function ledTo(state: State): string[] {
  return openRuns(state).flatMap(({ leadsTo }) => {
    const [kind, file] = leadsTo?.target.split(/:(.*)/s) ?? [];
    return kind === 'runbook' && file !== undefined ? [file] : [];
  });
}
