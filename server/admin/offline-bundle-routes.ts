import { zipped } from '../core/zip.ts';
import { callList } from '../escalation/call-actions.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { contactables } from '../identity/directory-actions.ts';
import { phonesOf } from '../notify/contact-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import { file } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { bundleFiles, type Bundled } from './offline-bundle.ts';

/** `/offline-bundle.zip`: runbooks and whom to call, for the day on which Muster itself is down. */
export function offlineBundleRoutes(kit: EscalationKit, library: Library): Route[] {
  return [
    route('GET', paths.offlineBundle, 'incident.export', noFields, async (ask) => {
      const files = bundleFiles(await bundled(kit, library, ask));
      const members = files.map(({ path, text }) => ({ path: `muster/${path}`, bytes: Buffer.from(text) }));
      const name = `muster-offline-${ask.now.slice(0, 10)}.zip`;
      return file(await zipped(members, ask.now), 'application/zip', name);
    }),
  ];
}

async function bundled(kit: EscalationKit, library: Library, { viewer, now }: SignedInAsk): Promise<Bundled> {
  const callees = await callList(kit, viewer);
  const people = (await contactables(kit.db)).filter(({ isActive }) => isActive);
  const phones = await phonesOf(
    kit.db,
    people.map(({ id }) => id),
  );
  const first = new Set(callees.map(({ name }) => name));
  return {
    at: now,
    zone: viewer.zone ?? kit.homeZone,
    callees,
    others: people.flatMap(({ id, name }) => {
      const number = phones.get(id);
      return number === undefined || first.has(name) ? [] : [{ name, number }];
    }),
    runbooks: (await library.shelf()).map(({ row, runbook }) => ({
      slug: row.runbook_id,
      title: runbook.title,
      text: runbook.text,
    })),
  };
}
