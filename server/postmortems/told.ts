/** Every kind of entry in the words of a timeline: half a sentence, without a capital, a full stop or a reference. */
import type { Kind } from '../incidents/entry.ts';
import type { Effective } from '../incidents/state.ts';
import type { Frame } from './frame.ts';
import { TOLD_ENGINE } from './told-engine.ts';
import { TOLD_INCIDENT } from './told-incident.ts';
import { TOLD_PEOPLE } from './told-people.ts';
import { TOLD_RECORD } from './told-record.ts';
import { TOLD_RUN } from './told-run.ts';
import { TOLD_TASKS } from './told-tasks.ts';
import { TOLD_THINKING } from './told-thinking.ts';

export type Told<K extends Kind = Kind> = { [P in K]: (entry: Effective<P>, frame: Frame) => string };

/** A kind without words does not compile. */
const TOLD: Told = {
  ...TOLD_INCIDENT,
  ...TOLD_PEOPLE,
  ...TOLD_RUN,
  ...TOLD_THINKING,
  ...TOLD_TASKS,
  ...TOLD_RECORD,
  ...TOLD_ENGINE,
};

export function toldWords<K extends Kind>(entry: Effective<K>, frame: Frame): string {
  const words: Told[K] = TOLD[entry.kind];
  return words(entry, frame);
}
