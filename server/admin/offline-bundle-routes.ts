import { zipped } from '../core/zip.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import { file } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { bundled } from './offline-bundle-actions.ts';
import { bundleFiles } from './offline-bundle.ts';

/** `/offline-bundle.zip`: runbooks and whom to call, for the day on which Muster itself is down. */
export function offlineBundleRoutes(kit: EscalationKit, library: Library): Route[] {
  return [
    route('GET', paths.offlineBundle, 'incident.export', noFields, async (ask) => {
      const zone = ask.viewer.zone ?? kit.homeZone;
      const files = bundleFiles(await bundled(kit, library, { at: ask.now, zone }));
      const members = files.map(({ path, text }) => ({ path: `muster/${path}`, bytes: Buffer.from(text) }));
      const name = `muster-offline-${ask.now.slice(0, 10)}.zip`;
      return file(await zipped(members, ask.now), 'application/zip', name);
    }),
  ];
}
