/** What the offline bundle is made of, as it is now. */
import type { Instant } from '../core/clock.ts';
import { everybodyToCall } from '../escalation/call-actions.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { contactables } from '../identity/directory-actions.ts';
import { phonesOf } from '../notify/contact-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Bundled } from './offline-bundle.ts';

export async function bundled(
  kit: EscalationKit,
  library: Library,
  { at, zone }: { at: Instant; zone: string },
): Promise<Bundled> {
  const callees = await everybodyToCall(kit);
  const people = (await contactables(kit.db)).filter(({ isActive }) => isActive);
  const phones = await phonesOf(
    kit.db,
    people.map(({ id }) => id),
  );
  const first = new Set(callees.map(({ name }) => name));
  return {
    at,
    zone,
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
