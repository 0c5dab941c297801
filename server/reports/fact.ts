/** What a report says in its sentences, and no more than that: each fact with the line that says it. */
import type { Line } from './line.ts';
import { holding, type Section } from './section.ts';
import type { Placed } from './placing.ts';
import { DURATIONS } from './written-span.ts';

export type Fact<T> = { value: T; line: Line };

/** A suspicion that led nowhere. */
export type WrongPath = Fact<string> & { hasTime: boolean; isCleared: boolean };

export type Escalation = Fact<string> & { hasTime: boolean; hasPerson: boolean };

export type Facts = {
  percent: Fact<number> | undefined;
  duration: Fact<string> | undefined;
  severity: Fact<string> | undefined;
  wrongPaths: WrongPath[];
  escalations: Escalation[];
};

export function factsIn(
  lines: readonly Line[],
  sections: readonly Section[],
  placed: readonly Placed[],
): Facts {
  const about = holding(sections, 'summary', 'impact', 'figures').flatMap((section) => section.lines);
  const opening = lines.slice(0, 40);
  return {
    percent: firstIn(about, PERCENT, ([, number]) => Number(number)),
    duration: durationIn([
      ...about,
      ...opening.filter(({ text }) => /\b(?:duration|impact|downtime)\b/i.test(text)),
    ]),
    severity: firstIn(lines.map(withData), SEVERITY, ([whole]) => whole),
    wrongPaths: wrongPaths(sections, placed),
    escalations: escalations(sections, placed),
  };
}

const PERCENT = /(\d{1,3}(?:\.\d{1,2})?) ?(?:%|percent|per cent)(?! (?:cpu|memory|disk))/i;
const SEVERITY =
  /\b(?:sev(?:erity)?[ :#-]{0,3}(?:level )?[0-5]|p[0-4]|(?:severity|priority)[ :]{1,2}(?:critical|high|major|medium|low|minor|[0-5]))\b/i;

function durationIn(lines: readonly Line[]): Fact<string> | undefined {
  for (const pattern of DURATIONS) {
    const found = firstIn(lines, pattern, ([, span = '']) => span);
    if (found) return found;
  }
  return undefined;
}

/** Data before the text says its severity as well. */
function withData(line: Line): Line {
  return line.kind === 'data' ? { ...line, text: line.raw } : line;
}

function firstIn<T>(
  lines: readonly Line[],
  pattern: RegExp,
  value: (found: RegExpExecArray) => T,
): Fact<T> | undefined {
  for (const line of lines) {
    const found = pattern.exec(line.text);
    if (found) return { value: value(found), line };
  }
  return undefined;
}

const MISLED =
  /\b(?:misleading|red herrings?|false leads?|ruled out|wrongly (?:suspected|blamed)|(?:initially|first|originally)(?: (?:we|they|it was|the team|everybody|responders))? (?:suspected|thought|believed|assumed))\b/i;
const CLEARED =
  /\b(?:ruled out|cleared|eliminated|excluded|dismissed|because|since|showed|turned out|disproved|as its|proved)\b/i;
const CLOCK = /\b\d{1,2}[:.h]\d{2}\b/;

/** Suspicions of a section of their own; else those of sentences that name one as such. */
function wrongPaths(sections: readonly Section[], placed: readonly Placed[]): WrongPath[] {
  const own = holding(sections, 'misleading').flatMap(({ lines }) => lines);
  if (own.length > 0) return [...pathRows(own), ...own.filter(({ kind }) => kind === 'item').map(pathItem)];
  return placed
    .filter(({ text }) => MISLED.test(text))
    .flatMap(({ first, text, time }) => {
      const told = {
        line: first,
        hasTime: time !== undefined || CLOCK.test(text),
        isCleared: CLEARED.test(text),
      };
      return pathsNamed(text).map((value) => ({ ...told, value }));
    });
}

function pathRows(lines: readonly Line[]): WrongPath[] {
  const [, ...rows] = lines.filter(({ kind }) => kind === 'row');
  return rows.map((line) => ({
    line,
    value: line.cells[0] ?? '',
    hasTime: CLOCK.test(line.text),
    isCleared: line.cells.length > 2 && (line.cells.at(-1) ?? '') !== '',
  }));
}

function pathItem(line: Line): WrongPath {
  return { line, value: line.text, hasTime: CLOCK.test(line.text), isCleared: CLEARED.test(line.text) };
}

/** "included a suspected issue with the gateway and a potential database bottleneck" names two. */
function pathsNamed(sentence: string): string[] {
  const listed = /\b(?:included?|including|were|such as):? ([^.]{3,300})/i.exec(sentence)?.[1];
  if (listed === undefined) return [sentence];
  return listed
    .split(/,? and |, /)
    .map((path) =>
      path
        .trim()
        .replace(
          /^(?:an? |the )?(?:suspected |potential |possible |apparent )?(?:(?:issue|problem|fault)s? (?:with|in) )?(?:an? |the )?/i,
          '',
        ),
    )
    .filter((path) => path !== '');
}

const ESCALATED = /\b(?:escalat(?:ed|es|ion)|paged|called in|brought in)\b/i;
/** Two names with capitals, or somebody's handle. "Platform Team" is nobody. */
const PERSON =
  /(?<!^)\b\p{Lu}\p{Ll}+ (?:\p{Lu}\. )?(?!(?:Team|Group|Desk|Support|Operations|Engineering|Service|Services|Department|Platform|Infrastructure|Database|Network|Security)\b)\p{Lu}\p{Ll}+(?! team| service)|@\w+/u;

function escalations(sections: readonly Section[], placed: readonly Placed[]): Escalation[] {
  const own = holding(sections, 'escalations').flatMap(({ lines }) =>
    lines.filter(({ kind }) => kind === 'item'),
  );
  const told = placed
    .filter(({ text }) => ESCALATED.test(text))
    .map(({ first, text, time }) => ({ line: first, text, hasTime: time !== undefined }));
  return [...told, ...own.map((line) => ({ line, text: line.text, hasTime: false }))].map(
    ({ line, text, hasTime }) => ({
      value: text,
      line,
      hasTime: hasTime || CLOCK.test(text),
      hasPerson: PERSON.test(text),
    }),
  );
}

const OVER =
  /\b(?:resolved|mitigated|recovered|recovery (?:is |was )?(?:complete|confirmed)|restored|impact (?:had )?ended|back to normal|all clear|fully operational|stabili[sz]ed|(?:incident|issue) (?:is |was )?(?:closed|over|fixed)|(?:is|are|was|were|came) (?:back|up|healthy|reachable)(?: again)?(?! to)|(?:runs?|works?|working) again|[;,:.] (?:fixed|resolved)|return(?:ed|s|ing)? to normal|normal levels)\b/i;

/** Whether a sentence says that it was over. "The cause was resolved to be" is rare enough. */
export function saysOver(text: string): boolean {
  return OVER.test(text);
}

/** Whether the end has a time: a line of the timeline, or a fact such as "End: 11:58". */
export function hasEnd(lines: readonly Line[], placed: readonly Placed[]): boolean {
  const told = placed.some(
    ({ time, text }) => (time?.clock !== undefined || time?.elapsed !== undefined) && saysOver(text),
  );
  const named =
    /^(?:incident |outage |time |impact )?(?:end|ended|end time|resolved|resolution time|mitigated|recovered|to)(?: at)?\b[^:]{0,20}:.*\d[:.h]\d{2}/i;
  const ranged = holdingRange(lines);
  return told || ranged || lines.some(({ text }) => named.test(text));
}

/** "from 10:02 to 11:58" among the first lines. */
function holdingRange(lines: readonly Line[]): boolean {
  return lines
    .slice(0, 60)
    .some(({ text }) =>
      /\d{1,2}:\d{2}[^.]{0,40}\b(?:to|until|through|and)\b|\d{1,2}:\d{2}[^.\n]{0,24}[-\u2013\u2014] ?[^.\n]{0,24}\d{1,2}:\d{2}/i.test(
        text,
      ),
    );
}

/** Words of some weight, shortened so that "caching" is "cache" and "misconfigured" is "misconfiguration". */
export function weightyWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return new Set(words.filter((word) => !LIGHT.has(word)).map((word) => word.slice(0, 5)));
}

const LIGHT = new Set(
  'their there which these those where while about after before other would could should through'.split(' '),
);
