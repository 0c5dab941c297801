import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * JSON in the canonical form of RFC 8785: sorted names, no spaces, one spelling of each number, so that equal
 * values have equal bytes. Properties that are undefined are left out.
 *
 * @throws Error for what JSON cannot hold: a lone surrogate, NaN, a circle.
 */
export function canonicalJson(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This value has no JSON form.');
  return text;
}

/** SHA-256 of the UTF-8 bytes of a text, as 64 hex digits. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A value as JSON keeps it: without what is undefined, and with broken surrogates mended, for which there is no form. */
export function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, mended(field)]));
}
