import { NotFound } from '../core/refused.ts';
import { cut } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { isKnown } from './entry.ts';
import type { StoredEntry } from './entry.ts';
import { placeWords } from './entry-words.ts';
import { CONTENT, redactable, redactionOf, saidAgain } from './redaction.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import { sentenceOf } from './sentences.ts';
import type { State } from './state.ts';

/** What of an entry can be blanked, each field with its words and where else they stand. */
export type RedactionPage = {
  strip: Strip;
  seq: number;
  sentence: string;
  action: string;
  fields: readonly {
    value: string;
    label: string;
    text: string;
    /** Other entries that say the same: numbers and addresses. */
    again: readonly { seq: number; href: string }[];
  }[];
  timeline: string;
  asksPassword: boolean;
};

type Reading = { now: string; zone: string; asksPassword: boolean };

/** @throws NotFound when the incident has no such entry */
export function redactionPage(
  state: State,
  seq: number,
  { now, zone, asksPassword }: Reading,
): RedactionPage {
  const entry = state.entries.find((one) => one.seq === seq);
  if (entry === undefined)
    throw new NotFound(`${state.key} has no entry ${String(seq)}. Its timeline shows them all.`);
  const number = numberOf(state);
  const timeline = href(paths.incidentTimeline, { number });
  return {
    strip: stripOf(state, 'Timeline', now, zone),
    seq,
    sentence: sentenceOf(entry, zone),
    action: href(paths.redaction, { number, seq }),
    fields: [
      ...redactable(entry).map(({ place, text }) => ({
        value: place,
        label: placeWords(place),
        text: cut(text, 400),
        again: saidAgain(state.entries, seq, [text]).map((other) => ({
          seq: other,
          href: href(paths.redaction, { number, seq: other }),
        })),
      })),
      ...contentField(state, entry),
    ],
    timeline,
    asksPassword,
  };
}

function contentField(state: State, entry: StoredEntry): RedactionPage['fields'] {
  if (!isKnown(entry) || entry.kind !== 'attachment-added') return [];
  if (redactionOf(state, entry.seq, CONTENT) !== undefined) return [];
  return [{ value: CONTENT, label: 'the file itself', text: entry.body.name, again: [] }];
}
