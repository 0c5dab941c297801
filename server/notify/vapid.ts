/** The pair of keys by which a push service knows this installation. */
import { createECDH, createHmac } from 'node:crypto';

export type VapidKeys = {
  /** Both as base64url: an uncompressed point of P-256, and its scalar. */
  publicKey: string;
  privateKey: string;
  /** Whom a push service writes to when something is wrong: `https:` or `mailto:`. */
  subject: string;
};

/**
 * The keys follow from the secret of the installation, so they are made once with it, every server of a database has the
 * same, and a stolen database can push to nobody.
 * @see https://www.rfc-editor.org/rfc/rfc8292
 */
export function vapidKeys(secret: string, subject: string): VapidKeys {
  const pair = createECDH('prime256v1');
  for (let tried = 0; ; tried += 1) {
    const scalar = createHmac('sha256', secret)
      .update(`vapid:${String(tried)}`)
      .digest();
    try {
      pair.setPrivateKey(scalar);
    } catch {
      // Of 2^32 numbers one is no key of this curve.
      continue;
    }
    return {
      publicKey: pair.getPublicKey('base64url'),
      privateKey: scalar.toString('base64url'),
      subject,
    };
  }
}

/** The public key that belongs to a private one; undefined for what is none. */
export function publicKeyOf(privateKey: string): string | undefined {
  try {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(privateKey, 'base64url');
    return pair.getPublicKey('base64url');
  } catch {
    return undefined;
  }
}
