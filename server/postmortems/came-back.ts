/** What was promised and is not done, while its cause is back. */
import { tellingWords } from '../incidents/alike.ts';
import type { Told } from '../incidents/similar.ts';

/** An open action item with the incident whose review promised it. */
export type Open = {
  number: number;
  key: string;
  text: string;
  incidentKey: string;
  services: readonly string[];
  cause: string | undefined;
};

const MOST = 3;
/** So many words of the cause must be there again: one is chance. */
const SAME_CAUSE = 2;

/** The open items of the same cause first, then those of the same service; at most three. */
export function cameBack(told: Told, open: readonly Open[]): readonly { item: Open; words: string }[] {
  const said = tellingWords([told.title, ...told.suspected].join(' '));
  return open
    .map((item) => {
      const cause = [...tellingWords(item.cause ?? '')].filter((word) => said.has(word)).length;
      const isCause = cause >= SAME_CAUSE;
      const isService = item.services.some((service) => told.services.includes(service));
      return { item, isCause, isService };
    })
    .filter(({ isCause, isService }) => isCause || isService)
    .toSorted((a, b) => Number(b.isCause) - Number(a.isCause) || b.item.number - a.item.number)
    .slice(0, MOST)
    .map(({ item, isCause }) => ({ item, words: backWords(item, isCause) }));
}

function backWords({ key, incidentKey }: Open, isCause: boolean): string {
  return isCause
    ? `The cause of ${incidentKey} may be back while ${key} is open`
    : `This service was hit in ${incidentKey}, and ${key} is still open`;
}
