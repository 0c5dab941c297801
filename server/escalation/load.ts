/** What somebody who is asked has on their hands. They are asked all the same: it is they who know what can wait. */
import { sentenceList } from '../core/text.ts';

export type Load = {
  isReporter: boolean;
  /** What they lead at the moment, besides what they are asked for. */
  leads: readonly { key: string; severity: string | undefined; title: string | undefined }[];
};

/** The load in words for the page on which they answer; nothing when there is none. */
export function loadWords(name: string, { isReporter, leads }: Load): string[] {
  const led = leads.map(({ key, severity, title }) =>
    [severity, title === undefined ? key : `${key} (${title})`]
      .filter((word) => word !== undefined)
      .join(' '),
  );
  return [
    ...(isReporter ? [`${name} reported this.`] : []),
    ...(led.length === 0 ? [] : [`${name} is commander of ${sentenceList(led)}.`]),
  ];
}

/** One press that declines and says why: "busy with INC-7". */
export function busyWith({ leads }: Load): string | undefined {
  return leads.length === 0 ? undefined : `busy with ${sentenceList(leads.map(({ key }) => key))}`;
}
