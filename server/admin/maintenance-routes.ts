import { z } from 'zod';
import { newKindsOf } from '../alerts/kinds-actions.ts';
import { byOf } from '../audit/by.ts';
import { findService, type Catalog } from '../catalog/actions.ts';
import { MOST_HOURS } from '../catalog/maintenance.ts';
import { changeMaintenance, maintenanceOf, openMaintenance } from '../catalog/maintenance-actions.ts';
import type { Service } from '../catalog/service.ts';
import { NotFound } from '../core/refused.ts';
import { lookAgainAtHeld } from '../escalation/engine-actions.ts';
import { readMoment } from '../escalation/moment.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, optionalLine, orChosen, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { maintenancePage } from './maintenance-pages.ts';
import { newKindWords } from './services-pages.ts';

const hours = wholeNumber(1, MOST_HOURS, 'for how many hours', 1);
export const OpenFields = z.strictObject({
  starts: orChosen(optionalLine(60)),
  hours,
  reason: line('what is done, in a few words', 200),
});
export const ChangeFields = z.strictObject({
  change: choice(['extend', 'end'], 'Choose whether to extend it or to end it.'),
  hours,
});

export function maintenanceRoutes(catalog: Catalog, escalation: EscalationKit, homeZone: string): Route[] {
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const service = await serviceAsked(catalog, ask);
    const windows = await maintenanceOf(catalog.db, service.id, ask.now);
    const zone = zoneOf(ask);
    const newKinds = newKindWords(await newKindsOf(catalog.db, service.id, ask.now), zone);
    const model = maintenancePage(service, windows, { now: ask.now, zone, newKinds });
    return page('admin/maintenance', `Maintenance of ${service.name}`, model, { noStore: true });
  };
  const zoneOf = ({ viewer }: Pick<SignedInAsk, 'viewer'>): string => viewer.zone ?? homeZone;
  const back = ({ slug }: Service, said: string): Answer => seeOther(href(paths.maintenance, { slug }), said);
  return [
    route('GET', paths.maintenance, 'service.edit', noFields, show),
    route(
      'POST',
      paths.maintenance,
      'service.edit',
      OpenFields,
      async (ask) => {
        return back(
          await opened(catalog, ask, zoneOf(ask)),
          'Its alerts are recorded and ask nobody until then. A person can always ask by hand.',
        );
      },
      { again: show },
    ),
    route(
      'POST',
      paths.maintenanceEnd,
      'service.edit',
      ChangeFields,
      async (ask) => {
        return back(
          await changed(catalog, escalation, ask),
          ask.fields.change === 'end' ? 'It is over. What still fires asks now.' : 'It ends later now.',
        );
      },
      { again: show },
    ),
  ];
}

/** @throws NotFound */
export async function serviceAsked(
  catalog: Catalog,
  { params }: Pick<SignedInAsk, 'params'>,
): Promise<Service> {
  const service = await findService(catalog.db, params.slug ?? '');
  if (service?.slug === params.slug && service !== undefined) return service;
  throw new NotFound('There is no such service. The list of services shows them all.');
}

/** Opens a window. @param zone in which a beginning without one is meant */
export async function opened(
  catalog: Catalog,
  ask: SignedInAsk<z.output<typeof OpenFields>>,
  zone: string,
): Promise<Service> {
  const service = await serviceAsked(catalog, ask);
  const { starts, reason, hours: wantedHours } = ask.fields;
  const read = starts === undefined ? { instant: ask.now } : readMoment(starts, zone);
  if (!('instant' in read)) throw new Invalid([{ field: 'starts', ...read }]);
  const { id, name } = ask.viewer;
  const wanted = { startsAt: read.instant, hours: wantedHours, reason, owner: { id, name } };
  await openMaintenance(catalog, service, wanted, byOf(ask));
  return service;
}

/** Extends a window or ends it; what was held looks again at once. */
export async function changed(
  catalog: Catalog,
  escalation: EscalationKit,
  ask: SignedInAsk<z.output<typeof ChangeFields>>,
): Promise<Service> {
  const service = await serviceAsked(catalog, ask);
  const { change, hours: wantedHours } = ask.fields;
  const wanted = { id: ask.params.id ?? '', hours: change === 'end' ? undefined : wantedHours };
  await changeMaintenance(catalog, service, wanted, byOf(ask));
  await lookAgainAtHeld(escalation);
  return service;
}
