/** Findings about the story as a whole: its cause, the length of its summary, what was learned. */
import { weightyWords } from './fact.ts';
import { finding, type Finding } from './finding.ts';
import type { Line } from './line.ts';
import type { Linted } from './lint.ts';
import { holding } from './section.ts';

export function storyFindings(linted: Linted): Finding[] {
  return [...singleCause(linted), ...longSummary(linted), ...nothingLearned(linted)];
}

/** One sentence as the whole cause is the place where looking stopped. */
function singleCause({ sections }: Linted): Finding[] {
  const causes = holding(sections, 'cause');
  const said = causes.flatMap(({ lines }) => lines).filter(({ text }) => text !== '');
  const [first] = said;
  if (first === undefined || holding(sections, 'trigger').length > 0) return [];
  const count = said.reduce((sum, { text }) => sum + sentencesIn(text), 0);
  if (count > 1) return [];
  return [
    finding(
      'PM504',
      first.number,
      'One sentence is rarely the whole cause. What triggered it? What else had to be true? Why did no check catch it?',
    ),
  ];
}

function sentencesIn(text: string): number {
  return text.split(/[.!?](?=\s|$)|;\s/).filter((part) => /\p{L}{2}/u.test(part)).length;
}

const MOST_WORDS = 80;

function longSummary({ sections, own }: Linted): Finding[] {
  const said = new Set(own);
  const lines = holding(sections, 'summary')
    .filter(({ names }) => !names.includes('impact') && !names.includes('timeline'))
    .flatMap((section) => section.lines.filter((line) => said.has(line)));
  const count = lines.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
  if (count <= MOST_WORDS) return [];
  return [
    finding(
      'PM512',
      lines[0]?.number,
      `The summary has ${String(count)} words. What happened, whom it met, why, and how it ended fit into ${String(MOST_WORDS)}.`,
    ),
  ];
}

/** From this share of its weighty words on, it says the same again. */
const SAME = 0.6;

function nothingLearned({ sections }: Linted): Finding[] {
  const lessons = holding(sections, 'lessons');
  const lines = lessons.flatMap((section) => section.lines).filter(isAnswered);
  const hindsight = holding(sections, 'well', 'badly', 'lucky').flatMap((section) => section.lines);
  const [first] = lines;
  const heading = lessons[0]?.heading?.number;
  // The heading "Lessons learned" often stands above what went well and what did not.
  if (first === undefined && lessons.length > 0 && hindsight.some(isAnswered)) return [];
  if (first === undefined) {
    return [
      finding(
        'PM514',
        heading,
        'It is not said what was learned. What do we know that we did not know before?',
      ),
    ];
  }
  const learned = weightyWords(lines.map(({ text }) => text).join(' '));
  const summary = weightyWords(
    holding(sections, 'summary')
      .flatMap((section) => section.lines.map(({ text }) => text))
      .join(' '),
  );
  const same = [...learned].filter((word) => summary.has(word)).length;
  if (learned.size < 3 || same / learned.size < SAME) return [];
  return [
    finding('PM514', first.number, 'What was learned says the same as the summary. What is new in it?'),
  ];
}

/** Says something, and is not a question that a draft left open. */
function isAnswered({ text, raw, kind }: Line): boolean {
  return text !== '' && kind !== 'heading' && !/^\W*\*[^*]+[?.]\*$/.test(raw.trim());
}
