import { createHmac } from 'node:crypto';

/**
 * What a webhook is signed with, in the form of Standard Webhooks. It follows from the secret of the installation, so a
 * stolen database signs nothing.
 */
export function webhookSecret(secret: string, methodId: string): string {
  return `whsec_${createHmac('sha256', secret).update(`webhook:${methodId}`).digest('base64')}`;
}
