/** The summary that somebody reads who reads nothing else: what, when, for whom, why, and what ended it. */
import { capital, sentenceList } from '../core/text.ts';
import { countedIntervals } from '../incidents/impact.ts';
import { longDate } from './block-times.ts';
import type { BlockTimes } from './block-times.ts';
import type { Frame } from './frame.ts';
import { lengthText } from './frame.ts';
import { impactTotals } from './impact-blocks.ts';
import type { ImpactTotals } from './impact-blocks.ts';
import { NOTICED } from './told-incident.ts';
import type { Moment } from '../incidents/stamps.ts';
import { countWord } from './count-word.ts';
import { inSentence, typed } from '../core/typed-words.ts';

export function summaryBlock(frame: Frame): string {
  const times = frame.times();
  const totals = impactTotals(frame);
  const met = totals === undefined ? openedText(frame, times) : metText(frame, totals, times);
  return [met, causeText(frame), endText(frame), resolvedText(frame, times)]
    .filter((text) => text !== '')
    .join(' ');
}

/** "On 12 June 2023, from about 10:02 to 11:58 PDT …, 35 % of users met slow pages, in two spells of 1 h 48 min". */
function metText(frame: Frame, totals: ImpactTotals, times: BlockTimes): string {
  const intervals = countedIntervals(frame.state);
  const { from, to } = totals;
  const when = to === undefined ? `since ${times.about(from)}` : `from ${times.range(from, to)}`;
  // In a document of several days the times themselves carry their dates.
  const on = frame.document.isOneDay ? `On ${longDate(from.at, frame.document.zone)}, ` : '';
  const what = distinct(intervals.map(({ steps }) => inSentence(steps[0]?.statement ?? ''))).join('; ');
  const refs = frame.ref(...intervals.flatMap((one) => [one.from.seq, ...(one.to ? [one.to.seq] : [])]));
  return `${capital(`${on}${when}`)}, ${usersText(frame, totals)} met this: ${what}. ${lengthSentence(totals)} ${refs}.`;
}

function distinct(texts: readonly string[]): string[] {
  const seen = new Map(texts.map((text) => [text.toLowerCase(), text]));
  return [...seen.values()];
}

function usersText(frame: Frame, { percent }: ImpactTotals): string {
  const { services } = frame.state;
  const sizes = new Set(
    countedIntervals(frame.state).flatMap(({ steps }) => steps.map((step) => step.percent)),
  );
  const share =
    percent === undefined
      ? 'users (percent not recorded)'
      : `${sizes.size > 1 ? 'up to ' : ''}${percent} % of users`;
  return services.length === 0
    ? share
    : `${share} of ${sentenceList(services.map((slug) => typed(frame.service(slug))))}`;
}

function lengthSentence({ duration, span, spells, isOpen }: ImpactTotals): string {
  if (isOpen) return `It had gone on for ${duration} when the record ends`;
  return spells === 1
    ? `It lasted ${duration}`
    : `It came in ${countWord(spells)} spells of ${duration} together, inside ${span}`;
}

function openedText(frame: Frame, times: BlockTimes): string {
  const { openedAt, title } = frame.state;
  if (openedAt === undefined) return 'The record is empty.';
  return `On ${longDate(openedAt.at, frame.document.zone)}, at ${times.about({ ...openedAt })}, this was opened: ${typed(title)} ${frame.ref(openedAt.seq)}. No impact on users is recorded.`;
}

function causeText({ state, ref }: Frame): string {
  const causes = state.hypotheses.filter(({ status }) => status === 'confirmed');
  if (causes.length === 0) return 'No cause is confirmed.';
  const said = causes.map(
    ({ statement, settled }) => `${inSentence(statement)}${settled ? ` ${ref(settled.seq)}` : ''}`,
  );
  return `${causes.length === 1 ? 'The cause' : 'The causes'}: ${said.join('; ')}.`;
}

/** Changes that worked and stayed, up to the end of the impact. That they ended it is for people to say. */
function endText({ state, ref }: Frame): string {
  const end = state.stamps.mitigatedAt;
  const worked = state.changes.filter(
    ({ finished, undone, started }) =>
      finished?.outcome === 'worked' && !undone && (end === undefined || started.at <= end.at),
  );
  if (worked.length === 0) return 'No change is recorded that worked.';
  const said = worked.map(
    ({ what, finished }) => `${inSentence(what)}${finished ? ` ${ref(finished.seq)}` : ''}`,
  );
  return `${end === undefined ? 'What worked' : 'It ended after this'}: ${said.join('; then ')}.`;
}

function resolvedText({ state, ref }: Frame, times: BlockTimes): string {
  const { resolvedAt, detectedAt, cancelledAt } = state.stamps;
  if (cancelledAt) return `It was cancelled at ${times.at(cancelledAt.at)} ${ref(cancelledAt.seq)}.`;
  if (!resolvedAt) return 'It was not resolved when the record ends.';
  const isAfter = detectedAt !== undefined && detectedAt.at <= resolvedAt.at;
  const after = isAfter ? `, ${lengthText(detectedAt, resolvedAt)} after it was detected` : '';
  return `It was resolved at ${times.at(resolvedAt.at)}${after} ${ref(resolvedAt.seq)}.`;
}

export function detectionBlock(frame: Frame): string {
  const times = frame.times();
  return [...noticedTexts(frame, times), acknowledgedText(frame, times)].join(' ');
}

function noticedTexts(frame: Frame, times: BlockTimes): string[] {
  const { detection, openedAt } = frame.state;
  if (openedAt === undefined) return ['Nothing is recorded.'];
  if (detection === undefined) return [openingText(frame, openedAt, times)];
  const said = detection.text === undefined ? '' : `: ${inSentence(detection.text)}`;
  const at = times.about({ ...detection.at });
  const noticed = `${capital(NOTICED[detection.by])} at ${at}${afterImpact(frame)}${said} ${frame.ref(detection.at.seq)}.`;
  const { reportedBy } = frame.state;
  if (reportedBy === undefined) return [noticed];
  const who = capital(frame.who(reportedBy, openedAt.at));
  return [noticed, `${who} reported it at ${times.about({ ...openedAt })} ${frame.ref(openedAt.seq)}.`];
}

/** What is known without anybody having said how it was noticed: how the record began. */
function openingText(frame: Frame, openedAt: Moment, times: BlockTimes): string {
  const { reportedBy, how } = frame.state;
  const at = `at ${times.about({ ...openedAt })}${afterImpact(frame)} ${frame.ref(openedAt.seq)}`;
  if (reportedBy !== undefined)
    return `${capital(frame.who(reportedBy, openedAt.at))} reported it ${at}. How it was noticed first is not recorded.`;
  if (how === 'alert') return `An alert opened the record ${at}.`;
  return `How it was noticed is not recorded; the record begins ${at}.`;
}

function afterImpact({ state: { stamps } }: Frame): string {
  const { impactBeganAt, detectedAt } = stamps;
  if (!impactBeganAt || !detectedAt) return '';
  if (detectedAt.at < impactBeganAt.at)
    return `, ${lengthText(detectedAt, impactBeganAt)} before the impact began`;
  return detectedAt.at === impactBeganAt.at
    ? ', when the impact began'
    : `, ${lengthText(impactBeganAt, detectedAt)} after the impact began`;
}

function acknowledgedText(frame: Frame, times: BlockTimes): string {
  const first = frame.entries.find((entry) => entry.kind === 'acknowledged');
  if (first === undefined) return 'Nobody acknowledged it.';
  const { detectedAt } = frame.state.stamps;
  const isLater = detectedAt !== undefined && detectedAt.at < first.occurredAt;
  const later = isLater
    ? `, ${lengthText(detectedAt, { at: first.occurredAt, precision: first.precision })} later`
    : '';
  const who = capital(frame.who(first.actor, first.occurredAt));
  return `${who} acknowledged it at ${times.at(first.occurredAt)}${later} ${frame.ref(first.seq)}.`;
}
