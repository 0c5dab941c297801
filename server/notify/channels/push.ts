/**
 * Web push: encrypted for one browser, and handed to the push service that it named. The package builds the request; it
 * is sent by the one function that sends to addresses that came from outside.
 * @see https://www.rfc-editor.org/rfc/rfc8291
 */
import { paths } from '../../web/paths.ts';
import type { Channel, Sendable } from '../channel.ts';
import { moreText } from '../mail-text.ts';
import type { Outcome } from '../message.ts';
import { ForbiddenAddress, post, type OutboundRules } from '../outbound.ts';
import { subscriptionOf, type PushSubscription } from '../push-subscription.ts';
import type { VapidKeys } from '../vapid.ts';

/** A push service keeps it for so long while the device is off; what comes later says nothing new. */
const KEPT_SECONDS = 3600;

/** The keys did not fit this browser any more, or it took the right to push back. */
const LASTING: ReadonlySet<number> = new Set([401, 403, 404, 410]);

export function pushChannel(rules: OutboundRules, vapid: VapidKeys): Channel {
  return {
    name: 'push',
    send: async (message) => {
      try {
        const subscription = subscriptionOf(message.address);
        const { default: webPush } = await import('web-push');
        const { endpoint, p256dh, auth } = subscription;
        const details = webPush.generateRequestDetails(
          { endpoint, keys: { p256dh, auth } },
          JSON.stringify(pushOf(message, subscription)),
          {
            vapidDetails: vapid,
            TTL: KEPT_SECONDS,
            urgency: message.content.kind === 'notice' ? 'normal' : 'high',
            contentEncoding: 'aes128gcm',
          },
        );
        return outcomeOf((await post(endpoint, details.body, headersOf(details.headers), rules)).status);
      } catch (error) {
        return {
          result: 'failed',
          isLasting: error instanceof ForbiddenAddress,
          error: error instanceof Error ? error.message.slice(0, 300) : 'It could not be reached.',
        };
      }
    },
  };
}

function headersOf(given: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

/** What the worker shows: see static/js/ring.js. */
function pushOf({ content, links, also }: Sendable, { isTitleShown }: PushSubscription): object {
  const base = new URL(links.publicAddress).pathname.replace(/\/$/, '');
  switch (content.kind) {
    case 'page': {
      const { severity, subjectKey: key, title, path } = content;
      const answer = links.answer?.slice(new URL(links.publicAddress).origin.length);
      // Several are answered on the page that lists them.
      if (also.length > 0)
        return {
          key: key + moreText(also.length),
          severity,
          title: isTitleShown ? title : undefined,
          path: base + paths.escalation,
        };
      return { key, severity, title: isTitleShown ? title : undefined, path: base + path, answer };
    }
    case 'notice': {
      const { subjectKey: key, title, words, path } = content;
      return { key, title: isTitleShown ? `${words} ${title}` : words, path: base + path };
    }
    case 'letter': {
      const { subjectKey: key, subject, path } = content;
      return { key, title: isTitleShown ? subject : 'There is something to read.', path: base + path };
    }
    case 'test':
      return {
        key: 'Muster',
        title: 'This test message arrived. Press it to say so.',
        path: base + content.path,
      };
  }
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { result: 'sent' };
  return LASTING.has(status)
    ? {
        result: 'failed',
        isLasting: true,
        error: `this browser takes no more pushes (its push service answered ${String(status)})`,
      }
    : { result: 'failed', isLasting: false, error: `The push service answered ${String(status)}.` };
}
