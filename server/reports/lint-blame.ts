/** Words that look for somebody to blame, where the report wants to know what people saw. */
import { finding, type Finding } from './finding.ts';
import type { Line } from './line.ts';
import type { Linted } from './lint.ts';
import { holding } from './section.ts';

export function blameFindings(linted: Linted): Finding[] {
  return [...blame(linted), ...personAsCause(linted), ...whyQuestions(linted)];
}

/** What is blame whoever is meant. */
const ALWAYS =
  /\b(?:(?:human|user|operator|pilot) error|careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|stupid(?:ly|ity)?|incompeten(?:t|ce)|lazy|inattenti(?:ve|on)|thoughtless(?:ly)?|should(?:n[\u2019']t| not)? have (?:been|known|seen|noticed|checked|asked|read|tested|looked)|ought to have|could easily|could simply|(?:is|was|were|are) (?:at fault|to blame))\b/i;
const NOBODY =
  /\b(?:nobody|no one|not|isn[\u2019']t|wasn[\u2019']t) (?:\w+ )?(?:is |was |were |are )?(?:at fault|to blame)\b/i;
/** A machine may fail to start; only of people it is blame. */
const OF_PEOPLE =
  /\b(?:should(?:n[\u2019']t| not)? have|failed to|forgot|forgotten|neglected to|did(?: not|n[\u2019']t) bother|ignored|overlooked|misread|mishandled|messed up|made (?:a|the|his|her|their) (?:mistake|error))\b/i;
const PEOPLE =
  /\b(?:he|she|they|we|you|i|nobody|no one|somebody|someone|who|engineers?|operators?|developers?|admins?|administrators?|responders?|commander|scribe|staff|on-call|people|persons?|colleagues?|teams?|crew|author|reviewers?|manager)\b/i;

function blame({ own, beside }: Linted): Finding[] {
  return own.flatMap((line) => {
    const word = blamingWord(line.text, beside.people ?? []);
    if (word === undefined) return [];
    const sentence = `"${word}" judges afterwards. What did they see then, and what made it the sensible thing to do?`;
    return [finding('PM502', line.number, sentence)];
  });
}

function blamingWord(text: string, people: readonly string[]): string | undefined {
  const always = ALWAYS.exec(text)?.[0];
  if (always !== undefined && !NOBODY.test(text)) return always;
  const found = OF_PEOPLE.exec(text);
  if (!found) return undefined;
  const before = text.slice(Math.max(0, found.index - 60), found.index);
  const clause = before.slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('; ')) + 1);
  return PEOPLE.test(clause) || people.some((name) => clause.includes(name)) ? found[0] : undefined;
}

const ROLE =
  '(?:an?|the|our|one of (?:our|the))? ?(?:(?:new|junior|senior|on-call|single|tired) )?(?:engineer|operator|developer|administrator|admin|colleague|employee|person|human|contractor|responder|intern|team member)s?';
const BY_ROLE = new RegExp(
  `\\b(?:caused|broken|triggered|introduced|deleted|misconfigured) by ${ROLE}\\b|\\bcause (?:was|is):? (?:that )?${ROLE}\\b`,
  'i',
);

function personAsCause({ sections, own, beside }: Linted): Finding[] {
  const cause = new Set(holding(sections, 'cause', 'trigger').flatMap(({ lines }) => lines));
  return own
    .filter((line) => BY_ROLE.test(line.text) || (cause.has(line) && isDeedOf(line, beside.people ?? [])))
    .map(({ number }) =>
      finding(
        'PM503',
        number,
        'A person is no cause. What triggered it, what else had to be true, and why did no check catch it?',
      ),
    );
}

const BROKE =
  /^ (?:accidentally |mistakenly |wrongly |inadvertently )?(?:deleted|dropped|broke|misconfigured|removed|disabled|caused|deployed|released|changed|ran|typed|pushed|merged|set|switched)\b/;

/** "Ana Ruiz deleted the table", in the part about the cause. */
function isDeedOf({ text }: Line, people: readonly string[]): boolean {
  return people.some((name) => {
    const at = text.indexOf(name);
    return (
      at !== -1 &&
      (BROKE.test(text.slice(at + name.length, at + name.length + 60)) ||
        /\b(?:caused|broken|triggered|introduced) by $/.test(text.slice(Math.max(0, at - 20), at)))
    );
  });
}

/** The first question of a part that asks for reasons or for somebody. */
function whyQuestions({ sections, own }: Linted): Finding[] {
  const said = new Set(own);
  return sections.flatMap(({ lines }) => {
    const line = lines.find(
      (one) =>
        said.has(one) &&
        /^(?:\d[.)] )?(?:why|who)\b[^?]{3,200}\?(?!\*)/i.test(one.text) &&
        !/\*[^*]+\?\*/.test(one.raw),
    );
    if (line === undefined) return [];
    const sentence =
      'Questions that begin with why or who are answered with reasons and names. Ask how, and what.';
    return [finding('PM505', line.number, sentence)];
  });
}
