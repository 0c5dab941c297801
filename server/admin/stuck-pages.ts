/** Messages that do not get through, on the system page: nothing is given up silently. */
import { dateClockText } from '../core/time.ts';
import { channelWords } from '../notify/channel.ts';
import type { Message } from '../notify/message.ts';
import { shownAddress } from '../notify/push-subscription.ts';
import { href, paths } from '../web/paths.ts';

export type StuckView = { to: string; what: string; how: string; again: string };

export function stuckViews(messages: readonly Message[], zone: string): StuckView[] {
  return messages.map(({ id, person, channel, address, content, state, tries, error, triedAt, dueAt }) => {
    const where = shownAddress(channel, address);
    const last = triedAt === undefined ? '' : `, last at ${dateClockText(triedAt, zone)}`;
    const then = state === 'failed' ? 'Given up.' : `Tried again at ${dateClockText(dueAt, zone)}.`;
    return {
      to: `${person.name}, ${channelWords(channel)}${where === '' ? '' : ` at ${where}`}`,
      what: content.kind === 'test' ? 'a test message' : content.subjectKey,
      how: `Tried ${tries === 1 ? 'once' : `${String(tries)} times`}${last}: ${error ?? 'no answer'} ${then}`,
      again: href(paths.messageAgain, { id }),
    };
  });
}
