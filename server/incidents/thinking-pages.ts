import type { Instant } from '../core/clock.ts';
import { clockText, durationText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { attachmentOf } from './attachments.ts';
import { spentSeconds, isActive } from './hypotheses.ts';
import type { Evidence } from './entry-fields.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';

/** A suspected cause as the run page shows it. */
export type HypothesisView = {
  id: string;
  statement: string;
  wouldClear: string | undefined;
  place: 'active' | 'parked' | 'ruled out' | 'confirmed';
  isOpen: boolean;
  /** "followed for 17 min", with a word when that is over its limit. */
  spent: string;
  facts: readonly {
    direction: string;
    text: string;
    url: string | undefined;
    /** The file that shows it. */
    file: { href: string; name: string } | undefined;
    by: string;
  }[];
};

export type ChangeView = {
  id: string;
  what: string;
  where: string;
  isTemporary: boolean;
  undo: string | undefined;
  started: string;
  outcome: string | undefined;
  undone: string | undefined;
  by: string;
};

/** A decision with who objected and what it rests on. */
export type DecisionView = {
  text: string;
  made: string;
  objections: readonly string[];
  because: readonly number[];
};

export function decisionViews(state: State, zone: string): DecisionView[] {
  return state.decisions.toReversed().map((decided) => ({
    text: decided.text,
    made: `${decided.by.name}, ${clockText(decided.at, zone)}`,
    objections: objectionTexts(decided),
    because: decided.because,
  }));
}

function objectionTexts({ askedForObjections, objections }: State['decisions'][number]): string[] {
  if (objections.length === 0)
    return askedForObjections ? ['objections were asked for, nobody objected'] : [];
  return objections.map(({ personName, personId, text }) => `${personName ?? personId} objected: ${text}`);
}

const OUTCOMES = {
  worked: 'worked',
  'no-effect': 'had no effect',
  worse: 'made it worse',
  unknown: 'outcome not known',
};

export function hypothesisViews(state: State, now: Instant, zone: string): HypothesisView[] {
  return state.hypotheses.map((hypothesis) => {
    const seconds = spentSeconds(hypothesis, now);
    const over = hypothesis.status === 'open' && seconds > hypothesis.limitSeconds;
    return {
      id: hypothesis.id,
      statement: hypothesis.statement,
      wouldClear: hypothesis.wouldClear,
      place: placeOf(hypothesis),
      isOpen: hypothesis.status === 'open',
      spent: `followed for ${durationText(seconds)} since ${clockText(hypothesis.opened.at, zone)}${over ? ', longer than its limit' : ''}`,
      facts: hypothesis.facts.map(({ direction, evidence, by }) => ({
        direction,
        text: evidenceText(evidence),
        url: evidence.url,
        file: fileOf(state, evidence),
        by: by.name,
      })),
    };
  });
}

function placeOf(hypothesis: State['hypotheses'][number]): HypothesisView['place'] {
  if (hypothesis.status === 'ruled-out') return 'ruled out';
  if (hypothesis.status === 'confirmed') return 'confirmed';
  return isActive(hypothesis) ? 'active' : 'parked';
}

function evidenceText(evidence: Evidence): string {
  return evidence.value === undefined ? evidence.text : `${evidence.text}: ${evidence.value}`;
}

function fileOf(state: State, { attachmentId: id }: Evidence): { href: string; name: string } | undefined {
  const file = id === undefined ? undefined : attachmentOf(state, id);
  if (file === undefined) return undefined;
  const number = numberOf(state);
  return { href: href(paths.incidentAttachment, { number, id: file.id }), name: file.name };
}

export function changeViews(state: State, zone: string): ChangeView[] {
  return state.changes.map((change) => ({
    id: change.id,
    what: change.what,
    where: change.where,
    isTemporary: change.temporary,
    undo: change.undo,
    started: clockText(change.started.at, zone),
    outcome:
      change.finished &&
      `${OUTCOMES[change.finished.outcome]} at ${clockText(change.finished.at, zone)}${change.finished.note === undefined ? '' : `: ${change.finished.note}`}`,
    undone: change.undone && `put back at ${clockText(change.undone.at, zone)}`,
    by: change.by.name,
  }));
}
