/** Messages that go out as one request to an address that somebody gave. */
import type { Outcome } from './message.ts';
import { ForbiddenAddress, post, type OutboundRules } from './outbound.ts';

/** 2xx took it. 410 says that nobody listens there any more. A redirect is a failure: it could lead anywhere. */
export async function posted(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  rules: OutboundRules,
): Promise<Outcome> {
  try {
    const { status } = await post(address, body, headers, rules);
    if (status >= 200 && status < 300) return { result: 'sent' };
    return { result: 'failed', isLasting: status === 410, error: `It answered ${String(status)}.` };
  } catch (error) {
    return {
      result: 'failed',
      isLasting: error instanceof ForbiddenAddress,
      error: error instanceof Error ? error.message.slice(0, 300) : 'It could not be reached.',
    };
  }
}
