/** Messages in the few words of a chat, a telephone or a small screen. */
import type { Links } from './mail-text.ts';
import type { Content } from './message.ts';

export type ShortText = {
  title: string;
  text: string;
  /** Where it is shown. */
  link: string;
  /** Where it is answered, for what asks for an answer. */
  answer: string | undefined;
};

export function shortText(content: Content, { publicAddress, answer }: Links): ShortText {
  const link = publicAddress + content.path;
  switch (content.kind) {
    case 'page': {
      const { severity, subjectKey, title, askedBy, reason, next, lateSeconds } = content;
      const late = lateSeconds === undefined ? '' : ` (delayed ${String(Math.round(lateSeconds / 60))} min)`;
      const head = [severity, subjectKey].filter((word) => word !== undefined).join(' ');
      return {
        title: oneLine(`${head}: ${title}${late}`),
        text: oneLine(`${askedBy} asks you to come: ${reason} ${next}`),
        link,
        answer,
      };
    }
    case 'notice':
      return {
        title: oneLine(`${content.subjectKey}: ${content.title}`),
        text: oneLine(content.words),
        link,
        answer: undefined,
      };
    case 'letter':
      return {
        title: oneLine(content.subject),
        text: oneLine(content.paragraphs.join(' ')),
        link,
        answer: undefined,
      };
    case 'test':
      return {
        title: 'Muster can reach you here',
        text: `${oneLine(content.name)}, this is the test message that you asked for. Say in Muster that it arrived.`,
        link,
        answer: undefined,
      };
  }
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 500);
}
