/** Figures in a text: those that the record has otherwise, and measures whose two ends nobody names. */
import { finding, type Finding } from './finding.ts';
import type { Line } from './line.ts';
import type { Linted } from './lint.ts';
import { secondsOfSpan, SPAN } from './written-span.ts';

/** What the record says of one measure, and the words by which a text names it: "impact duration", "outage". */
export type Figure = { names: readonly string[]; seconds: number; text: string };

export function figureFindings(linted: Linted): Finding[] {
  return [...differing(linted), ...withoutEnds(linted)];
}

function differing({ own, beside }: Linted): Finding[] {
  const figures = (beside.figures ?? []).map((figure) => ({ figure, patterns: patternsOf(figure) }));
  return own.flatMap((line) => {
    const found = figures.flatMap(({ figure, patterns }) => {
      const written = patterns
        .map((pattern) => pattern.exec(line.text)?.[1])
        .find((span) => span !== undefined);
      const seconds = written === undefined ? undefined : secondsOfSpan(written);
      if (written === undefined || seconds === undefined || isSame(line, seconds, figure)) return [];
      return [
        `"${written}" differs from the record, which says ${figure.text}. Take the record, or say why.`,
      ];
    });
    return found.slice(0, 1).map((sentence) => finding('PM509', line.number, sentence));
  });
}

/** The name before the span, or behind it: "outage lasted 90 min", "90 minutes of outage". */
function patternsOf({ names }: Figure): RegExp[] {
  const words = names.map((name) => name.replace(/[^\p{L}\p{N} -]/gu, '')).join('|');
  return [
    new RegExp(`\\b(?:${words})\\b[^.;\\d]{0,40}?\\b(${SPAN})(?![a-z])`, 'iu'),
    new RegExp(`\\b(${SPAN})(?![a-z])[^.;\\d]{0,20}?\\b(?:${words})\\b`, 'iu'),
  ];
}

/** Who writes "about two hours" rounds; else a minute, or a second below ten minutes, is the same. */
function isSame({ text }: Line, written: number, { seconds }: Figure): boolean {
  const isRounded = /\b(?:about|around|approximately|nearly|almost|roughly|some)\b|~/i.test(text);
  const exact = seconds < 600 ? 30 : 60;
  return Math.abs(written - seconds) <= (isRounded ? Math.max(exact, seconds * 0.1) : exact);
}

const MEAN = /\b(?:MTT[A-Z]{1,2}|MTBF|mean time (?:to|between))\b/;
const MEASURE = new RegExp(
  `\\btime to (?:detect|notice|acknowledge|identify|mitigate|resolve|recover|repair|restore)\\b[^.;\\d]{0,20}?\\b(?:${SPAN})(?![a-z])`,
  'i',
);
const ENDS =
  /\b(?:from|after|since|until|between|began|begin|start(?:ed)?|alert|detected|declared|page|impact)\b/i;

function withoutEnds({ own }: Linted): Finding[] {
  return own.flatMap((line) => {
    const mean = MEAN.exec(line.text)?.[0];
    if (mean !== undefined) {
      const sentence = `"${mean}" means something else in each house. Say from what to what: from the alert to the end of the impact.`;
      return [finding('PM510', line.number, sentence)];
    }
    const measure = MEASURE.exec(line.text)?.[0];
    if (measure === undefined || ENDS.test(line.text)) return [];
    return [finding('PM510', line.number, `"${measure}" has no ends. From what to what was it measured?`)];
  });
}
