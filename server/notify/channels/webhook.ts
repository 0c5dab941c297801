/** A webhook that somebody gave: signed, so that its receiver can tell that it came from here. */
import { msOf } from '../../core/time.ts';
import type { Clock } from '../../core/clock.ts';
import type { Channel, Sendable } from '../channel.ts';
import type { OutboundRules } from '../outbound.ts';
import { posted } from '../posting.ts';
import { signedHeaders } from '../signature.ts';

export function webhookChannel(rules: OutboundRules, clock: Clock): Channel {
  return {
    name: 'webhook',
    send: (message) => {
      const body = JSON.stringify(bodyOf(message));
      const seconds = Math.floor(msOf(clock.now()) / 1000);
      return posted(message.address, body, signedHeaders(message.key, seconds, body, message.secret), rules);
    },
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
