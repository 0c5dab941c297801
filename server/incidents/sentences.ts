/** One sentence for each entry: what the timeline says. A body says all that its sentence needs. */
import { isKnown } from './entry.ts';
import type { Entry, Kind, StoredEntry } from './entry.ts';
import { ASSESSMENT_SENTENCES, HEAD_SENTENCES } from './sentences-head.ts';
import { ENGINE_SENTENCES } from './sentences-engine.ts';
import { PEOPLE_SENTENCES } from './sentences-people.ts';
import { RECORD_SENTENCES } from './sentences-record.ts';
import { RUN_SENTENCES } from './sentences-run.ts';
import { TASK_SENTENCES } from './sentences-tasks.ts';
import { THINKING_SENTENCES } from './sentences-thinking.ts';

/** A sentence about an entry; `zone` is the one in which it prints times. */
export type Sentence<K extends Kind> = (entry: Entry<K>, zone: string) => string;
export type Sentences<K extends Kind = Kind> = { [P in K]: Sentence<P> };

/** A kind without a sentence does not compile. */
const SENTENCES: Sentences = {
  ...HEAD_SENTENCES,
  ...ASSESSMENT_SENTENCES,
  ...PEOPLE_SENTENCES,
  ...RUN_SENTENCES,
  ...THINKING_SENTENCES,
  ...TASK_SENTENCES,
  ...RECORD_SENTENCES,
  ...ENGINE_SENTENCES,
};

/**
 * What an entry says, in one or two plain sentences without Markdown; times are printed in the zone given. An entry
 * of a kind that this server does not know is named by its kind.
 */
export function sentenceOf(entry: StoredEntry, zone: string): string {
  if (isKnown(entry)) return spoken(entry, zone);
  return `${entry.actor.name} recorded "${entry.kind.replaceAll('-', ' ')}", which this version does not know.`;
}

function spoken<K extends Kind>(entry: Entry<K>, zone: string): string {
  const sentence: Sentences[K] = SENTENCES[entry.kind];
  return sentence(entry, zone);
}
