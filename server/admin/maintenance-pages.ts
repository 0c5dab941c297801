/** `/admin/services/:slug/maintenance`: when alerts of a service ask nobody. */
import type { Instant } from '../core/clock.ts';
import { dateClockText } from '../core/time.ts';
import { isInForce, type Maintenance } from '../catalog/maintenance.ts';
import type { Service } from '../catalog/service.ts';
import { href, paths } from '../web/paths.ts';

export type MaintenancePage = {
  name: string;
  service: string;
  action: string;
  zone: string;
  /** Sentences about kinds of alerts that are new in the window that is open. */
  newKinds: readonly string[];
  windows: readonly { words: string; reason: string; change: string; end: string }[];
};

export function maintenancePage(
  { name, slug }: Service,
  windows: readonly Maintenance[],
  { now, zone, newKinds }: { now: Instant; zone: string; newKinds: readonly string[] },
): MaintenancePage {
  const at = (instant: Instant): string => dateClockText(instant, zone);
  return {
    name,
    service: href(paths.service, { slug }),
    action: href(paths.maintenance, { slug }),
    zone,
    newKinds,
    windows: windows.map((window) => {
      const isOpen = isInForce(window, now);
      const change = href(paths.maintenanceEnd, { slug, id: window.id });
      return {
        words: isOpen
          ? `Open until ${at(window.endsAt)}, by ${window.owner.name}`
          : `From ${at(window.startsAt)} to ${at(window.endsAt)}, by ${window.owner.name}`,
        reason: window.reason,
        change,
        end: isOpen ? 'End it now' : 'Call it off',
      };
    }),
  };
}
