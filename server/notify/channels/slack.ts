/**
 * A chat that takes incoming webhooks in the form of Slack. Its text says everything, so that a program which shows no
 * blocks shows it too.
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
import type { Channel, Sendable } from '../channel.ts';
import type { OutboundRules } from '../outbound.ts';
import { posted } from '../posting.ts';
import { shortText } from '../short-text.ts';

export function slackChannel(rules: OutboundRules): Channel {
  return {
    name: 'slack',
    send: (message) => posted(message.address, JSON.stringify(bodyOf(message)), {}, rules),
  };
}

function bodyOf({ content, links }: Sendable): object {
  const { title, text, link, answer } = shortText(content, links);
  const button = (words: string, url: string, isFirst: boolean) => ({
    type: 'button',
    text: { type: 'plain_text', text: words },
    url,
    ...(isFirst && { style: 'primary' }),
  });
  return {
    text: `${escaped(title)}\n${escaped(text)}\n${answer ?? link}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${escaped(title)}*\n${escaped(text)}` } },
      {
        type: 'actions',
        elements: [
          ...(answer === undefined ? [] : [button('Accept or decline', answer, true)]),
          button('Open', link, answer === undefined),
        ],
      },
    ],
  };
}

/** What people typed is text there, and calls nobody by a sign of its own. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
