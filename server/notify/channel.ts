import type { Links } from './mail-text.ts';
import type { Message, Outcome, PageContent } from './message.ts';

/** A message with what its channel needs besides: what it is signed with, and the addresses that stand in it. */
export type Sendable = Message & { secret: string; links: Links; also: readonly Also[] };

/** A page that goes along with another one, with the link by which it is answered. */
export type Also = { key: string; content: PageContent; answer: string };

/** One way to tell somebody something, in a file of its own. It may take as long as its own time limit. */
export interface Channel {
  name: string;
  send(message: Sendable): Promise<Outcome>;
}

/** The names of the channels that people can choose, with the words for them. */
const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  'in-app': 'in Muster',
  mail: 'e-mail',
  push: 'push',
  webhook: 'webhook',
  slack: 'chat',
  ntfy: 'ntfy',
  sms: 'text message',
  voice: 'phone call',
};

export function channelWords(channel: string): string {
  return CHANNEL_WORDS[channel] ?? channel;
}
