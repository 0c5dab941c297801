/** Findings about what a report holds and lacks. */
import { sentenceList } from '../core/text.ts';
import { severityOfPercent, SHIPPED } from '../incidents/severity-table.ts';
import { hasEnd, saysOver, weightyWords, type Facts } from './fact.ts';
import { finding, type Finding } from './finding.ts';
import type { Line } from './line.ts';
import type { Name } from './name.ts';
import type { Placed } from './placing.ts';
import { holding, wordsOf, type Section } from './section.ts';

type Content = {
  lines: readonly Line[];
  sections: readonly Section[];
  placed: readonly Placed[];
  facts: Facts;
};

export function contentFindings(content: Content): Finding[] {
  return [
    ...noDuration(content),
    ...noEnd(content),
    ...causeNotInSummary(content),
    ...unclearedPaths(content),
    ...namelessEscalations(content),
    ...endsTooSoon(content),
    ...noTrigger(content),
    ...noSeverity(content),
    ...noSpells(content),
    ...absentParts(content),
    ...repeatingConclusion(content),
  ];
}

function noDuration({ facts }: Content): Finding[] {
  if (facts.duration) return [];
  return [
    finding('PM301', undefined, 'No duration is said. How long did it last for the people who met it?'),
  ];
}

function noEnd({ lines, placed }: Content): Finding[] {
  if (hasEnd(lines, placed)) return [];
  return [
    finding(
      'PM302',
      undefined,
      'No end is said: neither mitigated nor resolved has a time. When was it over?',
    ),
  ];
}

const BECAUSE =
  /\b(?:because|caused|due to|root cause|as a result of|triggered by|resulted from|stemmed from|introduced|owing to)\b/i;

function causeNotInSummary({ sections }: Content): Finding[] {
  const summary = holding(sections, 'summary');
  const words = wordsOf(summary);
  if (summary.length === 0 || BECAUSE.test(words)) return [];
  const inBoth = common(weightyWords(words), weightyWords(wordsOf(holding(sections, 'cause'))));
  if (inBoth >= 4) return [];
  return [
    finding(
      'PM303',
      summary[0]?.heading?.number,
      'The summary does not name the cause. One sentence is enough: what broke, and why.',
    ),
  ];
}

function unclearedPaths({ facts }: Content): Finding[] {
  return facts.wrongPaths
    .filter(({ hasTime, isCleared }) => !hasTime || !isCleared)
    .map(({ value, line, hasTime, isCleared }) => {
      const lacks = [...(hasTime ? [] : ['when it was followed']), ...(isCleared ? [] : ['what cleared it'])];
      return finding(
        'PM304',
        line.number,
        `Of the misleading path "${value.replace(/\.$/, '')}" it is not said ${sentenceList(lacks)}.`,
      );
    });
}

function namelessEscalations({ facts }: Content): Finding[] {
  return facts.escalations
    .filter(({ hasTime, hasPerson }) => !hasTime && !hasPerson)
    .map(({ line }) =>
      finding(
        'PM305',
        line.number,
        'The escalation has no time and names nobody. Who was asked, when, and who took it?',
      ),
    );
}

function endsTooSoon({ placed }: Content): Finding[] {
  const timed = placed.filter(({ time }) => time?.clock !== undefined || time?.elapsed !== undefined);
  const last = timed.at(-1);
  if (last === undefined || timed.some(({ text }) => saysOver(text))) return [];
  return [
    finding(
      'PM306',
      last.first.number,
      'The timeline ends before it was resolved. What happened after this line?',
    ),
  ];
}

const TRIGGER =
  /\b(?:triggers?|triggered|releases? [\w.]*\d|deploy(?:ed|ing|ment of)|rolled out|roll-?out|pushed|upgrad\w+|migrat\w+|merged|chang(?:e|ed) (?:from|to|at|on|by|in|made|set)|cut|introduced|flipped|enabled|expired|ran out|failed over|went live|goes live|went out|switched (?:on|off)|started to)\b/i;

function noTrigger({ sections, placed }: Content): Finding[] {
  const told = [
    wordsOf(holding(sections, 'cause', 'trigger', 'lead-up', 'summary')),
    ...placed.map(({ text }) => text),
  ];
  if (holding(sections, 'trigger').some(({ lines }) => lines.some(({ text }) => text !== ''))) return [];
  if (told.some((text) => TRIGGER.test(text))) return [];
  const sentence = 'No trigger is said: what changed so that it began, and when?';
  return [finding('PM307', holding(sections, 'cause')[0]?.heading?.number, sentence)];
}

function noSeverity({ facts, sections }: Content): Finding[] {
  if (facts.severity) return [];
  const percent = facts.percent?.value;
  const meets = percent === undefined ? undefined : severityOfPercent(SHIPPED, percent);
  const fails = /\b(?:purchases?|payments?|checkout|sign(?:ing)? in|login|log in|orders?)\b/i.test(
    wordsOf(holding(sections, 'summary', 'impact')),
  );
  const test = fails ? ` with failed purchases or sign-ins` : '';
  const offer = meets === undefined ? '' : ` ${String(percent)} %${test} meets the test of ${meets}.`;
  return [finding('PM308', facts.percent?.line.number, `No severity is said.${offer}`)];
}

function noSpells({ lines, sections, placed }: Content): Finding[] {
  const line = lines.find(({ text }) => /\bintermittent(?:ly)?\b|\bon and off\b/i.test(text));
  if (line === undefined) return [];
  const rows = holding(sections, 'impact').flatMap((section) =>
    section.lines.filter(({ kind }) => kind === 'row'),
  );
  const began = placed.filter(({ text }) =>
    /\b(?:impact|errors?|outage|problem) (?:began|started|returned|came back)\b/i.test(text),
  );
  if (rows.length > 2 || began.length > 1) return [];
  return [
    finding(
      'PM309',
      line.number,
      'It says intermittent and gives no spells. From when to when was it bad each time?',
    ),
  ];
}

const EXPECTED: readonly (readonly [Name, string])[] = [
  ['people', 'responders'],
  ['lead-up', 'lead-up'],
  ['well', 'what went well'],
  ['lucky', 'where we were lucky'],
  ['updates', 'communication'],
];

/** Parts that Muster drafted are there, whatever stands over them. */
function absentParts({ lines, sections }: Content): Finding[] {
  const drafted = lines.flatMap(({ raw }) => /<!-- muster:block ([a-z-]+)/.exec(raw)?.[1] ?? []);
  const missing = EXPECTED.filter(
    ([name]) => holding(sections, name).length === 0 && !drafted.includes(name),
  );
  if (missing.length === 0) return [];
  return [finding('PM310', undefined, `Not present: ${sentenceList(missing.map(([, words]) => words))}.`)];
}

const CONCLUDING = /^(?:in conclusion|to conclude|in summary|to sum up|in closing)\b/i;

function repeatingConclusion({ lines, sections }: Content): Finding[] {
  const own = holding(sections, 'conclusion').flatMap((section) => section.lines);
  const line = own.find(({ kind }) => kind === 'text') ?? lines.find(({ text }) => CONCLUDING.test(text));
  if (line === undefined) return [];
  const words = weightyWords(own.length > 0 ? own.map(({ text }) => text).join(' ') : line.text);
  const before = weightyWords(
    lines
      .slice(0, line.number - 1)
      .map(({ text }) => text)
      .join(' '),
  );
  if (words.size === 0 || common(words, before) / words.size < REPEATED) return [];
  return [
    finding(
      'PM501',
      line.number,
      'The conclusion repeats what stands above. "What we learned" would say more.',
    ),
  ];
}

/** From this share of its weighty words on, a conclusion says nothing new. */
const REPEATED = 0.6;

function common(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return [...some].filter((word) => others.has(word)).length;
}
