/** The text for the public: a document of its own, begun from the record without people, services or links of the house. */
import type { StoredEntry } from '../incidents/entry.ts';
import type { State } from '../incidents/state.ts';
import { finding, type Finding } from '../reports/finding.ts';
import { linesOf } from '../reports/line.ts';
import { lintReport } from '../reports/lint.ts';
import { frameOf, type PromisedItem } from './frame.ts';
import { summaryBlock } from './summary-blocks.ts';

const PUBLIC_PROMPTS = [
  'Say in one line what people met, as they would say it.',
  'Why did it happen? Two sentences, without names of people, teams, hosts or tools.',
  'Do people have to do anything? Was anything lost, or charged twice?',
] as const;

const [TITLE_PROMPT, CAUSE_PROMPT, NEEDS_PROMPT] = PUBLIC_PROMPTS;

/** References to entries are for those who may read them. */
const REFERENCE = / ?\[#\d+(?: to #\d+)?\]\([^)]*\)/g;

export type PublicOptions = {
  /** The public name of a service; undefined for one that the public does not know. */
  service: (slug: string) => string | undefined;
  /** What users met, as the public was last told. */
  headline: string | undefined;
  items: readonly PromisedItem[];
};

/** The first text: what happened and for how long, what was promised, and questions for what people must say. */
export function publicDraft(
  state: State,
  entries: readonly StoredEntry[],
  { service, headline, items }: PublicOptions,
): string {
  const frame = frameOf(state, entries, {
    names: 'role',
    service: (slug) => service(slug) ?? 'a part of what we run',
  });
  const summary = summaryBlock(frame).replace(REFERENCE, '').trim();
  const parts = [
    `# ${headline ?? `*${TITLE_PROMPT}*`}`,
    '## What happened',
    summary,
    '## Why it happened',
    `*${CAUSE_PROMPT}*`,
    ...(items.length === 0
      ? []
      : ['## What we do about it', items.map(({ text }) => `- ${text}`).join('\n')]),
    '## What it means for you',
    `*${NEEDS_PROMPT}*`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What may be judged in a text for outside: blame and open questions as everywhere, and what is for those inside. */
const PUBLIC_CODES = new Set(['PM502', 'PM503', 'PM506', 'PM509', 'PM510', 'PM511']);

export type Inside = {
  /** Names of everybody with an account. */
  people: readonly string[];
  teams: readonly string[];
  /** Names and slugs of services that the public knows by another name, or not at all. */
  services: readonly string[];
  today: string;
};

/** What a reader outside should not meet, or would ask. An error keeps the text inside. */
export function publicFindings(text: string, { people, teams, services, today }: Inside): Finding[] {
  const names = [...people, ...teams.flatMap((team) => [`team ${team}`, `${team} team`])];
  const found = lintReport(text, { isPublic: true, people: names, prompts: PUBLIC_PROMPTS, today });
  const internal = linesOf(text).flatMap(({ raw, number }) => {
    if (/\]\(\/(?!\/)/.test(raw)) {
      return [finding('PM511', number, 'This link leads to a page that asks for an account. Take it out.')];
    }
    const service = services.find((name) => isWordIn(raw, name));
    return service === undefined
      ? []
      : [finding('PM511', number, `"${service}" is our own name for it. Say what people outside call it.`)];
  });
  return [...found.filter(({ code }) => PUBLIC_CODES.has(code)), ...internal].toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0),
  );
}

/** Whether a name stands in a line as words of its own. */
function isWordIn(line: string, name: string): boolean {
  const at = line.indexOf(name);
  if (at < 0) return false;
  const isEdge = (char: string | undefined): boolean => char === undefined || !/[\p{L}\p{N}-]/u.test(char);
  return isEdge(line[at - 1]) && isEdge(line[at + name.length]);
}

/** What keeps a text from going out. */
export function keptInside(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ weight, code }) => weight === 'error' || code === 'PM506');
}
