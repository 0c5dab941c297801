/** What was kept from somebody in their quiet hours, as one text at their end. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { isQuiet, type Party } from './party.ts';
import { isRunOpen, type Run } from './run.ts';
import { shortTime } from './strip.ts';

/** A page that somebody did not get: `place` is the level of the run that left them out. */
export type HeldPage = { runId: string; place: number; personId: string; heldAt: Instant };

/** What is held, by person, of those whose quiet hours are over. Changed hours hold from then on. */
export function overNow(
  held: readonly HeldPage[],
  people: ReadonlyMap<string, Party>,
  now: Instant,
): Map<string, HeldPage[]> {
  const isOver = ({ personId }: HeldPage): boolean => {
    const party = people.get(personId);
    return party === undefined || !isQuiet(party, 'SEV-3', now);
  };
  return Map.groupBy(held.filter(isOver), ({ personId }) => personId);
}

/** One subject of a digest: how it stands, and whether the person was told by another way in the meantime. */
export type HeldRun = { run: Run; heldAt: Instant; wasTold: boolean };

/** The one text, the oldest first and each escalation once; undefined when nothing is left to tell. */
export function digestText(
  held: readonly HeldRun[],
  zone: string,
): { subject: string; paragraphs: string[] } | undefined {
  const seen = new Set<string>();
  const untold = held
    .filter(({ wasTold }) => !wasTold)
    .toSorted((a, b) => (a.heldAt < b.heldAt ? -1 : 1))
    .filter(({ run }) => !seen.has(run.id) && seen.add(run.id));
  if (untold.length === 0) return undefined;
  const open = untold.filter(({ run }) => isRunOpen(run)).length;
  const still =
    open === 0
      ? 'Nobody waits for you.'
      : `${counted(open, 'of them still waits', 'of them still wait')} for somebody.`;
  return {
    subject: `While it was quiet for you: ${counted(untold.length, 'message', 'messages')} held`,
    paragraphs: [
      `${counted(untold.length, 'message was', 'messages were')} held in your quiet hours, since nothing in them was urgent. ${still}`,
      ...untold.map(({ run, heldAt }) => lineOf(run, heldAt, zone)),
    ],
  };
}

function lineOf(run: Run, heldAt: Instant, zone: string): string {
  const { severity, subject } = run;
  const head = [severity, subject.key].filter((word) => word !== undefined).join(' ');
  return `${head}: ${subject.title} (${shortTime(heldAt, zone)}). ${becameText(run)}`;
}

function becameText({ state, owner, endedWhy }: Run): string {
  switch (state) {
    case 'requested':
    case 'sent':
      return 'Others are being asked.';
    case 'exhausted':
      return 'Everybody was asked, and nobody has taken it.';
    case 'accepted':
      return `${owner?.name ?? 'Somebody'} has it.`;
    case 'withdrawn':
      return `No longer needed: ${endedWhy ?? 'it was withdrawn'}.`;
  }
}
