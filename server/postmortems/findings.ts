/** What a reader of a postmortem would ask: shown beside the text, and never in the way of saving it. */
import { MEASURES, valueText } from '../incidents/measure.ts';
import { measuresOf } from '../incidents/measures.ts';
import type { State } from '../incidents/state.ts';
import { finding, type Finding } from '../reports/finding.ts';
import { linesOf } from '../reports/line.ts';
import { lintReport } from '../reports/lint.ts';
import { readReport } from '../reports/report.ts';
import { PROMPTS } from './prompts.ts';
import { unsupportedStatements } from './unsupported.ts';

/** A finding with the line that it is about, as it is written. */
export type Asked = Finding & { quote: string | undefined };

/**
 * @param state the record that the text is about
 * @param today the day in the zone of whoever writes
 */
export function askedOf(text: string, state: State, today: string): Asked[] {
  const lines = linesOf(text);
  const beside = {
    today,
    figures: figuresOf(state),
    prompts: Object.values(PROMPTS),
    people: peopleOf(state),
  };
  const found = [
    // A text that was written here has its instants in its record, so its zones are no question.
    ...readReport(text, '').findings.filter(({ weight }) => weight !== 'question'),
    ...lintReport(text, beside),
    ...unsupportedStatements(text),
    ...unmentionedPins(text, state),
  ];
  return (
    found
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map((one) => ({ ...one, quote: one.line === undefined ? undefined : lines[one.line - 1]?.text }))
      // An action item is looked after on its own page, where its owner is asked.
      .filter(({ code, quote = '' }) => !(code.startsWith('PM4') && /^ACT-\d+ /.test(quote)))
  );
}

function figuresOf(state: State) {
  return measuresOf(state, state.latestAt).flatMap((measure) => {
    if (!('seconds' in measure.result)) return [];
    const { seconds } = measure.result;
    return [{ names: [MEASURES[measure.name].toLowerCase()], seconds, text: valueText(measure) }];
  });
}

function peopleOf({ people }: State): string[] {
  return people.map(({ name }) => name);
}

/** Somebody pinned it for the postmortem, and nothing says a word of it. */
function unmentionedPins(text: string, { pins }: State): Finding[] {
  return pins
    .filter((seq) => !text.includes(`#e${String(seq)})`))
    .map((seq) =>
      finding(
        'PM508',
        undefined,
        `Entry ${String(seq)} was pinned for the postmortem and is mentioned nowhere. Say what it meant, or take the pin off.`,
      ),
    );
}
