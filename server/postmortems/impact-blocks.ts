/** What users met: each stretch of it with its size, and all of them together. */
import { durationText } from '../core/time.ts';
import { countedIntervals, impactSeconds, impactSpanSeconds } from '../incidents/impact.ts';
import type { ImpactStep, Interval } from '../incidents/impact.ts';
import { latest } from '../incidents/stamps.ts';
import type { Moment } from '../incidents/stamps.ts';
import { union, until } from '../incidents/spans.ts';
import type { BlockTimes } from './block-times.ts';
import type { Frame } from './frame.ts';
import { lengthText } from './frame.ts';
import { countWord } from './count-word.ts';
import { table } from './table.ts';
import { figureText, numberText } from './told-incident.ts';
import { capital } from '../core/text.ts';
import { cell, inSentence } from '../core/typed-words.ts';

/** The sizes of all impact together. `duration` counts time that several intervals share once. */
export type ImpactTotals = {
  duration: string;
  /** From the first beginning to the last end, quiet times included. */
  span: string;
  /** How many stretches there were, with quiet times between them. */
  spells: number;
  from: Moment;
  /** The last end; undefined while it is going on. */
  to: Moment | undefined;
  isOpen: boolean;
  isAbout: boolean;
  /** The highest share of users that was recorded. */
  percent: number | undefined;
};

export function impactTotals({ state, asOf }: Frame): ImpactTotals | undefined {
  const intervals = countedIntervals(state);
  const from = state.stamps.impactBeganAt;
  if (intervals.length === 0 || from === undefined) return undefined;
  const ends = intervals.flatMap(({ to }) => to ?? []);
  const isOpen = ends.length < intervals.length;
  const isAbout = intervals.some((one) => one.from.precision === 'about' || one.to?.precision === 'about');
  const percents = intervals.flatMap(({ steps }) => steps.flatMap(({ percent }) => percent ?? []));
  const words = (seconds: number) => durationText(seconds, isAbout ? 'about' : undefined);
  const spans = until(
    asOf,
    intervals.map((one) => ({ from: one.from.at, to: one.to?.at })),
  );
  return {
    duration: words(impactSeconds(state, asOf)),
    span: words(impactSpanSeconds(state, asOf)),
    spells: union(spans).length,
    from,
    to: isOpen ? undefined : latest(ends),
    isOpen,
    isAbout,
    percent: percents.length === 0 ? undefined : Math.max(...percents),
  };
}

export function impactBlock(frame: Frame): string {
  const totals = impactTotals(frame);
  if (totals === undefined) return ['No impact is recorded.', ...damage(frame)].join(' ');
  const times = frame.times();
  const rows = byBeginning(countedIntervals(frame.state)).flatMap((interval) =>
    intervalRows(interval, frame, times),
  );
  const text = [totalText(totals), ...damage(frame)].join(' ');
  return `${table(['From', 'To', 'Length', 'Users', 'What they met'], rows)}\n\n${text}`;
}

function byBeginning(intervals: readonly Interval[]): Interval[] {
  return intervals.toSorted((a, b) => (a.from.at < b.from.at ? -1 : a.from.at > b.from.at ? 1 : 0));
}

/** A row for each size that an interval had: where its size changed, one row ends and the next begins. */
function intervalRows(interval: Interval, frame: Frame, times: BlockTimes): string[][] {
  return interval.steps.map((step, index) => {
    const next = interval.steps[index + 1];
    const from = index === 0 ? interval.from : { at: step.at };
    const to = next === undefined ? interval.to : { at: next.at };
    const length = to === undefined ? `${lengthText(from, { at: frame.asOf })} so far` : lengthText(from, to);
    return [
      times.about(from),
      to === undefined ? 'going on' : times.about(to),
      length,
      cellSize(step),
      `${metText(interval, step, frame)} ${frame.ref(step.seq, ...endSeqs(interval, next))}`,
    ];
  });
}

function cellSize({ percent, users }: ImpactStep): string {
  const people = users === undefined ? [] : [`${numberText(users)} users`];
  return [percent === undefined ? 'percent not recorded' : `${percent} %`, ...people].join(', ');
}

function metText({ journey, service }: Interval, step: ImpactStep, frame: Frame): string {
  const where = [journey, service === undefined ? undefined : frame.service(service)].flatMap(
    (part) => part ?? [],
  );
  return where.length === 0
    ? capital(cell(step.statement))
    : `${capital(cell(step.statement))} (${where.map(cell).join(', ')})`;
}

function endSeqs({ to }: Interval, next: ImpactStep | undefined): number[] {
  return next === undefined && to !== undefined ? [to.seq] : [];
}

function totalText({ duration, span, spells, isOpen }: ImpactTotals): string {
  if (isOpen) return `${capital(duration)} of impact up to the end of the record; it had not ended then.`;
  if (duration === span && spells === 1) return `${capital(duration)} of impact, in one spell.`;
  return `Together ${duration} of impact in ${countWord(spells)} spells, inside ${span}.`;
}

/** Figures of the damage, and what the last updates say was lost. */
function damage(frame: Frame): string[] {
  const figures = frame.state.numbers.map((figure) => `${figureText(figure)} ${frame.ref(figure.seq)}.`);
  return [...(figures.length === 0 ? ['No figure of the damage is recorded.'] : figures), ...losses(frame)];
}

/** The same words to two audiences are one statement. */
function losses(frame: Frame): string[] {
  const said = frame.entries.flatMap((entry) =>
    entry.kind === 'update-sent' && entry.body.final && entry.body.loss !== undefined
      ? [{ loss: inSentence(entry.body.loss), seq: entry.seq }]
      : [],
  );
  return [...Map.groupBy(said, ({ loss }) => loss)].map(
    ([loss, same]) => `The last word on losses: ${loss} ${frame.ref(...same.map(({ seq }) => seq))}.`,
  );
}
