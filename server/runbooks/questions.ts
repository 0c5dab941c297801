/** What people asked of a runbook while they followed it, as its page shows it. Incidents tell; see compose.ts. */
import type { Viewer } from '../web/viewer.ts';

export type Asked = {
  /** Names it in addresses: `42-17`, the number of the incident and of the entry. */
  id: string;
  problem: 'wrong' | 'missing' | 'unclear' | 'fits-none';
  /** The step as it was called then; undefined for the whole runbook. */
  step: string | undefined;
  text: string;
  by: string;
  at: string;
  /** The incident and the entry in it. */
  key: string;
  href: string;
  answer: { text: string; by: string; at: string; isMine: boolean } | undefined;
};

/** Where questions come from and answers go to. */
export type Questions = {
  /** What was asked of the runbook with that id in incidents that the reader may see, open questions first. */
  of(viewer: Viewer, runbookId: string): Promise<readonly Asked[]>;
  /** @throws NotFound when that runbook was not asked it, or Refused when somebody else has answered it */
  answer(viewer: Viewer, runbookId: string, question: string, answer: string): Promise<Asked>;
};
