/**
 * A topic of ntfy, which rings telephones. What it shows stands in headers.
 * @see https://docs.ntfy.sh/publish/
 */
import type { Channel, Sendable } from '../channel.ts';
import type { Content } from '../message.ts';
import type { OutboundRules } from '../outbound.ts';
import { posted } from '../posting.ts';
import { shortText } from '../short-text.ts';

export function ntfyChannel(rules: OutboundRules): Channel {
  return {
    name: 'ntfy',
    send: (message) => {
      const { text, headers } = requestOf(message);
      return posted(message.address, text, headers, rules);
    },
  };
}

function requestOf({ content, links }: Sendable): { text: string; headers: Record<string, string> } {
  const { title, text, link, answer } = shortText(content, links);
  return {
    text,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      Title: encoded(title),
      Priority: priorityOf(content),
      // Opening it answers nothing; the button on its page does.
      Click: answer ?? link,
    },
  };
}

/** 5 goes on ringing, and breaks what keeps a telephone still where its owner allows it. */
function priorityOf(content: Content): string {
  if (content.kind !== 'page') return '3';
  return content.severity === 'SEV-3' || content.severity === 'SEV-4' ? '4' : '5';
}

/** Headers are ASCII; other signs go by RFC 2047, which ntfy reads. */
function encoded(text: string): string {
  return /^[\w\s.,:;!?'"()/+-]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
