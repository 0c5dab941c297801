/** `muster verify`: what it says about the chains that were walked. */
import { walkAudit, type WalkedAudit } from '../audit/actions.ts';
import { counted } from '../core/text.ts';
import { walkChains, type Walked } from '../incidents/verify-actions.ts';
import type { Db } from '../store/open.ts';

type Result = { words: string; json: unknown; failed: boolean };

/**
 * Walks every chain, or only that of the incident with a key.
 * @throws NotFound for a key that no incident has
 */
export async function runVerify(db: Db, key: string | undefined): Promise<Result> {
  const walked = await walkChains(db, key);
  return verifyResult(walked, key === undefined ? await walkAudit(db) : undefined);
}

function verifyResult(walked: readonly Walked[], audit: WalkedAudit | undefined): Result {
  const broken = walked.flatMap(({ key, broken }) => (broken === undefined ? [] : [{ key, ...broken }]));
  const entries = walked.reduce((sum, { entries }) => sum + entries, 0);
  const breaks = [...broken, ...(audit?.broken === undefined ? [] : [audit.broken])];
  const sizes = [
    `${counted(walked.length, 'incident')} with ${counted(entries, 'entry', 'entries')}`,
    ...(audit === undefined ? [] : [`${counted(audit.deeds, 'deed')} in the audit log`]),
  ];
  const end = breaks.length === 0 ? 'every chain holds' : `${String(breaks.length)} broken`;
  return {
    words: [...breaks.map(({ sentence }) => sentence), `${sizes.join(', ')}: ${end}.`].join('\n'),
    json: {
      incidents: walked.length,
      entries,
      broken,
      ...(audit !== undefined && { audit: { deeds: audit.deeds, broken: audit.broken ?? null } }),
    },
    failed: breaks.length > 0,
  };
}
