import { counted } from '../core/text.ts';
import { clockText, dateText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { Asked } from './questions.ts';

/** What people asked of a runbook while they followed it: what waits for its owner, and what was answered. */
export type QuestionsView = {
  /** "2 open questions, 1 answered"; undefined when nobody has asked anything. */
  words: string | undefined;
  open: readonly QuestionView[];
  answered: readonly QuestionView[];
  mayAnswer: boolean;
};

export type QuestionView = {
  anchor: string;
  /** "Unclear at \"Find the last change\"". */
  heading: string;
  text: string;
  /** "Ben Okafor, Monday 2 November 2026, 09:12 PST". */
  said: string;
  incident: { key: string; href: string };
  answer: { text: string; said: string; isMine: boolean } | undefined;
  action: string;
};

const PROBLEMS = {
  wrong: 'Wrong',
  missing: 'Something is missing',
  unclear: 'Unclear',
  'fits-none': 'No way fitted',
} as const;

export function questionsView(
  slug: string,
  asked: readonly Asked[],
  { zone, mayAnswer }: { zone: string; mayAnswer: boolean },
): QuestionsView {
  const views = asked.map((one) => questionView(slug, one, zone));
  const open = views.filter(({ answer }) => answer === undefined);
  const answered = views.filter(({ answer }) => answer !== undefined);
  return { words: wordsOf(open.length, answered.length), open, answered, mayAnswer };
}

function wordsOf(open: number, answered: number): string | undefined {
  if (open + answered === 0) return undefined;
  const first = open === 0 ? 'No open question' : counted(open, 'open question');
  return answered === 0 ? first : `${first}, ${String(answered)} answered`;
}

function questionView(slug: string, asked: Asked, zone: string): QuestionView {
  const { id, problem, step, text, by, at, key, answer } = asked;
  const said = (who: string, when: string) => `${who}, ${dateText(when, zone)}, ${clockText(when, zone)}`;
  return {
    anchor: `question-${id}`,
    heading: `${PROBLEMS[problem]} ${step === undefined ? 'in the whole runbook' : `at "${step}"`}`,
    text,
    said: said(by, at),
    incident: { key, href: asked.href },
    answer: answer && { text: answer.text, said: said(answer.by, answer.at), isMine: answer.isMine },
    action: href(paths.runbookAnswer, { slug, question: id }),
  };
}
