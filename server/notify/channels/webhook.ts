/**
 * A webhook that somebody gave: signed, so that its receiver can tell that it came from here.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from 'node:crypto';
import { msOf } from '../../core/time.ts';
import type { Clock } from '../../core/clock.ts';
import type { Channel, Sendable } from '../channel.ts';
import type { Outcome } from '../message.ts';
import { ForbiddenAddress, post, type OutboundRules } from '../outbound.ts';

const SECRET = 'whsec_';

export function webhookChannel(rules: OutboundRules, clock: Clock): Channel {
  return {
    name: 'webhook',
    send: async (message) => {
      const body = JSON.stringify(bodyOf(message));
      const seconds = Math.floor(msOf(clock.now()) / 1000);
      const headers = signed(message.key, seconds, body, message.secret);
      try {
        return outcomeOf((await post(message.address, body, headers, rules)).status);
      } catch (error) {
        const isLasting = error instanceof ForbiddenAddress;
        return {
          result: 'failed',
          isLasting,
          error: error instanceof Error ? error.message : 'It could not be reached.',
        };
      }
    },
  };
}

/** The headers of Standard Webhooks. The id is the same on each try. */
function signed(id: string, seconds: number, body: string, secret: string): Record<string, string> {
  const key = Buffer.from(secret.replace(SECRET, ''), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${id}.${String(seconds)}.${body}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}

function bodyOf({ content, links, createdAt, person }: Sendable): object {
  switch (content.kind) {
    case 'page':
      return {
        type: 'escalation.requested',
        timestamp: createdAt,
        data: {
          incident: content.subjectKey,
          title: content.title,
          severity: content.severity ?? null,
          reason: content.reason,
          asked_by: content.askedBy,
          person: person.name,
          url: links.publicAddress + content.path,
          answer_url: links.answer ?? null,
        },
      };
    case 'notice':
      return {
        type: 'escalation.ended',
        timestamp: createdAt,
        data: {
          incident: content.subjectKey,
          words: content.words,
          person: person.name,
          url: links.publicAddress + content.path,
        },
      };
    case 'letter':
      return {
        type: 'letter',
        timestamp: createdAt,
        data: {
          incident: content.subjectKey,
          subject: content.subject,
          person: person.name,
          url: links.publicAddress + content.path,
        },
      };
    case 'test':
      return { type: 'contact.test', timestamp: createdAt, data: { person: person.name } };
  }
}

/** 2xx took it. 410 says that nobody listens there any more. A redirect is a failure: it could lead anywhere. */
function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { result: 'sent' };
  return { result: 'failed', isLasting: status === 410, error: `It answered ${String(status)}.` };
}
