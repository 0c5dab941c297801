import { counted } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { closingInForce, isClosed, type Ending } from './closing.ts';
import { momentText } from './pages.ts';

/** What the page of a postmortem says of its end. */
export type ClosingPanel = {
  /** Who closed it by hand, when and why. */
  said: string | undefined;
  /** That nothing which was promised is open any more. */
  isDone: boolean;
  /** The forms; each undefined where it may not be sent now. */
  close: { action: string; open: string } | undefined;
  reopen: { action: string } | undefined;
};

/** None while there is nothing to say and nothing to do. */
export function closingPanel(
  ending: Ending,
  number: number,
  { zone, mayClose }: { zone: string; mayClose: boolean },
): ClosingPanel | undefined {
  if (ending.publishedRev === undefined) return undefined;
  const closing = closingInForce(ending);
  const isDone = closing === undefined && isClosed(ending);
  if (closing === undefined && !isDone && !mayClose) return undefined;
  const { open } = ending;
  return {
    said: closing && `Closed by ${closing.by}, ${momentText(closing.at, zone)}: ${closing.why}`,
    isDone,
    close:
      mayClose && !isClosed(ending)
        ? {
            action: href(paths.postmortemClosing, { number }),
            open: open === 0 ? 'Nothing was promised.' : `${counted(open, 'task')} would stay open.`,
          }
        : undefined,
    reopen:
      mayClose && closing !== undefined ? { action: href(paths.postmortemReopening, { number }) } : undefined,
  };
}
