import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Proof that a form came from a page of ours: an HMAC over what the browser holds (its session, or the short-lived
 * cookie of forms that are sent before anybody is signed in) under the installation's secret. Nothing is stored.
 */
export function formToken(secret: string, holder: string): string {
  return createHmac('sha256', secret).update(`form:${holder}`).digest('base64url');
}

export function isFormToken(secret: string, holder: string, token: unknown): boolean {
  if (typeof token !== 'string') return false;
  const expected = Buffer.from(formToken(secret, holder));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * True when the browser says that the request began on a page of ours. A browser that does not send
 * `Sec-Fetch-Site` is judged by its `Origin`.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
 */
export function isSameOrigin(
  headers: { site: string | undefined; origin: string | undefined },
  own: string,
): boolean {
  if (headers.site !== undefined) return headers.site === 'same-origin';
  return headers.origin === own;
}
