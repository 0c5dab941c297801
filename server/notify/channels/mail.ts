import type { Channel, Sendable } from '../channel.ts';
import { mailText } from '../mail-text.ts';
import type { Outcome } from '../message.ts';

/** Where mail goes out, and who it is from. */
export type MailSettings = { smtpUrl: string; from: string };

const TIMEOUT_MS = 15_000;

/** E-mail over SMTP. The package is loaded with the first message, since many installations send none. */
export function mailChannel({ smtpUrl, from }: MailSettings): Channel {
  let transport: Promise<{ sendMail(mail: object): Promise<unknown> }> | undefined;
  const open = async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url: smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  };
  return {
    name: 'mail',
    send: async (message) => {
      try {
        transport ??= open();
        await (await transport).sendMail(mailOf(message, from));
        return { result: 'sent' };
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

function mailOf(message: Sendable, from: string): object {
  const { subject, text } = mailText(message.content, message.links, message.also);
  const host = domainOf(from);
  const thread =
    message.content.kind === 'test' ? undefined : `<${message.content.subjectKey.toLowerCase()}@${host}>`;
  return {
    from,
    to: { name: message.person.name, address: message.address },
    subject,
    text,
    // The same on each try, so that a mail program drops the second of two.
    messageId: `<${message.key}@${host}>`,
    ...(thread !== undefined && { references: thread, inReplyTo: thread }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(message.content.kind === 'page' && { Importance: 'high' }),
    },
  };
}

/** 5xx of a mail server is its last word: there is no such box, or it takes no mail from here. */
function refusalOf(error: unknown): Outcome {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  const isLasting = responseCode !== undefined && responseCode >= 500 && responseCode < 600;
  return {
    result: 'failed',
    isLasting,
    error: (message ?? 'The mail server did not take it.').slice(0, 300),
  };
}

function domainOf(from: string): string {
  return (
    from
      .slice(from.lastIndexOf('@') + 1)
      .replace('>', '')
      .trim() || 'muster.invalid'
  );
}
