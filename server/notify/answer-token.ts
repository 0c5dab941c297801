/** The token of an answer link: the message that it came in, and proof that the link was made here. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export function answerToken(secret: string, messageId: string): string {
  return `${messageId}.${proof(secret, messageId)}`;
}

/** The message behind a token, or undefined for one that was not made here. */
export function messageBehind(secret: string, token: string): string | undefined {
  const [id = '', given = ''] = token.split('.');
  const expected = Buffer.from(proof(secret, id));
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected) ? id : undefined;
}

function proof(secret: string, messageId: string): string {
  return createHmac('sha256', secret).update(`answer:${messageId}`).digest('base64url');
}
