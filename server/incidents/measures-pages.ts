import type { Instant } from '../core/clock.ts';
import { clockWithUtc, dateText, sameLocalDay } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { MEASURES, valueText, type End, type Measure } from './measure.ts';
import { measuresOf, notComparable } from './measures.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { Provenance } from './stamps.ts';
import type { State } from './state.ts';

/** What an incident took, each measure with the two ends that it is made of. */
export type MeasuresPage = {
  strip: Strip;
  /** Why its figures stay out of every comparison. */
  apart: string | undefined;
  rows: readonly MeasureRow[];
};

export type MeasureRow = {
  label: string;
  value: string;
  /** Whether it has no value: what stands there then says why. */
  isMissing: boolean;
  ends: readonly { words: string; href: string }[];
  note: string | undefined;
};

export function measuresPage(state: State, { now, zone }: { now: Instant; zone: string }): MeasuresPage {
  return {
    strip: stripOf(state, 'Measures', now, zone),
    apart: notComparable(state),
    rows: measuresOf(state, now).map((measure) => rowOf(measure, state, zone)),
  };
}

function rowOf(measure: Measure, state: State, zone: string): MeasureRow {
  return {
    label: MEASURES[measure.name],
    value: valueText(measure),
    isMissing: !('seconds' in measure.result),
    ends: measure.ends.map((end) => ({
      words: endText(end, state, zone),
      href: href(paths.incidentEntry, { number: numberOf(state), seq: end.moment.seq }),
    })),
    note: measure.note,
  };
}

const PROVENANCES: Readonly<Record<Provenance, string>> = {
  auto: '',
  typed: 'typed',
  imported: 'imported',
  corrected: 'corrected',
};

/** "impact began 10:05 PDT (17:05Z), about, typed #4". */
function endText({ what, moment }: End, state: State, zone: string): string {
  const day =
    state.openedAt === undefined || sameLocalDay(moment.at, state.openedAt.at, zone)
      ? ''
      : `${dateText(moment.at, zone)}, `;
  const about = moment.precision === 'about' ? 'about' : '';
  const notes = [about, PROVENANCES[moment.provenance]].filter((note) => note !== '');
  return [`${what} ${day}${clockWithUtc(moment.at, zone)}`, ...notes, `#${String(moment.seq)}`].join(', ');
}
