/**
 * Text messages and calls, through a program of the installation that knows a provider: it gets the number and the words,
 * signed like a webhook, and what it does with them is its own.
 */
import type { Clock } from '../../core/clock.ts';
import { msOf } from '../../core/time.ts';
import type { Channel } from '../channel.ts';
import type { OutboundRules } from '../outbound.ts';
import { posted } from '../posting.ts';
import { shortText } from '../short-text.ts';
import { signedHeaders } from '../signature.ts';

/** Where the adapter listens, and what its messages are signed with: `whsec_` and base64. */
export type Adapter = { address: string; secret: string };

export function adapterChannel(
  name: 'sms' | 'voice',
  { address, secret }: Adapter,
  rules: OutboundRules,
  clock: Clock,
): Channel {
  return {
    name,
    send: (message) => {
      const { title, text, link, answer } = shortText(message.content, message.links);
      const body = JSON.stringify({
        type: `${name}.requested`,
        timestamp: message.createdAt,
        data: {
          to: message.address,
          person: message.person.name,
          // What is spoken names no address.
          text: name === 'voice' ? `${title}. ${text}` : `${title}. ${text} ${answer ?? link}`,
          answer_url: answer ?? null,
        },
      });
      const seconds = Math.floor(msOf(clock.now()) / 1000);
      return posted(address, body, signedHeaders(message.key, seconds, body, secret), rules);
    },
  };
}
