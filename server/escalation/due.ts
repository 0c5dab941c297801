import { passInactive } from './sending-actions.ts';
import { passEscalations } from './engine-actions.ts';
import { passOwners } from './owner-actions.ts';
import type { EscalationKit } from './setting-actions.ts';

/** What time makes happen: whoever can no longer answer is not waited for, who accepted and fell silent is asked again, and each run that is due goes on. */
export async function passRuns(kit: EscalationKit): Promise<void> {
  await passInactive(kit);
  await passOwners(kit);
  await passEscalations(kit);
}
