/** What the band shows of the incident, one stretch or moment each, with its words and its entry. */
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import type { Change } from './changes.ts';
import type { Severity } from './entry-fields.ts';
import { askedText, type EscalationRequest } from './escalation-requests.ts';
import { isActive, type Hypothesis } from './hypotheses.ts';
import type { Interval } from './impact.ts';
import { sentenceOf } from './sentences.ts';
import { sizeText } from './sentence-parts.ts';
import type { Spell } from './spans.ts';
import type { Moment } from './stamps.ts';
import type { Effective } from './state.ts';

/** What became of something, told by a shape besides the words. */
export type Sign = 'yes' | 'no' | 'unsure' | 'unexpected' | 'skipped' | 'sent';

export type BandItem = {
  seq: number;
  from: Instant;
  /** None while it goes on; of a mark the same as `from`. */
  to: Instant | undefined;
  isAbout: boolean;
  /** The words in the picture, cut where there is no room. */
  label: string;
  /** The words for its link and for the table. */
  told: string;
  sign?: Sign | undefined;
  severity?: Severity;
  /** The stretches of it in which somebody worked on it, where that is less than the whole. */
  worked?: readonly Spell[];
};

const TOLD_LENGTH = 70;

/** What began at a moment, with its words. */
export function begun(
  { at, precision, seq }: Pick<Moment, 'at' | 'precision' | 'seq'>,
  label: string,
): Omit<BandItem, 'to'> {
  return { seq, from: at, isAbout: precision === 'about', label, told: cut(label, TOLD_LENGTH) };
}

export function impact({ from, to, steps }: Interval): BandItem {
  const percents = steps.flatMap(({ percent }) => percent ?? []);
  const size = sizeText(percents.length === 0 ? undefined : Math.max(...percents), undefined);
  const words = [steps[0]?.statement ?? '', size].filter((part) => part !== '').join(', ');
  return { ...begun(from, words), to: to?.at };
}

export function asked(request: EscalationRequest): BandItem {
  const { requested, accepted, withdrawn } = request;
  const sign = accepted ? 'yes' : withdrawn ? 'skipped' : undefined;
  const words = `${askedText(request)}: ${outcomeOf(request)}`;
  return { ...begun(requested, words), to: accepted?.at ?? withdrawn?.at, sign };
}

function outcomeOf(request: EscalationRequest): string {
  const { accepted, withdrawn, exhausted } = request;
  if (accepted) return accepted.name === askedText(request) ? 'accepted' : `accepted by ${accepted.name}`;
  if (withdrawn) return 'withdrawn';
  return exhausted === undefined ? 'no answer yet' : 'nobody is left to ask';
}

const PLACES = { open: undefined, confirmed: 'yes', 'ruled-out': 'no' } as const;

export function suspected(hypothesis: Hypothesis): BandItem {
  const { statement, opened, settled, spells, status } = hypothesis;
  const words = `${placeOf(hypothesis)}: ${statement}`;
  return { ...begun(opened, words), to: settled?.at, sign: PLACES[status], worked: spells };
}

function placeOf(hypothesis: Hypothesis): string {
  if (hypothesis.status === 'ruled-out') return 'ruled out';
  if (hypothesis.status === 'confirmed') return 'confirmed';
  return isActive(hypothesis) ? 'open' : 'parked';
}

const OUTCOMES = {
  worked: { words: 'worked', sign: 'yes' },
  'no-effect': { words: 'no effect', sign: 'no' },
  worse: { words: 'made it worse', sign: 'unexpected' },
  unknown: { words: 'outcome not known', sign: 'unsure' },
} as const;

export function changed({ what, started, finished }: Change): BandItem {
  const outcome = finished && OUTCOMES[finished.outcome];
  const words = `${outcome?.words ?? 'under way'}: ${what}`;
  return { ...begun(started, words), to: finished?.at, sign: outcome?.sign };
}

const MATCHED = { yes: 'yes', no: 'unexpected', unsure: 'unsure' } as const;

export function step(entry: Effective, zone: string): BandItem[] {
  if (entry.kind === 'step-answered') return [mark(entry, zone, MATCHED[entry.body.matched])];
  return entry.kind === 'step-skipped' ? [mark(entry, zone, 'skipped')] : [];
}

export function update(entry: Effective, zone: string): BandItem[] {
  return entry.kind === 'update-sent' ? [mark(entry, zone, 'sent')] : [];
}

function mark(entry: Effective, zone: string, sign: Sign): BandItem {
  const { seq, occurredAt: at, precision } = entry;
  const [sentence = ''] = sentenceOf(entry, zone).split('\n');
  return { ...begun({ at, precision, seq }, sentence), to: at, sign };
}
