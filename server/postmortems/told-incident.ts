/** The words of a timeline for the incident as a whole: how it began, how bad it was, what users met. */
import { durationText } from '../core/time.ts';
import { counted } from '../core/text.ts';
import { isHigher } from '../incidents/severity-table.ts';
import { countedIntervals, intervalOf } from '../incidents/impact.ts';
import type { Interval } from '../incidents/impact.ts';
import { RELATION_WORDS } from '../incidents/links.ts';
import type { Effective } from '../incidents/state.ts';
import type { Frame } from './frame.ts';
import { sizeText } from './impact-size.ts';
import type { Told } from './told.ts';
import { inSentence, typed, typedShort } from '../core/typed-words.ts';

export const TOLD_INCIDENT: Told<
  | 'incident-opened'
  | 'details-changed'
  | 'services-changed'
  | 'label-changed'
  | 'link-changed'
  | 'merged-into'
  | 'merge-received'
  | 'status-changed'
  | 'acknowledged'
  | 'detection-set'
  | 'severity-set'
  | 'impact-opened'
  | 'impact-changed'
  | 'impact-closed'
  | 'impact-withdrawn'
  | 'number-recorded'
  | 'exit-criteria-set'
  | 'exit-criterion-changed'
> = {
  'incident-opened': (entry, frame) => {
    const { how, title, reportedBy } = entry.body;
    const who = frame.who(reportedBy ?? entry.actor, entry.occurredAt);
    if (how === 'reported') return `${who} reported: ${typed(title)}`;
    if (how === 'declared') return `${who} opened the incident: ${typed(title)}`;
    return how === 'alert' ? `opened by an alert: ${typed(title)}` : `opened: ${typed(title)}`;
  },
  'details-changed': ({ body }) =>
    `${body.field === 'homeZone' ? 'home zone' : body.field} changed to: ${typedShort(body.to, 200)}`,
  'services-changed': ({ body }, frame) => {
    const names = (slugs: readonly string[]) => slugs.map((slug) => typed(frame.service(slug))).join(', ');
    const parts = [
      body.added.length > 0 ? `also affected: ${names(body.added)}` : '',
      body.removed.length > 0 ? `not affected: ${names(body.removed)}` : '',
    ];
    return parts.filter((part) => part !== '').join('; ');
  },
  'label-changed': ({ body: { label, on } }) => `label ${on ? 'added' : 'taken away'}: ${typed(label)}`,
  'link-changed': ({ body: { relation, target, title, on } }) => {
    const what = `${RELATION_WORDS[relation]} ${typed(target)}${title === undefined ? '' : ` (${typed(title)})`}`;
    return on ? `this ${what}` : `no longer said that this ${what}`;
  },
  'merged-into': ({ body }) => `merged into ${body.key}: ${inSentence(body.reason)}`,
  'merge-received': ({ body: { key, title } }) =>
    `the same was seen as ${key}${title === undefined ? '' : ` (${typed(title)})`}`,
  'status-changed': statusWords,
  acknowledged: (entry, frame) => {
    const verdicts = { real: 'real', 'not-real': 'not real', 'not-sure': 'not sure yet' };
    return `${frame.who(entry.actor, entry.occurredAt)} acknowledged it: ${verdicts[entry.body.verdict]}`;
  },
  'detection-set': ({ body }) =>
    NOTICED[body.by] + (body.text === undefined ? '' : `: ${inSentence(body.text)}`),
  'severity-set': ({ body: { from, to, stage, reason } }) => {
    const because = reason === undefined ? '' : `: ${inSentence(reason)}`;
    if (stage === 'final') return `final severity ${to}${because}`;
    if (from === undefined || from === to) return `severity ${to}${because}`;
    return `severity ${isHigher(to, from) ? 'raised' : 'lowered'} from ${from} to ${to}${because}`;
  },
  'impact-opened': ({ body }, frame) => {
    const isFirst =
      frame.state.stamps.impactBeganAt?.seq === intervalOf(frame.state, body.intervalId)?.from.seq;
    return `impact began${isFirst ? '' : ' again'}: ${inSentence(body.statement)} (${sizeText(body)})`;
  },
  'impact-changed': ({ seq, body }, frame) => {
    const steps = intervalOf(frame.state, body.intervalId)?.steps ?? [];
    const index = steps.findIndex((step) => step.seq === seq);
    const [before, step] = [steps[index - 1], steps[index]];
    const size = sizeText(step ?? body);
    const words =
      step !== undefined && before?.statement !== step.statement ? `: ${inSentence(step.statement)}` : '';
    return `impact ${grewText(before?.percent, step?.percent)} ${size}${words}`;
  },
  'impact-closed': (entry, frame) => {
    const { signal, value, intervalId } = entry.body;
    return `${endingText(entry, frame, intervalId)}: ${inSentence(signal)}${value === undefined ? '' : ` ${typed(value)}`}`;
  },
  'impact-withdrawn': ({ body }) =>
    `impact withdrawn${body.statement === undefined ? '' : ` (${typed(body.statement)})`}: ${typed(body.reason)}`,
  'number-recorded': ({ body }) => figureText(body),
  'exit-criteria-set': ({ body }) => {
    const watch = body.watchSeconds === 0 ? '' : `, to hold for ${durationText(body.watchSeconds)}`;
    return `${counted(body.criteria.length, 'exit criterion', 'exit criteria')} set${watch}`;
  },
  'exit-criterion-changed': ({ body }, frame) => {
    const criterion = frame.state.exitCriteria?.criteria.find(({ id }) => id === body.criterionId);
    const text = typed(body.text ?? criterion?.text ?? body.criterionId);
    const value = body.value === undefined ? '' : ` (${typed(body.value)})`;
    return `${body.holds ? 'holds' : 'no longer holds'}: ${text}${value}`;
  },
};

/** How it came to our notice, as the beginning of a sentence. */
export const NOTICED = {
  alert: 'an alert fired',
  us: 'we noticed it ourselves',
  user: 'users told us',
  partner: 'a partner told us',
} as const;

function statusWords(entry: Effective<'status-changed'>, frame: Frame): string {
  const { from, to, reason, watchSeconds = 0 } = entry.body;
  const because = reason === undefined ? '' : `: ${inSentence(reason)}`;
  const severity = frame.state.severities.findLast((spell) => spell.seq <= entry.seq)?.severity;
  switch (to) {
    case 'detected':
      return `back to detected${because}`;
    case 'triage':
      return `declared${severity === undefined ? '' : ` as ${severity}`}${because}`;
    case 'investigating':
      if (from === 'resolved') return `opened again${because}`;
      return from === 'triage' ? `investigation began${because}` : `back to investigating${because}`;
    case 'mitigating':
      return from === 'monitoring' ? `back to mitigating${because}` : `mitigation began${because}`;
    case 'monitoring':
      return `monitoring began${watchSeconds === 0 ? '' : `, for ${durationText(watchSeconds)}`}${because}`;
    case 'resolved':
      return `resolved${criteriaText(frame)}${because}`;
    case 'review':
      return `review began${because}`;
    case 'closed':
      return `closed${because}`;
    case 'cancelled':
      return `cancelled${because}`;
    case 'merged':
      return `merged into another incident${because}`;
  }
}

/** "; all 3 exit criteria held": only what the record says. */
function criteriaText({ state }: Frame): string {
  const criteria = state.exitCriteria?.criteria ?? [];
  const held = criteria.filter(({ holds }) => holds).length;
  if (criteria.length === 0) return '';
  if (held === criteria.length)
    return `; ${criteria.length === 1 ? 'the exit criterion' : `all ${criteria.length} exit criteria`} held`;
  return `; ${held} of ${criteria.length} exit criteria held`;
}

function grewText(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined || before === after) return 'is now';
  return after > before ? 'grew to' : 'fell to';
}

/** Impact is intermittent as a rule: an end is the last one, one for now, or that of a part. */
function endingText(entry: Effective<'impact-closed'>, { state }: Frame, intervalId: string): string {
  const others = countedIntervals(state).filter(({ id }) => id !== intervalId);
  const end = entry.occurredAt;
  const isGoingOn = ({ from, to }: Interval) => from.at < end && (to === undefined || to.at > end);
  if (others.some(isGoingOn)) {
    const statement = intervalOf(state, intervalId)?.steps.at(-1)?.statement ?? '';
    return `a part of the impact ended (${typed(statement)})`;
  }
  return others.some(({ from }) => from.at > end) ? 'impact ended for the time being' : 'impact ended';
}

/** `Orders that failed: 2,140`; the unit is said unless the label says it. */
export function figureText({ label, value, unit }: { label: string; value: number; unit: string }): string {
  const isSaid = label.toLowerCase().includes(unit.trim().toLowerCase());
  return `${typed(label)}: ${numberText(value)}${isSaid ? '' : ` ${typed(unit)}`}`;
}

/** Figures with thousands apart: `2,140`. */
export function numberText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
