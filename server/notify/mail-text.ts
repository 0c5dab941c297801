/** Messages as mail: text first, and short enough for a phone. */
import { paths } from '../web/paths.ts';
import type { Also } from './channel.ts';
import type { Content } from './message.ts';

export type MailText = { subject: string; text: string };

/** Addresses as they stand in a message: the public address with the base path, and where an answer is given. */
export type Links = { publicAddress: string; answer: string | undefined };

/** @param also pages that go along in the same letter */
export function mailText(
  content: Content,
  { publicAddress, answer }: Links,
  also: readonly Also[] = [],
): MailText {
  const at = (path: string): string => publicAddress + path;
  switch (content.kind) {
    case 'page': {
      const { severity, subjectKey, title, lateSeconds } = content;
      const late = lateSeconds === undefined ? '' : ` (delayed ${String(Math.round(lateSeconds / 60))} min)`;
      const head = [severity, subjectKey].filter((word) => word !== undefined).join(' ');
      return {
        subject: oneLine(`${head}: ${title}${moreText(also.length)}${late}`),
        text: paragraphs(
          `${content.askedBy} asks you to come: ${content.reason}`,
          lateSeconds === undefined
            ? undefined
            : `This message is ${String(Math.round(lateSeconds / 60))} min late, since Muster did not run.`,
          answer === undefined ? undefined : `Accept or decline here, without signing in:\n${answer}`,
          `The incident:\n${at(content.path)}`,
          `Why you: ${content.why}.`,
          content.others.length === 0 ? undefined : `Told at the same time: ${content.others.join(', ')}.`,
          content.next,
          also.length === 0
            ? undefined
            : `And ${String(also.length)} more that ${also.length === 1 ? 'asks' : 'ask'} for you, each with the link that answers it:`,
          ...also.slice(0, MOST_SHOWN).map(alsoText),
          also.length <= MOST_SHOWN
            ? undefined
            : `${String(also.length - MOST_SHOWN)} more stand here:\n${at(paths.escalation)}`,
          'Opening a link answers nothing; the button on its page does.',
        ),
      };
    }
    case 'notice':
      return {
        subject: oneLine(`${content.subjectKey}: ${content.words}`),
        text: paragraphs(content.words, `${content.title}\n${at(content.path)}`),
      };
    case 'letter':
      return {
        subject: oneLine(content.subject),
        text: paragraphs(...content.paragraphs, `Read on:\n${at(content.path)}`),
      };
    case 'test':
      return {
        subject: 'Muster can reach you here',
        text: paragraphs(
          `${content.name}, this is the test message that you asked for.`,
          `It arrived when you read this. Say so under "How you are reached":\n${at(content.path)}`,
        ),
      };
  }
}

/** So many of those that go along are told one by one. */
const MOST_SHOWN = 20;

/** ", and 12 more", behind the title of the first. */
export function moreText(count: number): string {
  return count === 0 ? '' : `, and ${String(count)} more`;
}

function alsoText({ content, answer }: Also): string {
  const head = [content.severity, content.subjectKey].filter((word) => word !== undefined).join(' ');
  return `${oneLine(`${head}: ${content.title}`)}\n${answer}`;
}

function paragraphs(...parts: readonly (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

/** A subject has no line breaks and no control characters, whatever a title holds. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
