/** `muster verify`: what it says about the chains that were walked. */
import { counted } from '../core/text.ts';
import type { Walked } from './verify-actions.ts';

export function verifyResult(walked: readonly Walked[]): { words: string; json: unknown; failed: boolean } {
  const broken = walked.flatMap(({ key, broken }) => (broken === undefined ? [] : [{ key, ...broken }]));
  const entries = walked.reduce((sum, { entries }) => sum + entries, 0);
  const size = `${counted(walked.length, 'incident')} with ${counted(entries, 'entry', 'entries')}`;
  const sentences = broken.map(({ sentence }) => sentence);
  const end = `${size}: ${broken.length === 0 ? 'every chain holds' : `${String(broken.length)} broken`}.`;
  return {
    words: [...sentences, end].join('\n'),
    json: { incidents: walked.length, entries, broken },
    failed: broken.length > 0,
  };
}
