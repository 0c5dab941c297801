/**
 * From the bytes of a file to a runbook. Total: every file gives at least one step and none is refused.
 * The order of the rules and their traps are described for authors in `views/help/writing-runbooks.md`.
 */
import { exitCriteriaOf } from './exit-criteria.ts';
import type { ExitCriteria } from './exit-criteria.ts';
import { conventionSegments } from './convention.ts';
import { readFrontMatter } from './front-matter.ts';
import type { FrontMatter } from './front-matter.ts';
import { looseReading } from './loose-files.ts';
import { outlineOf, rawOf, withDefinitions } from './outline.ts';
import type { Outline, Piece } from './outline.ts';
import { anchorOf } from '../core/text.ts';
import type { Phase, Range, Reference, Runbook, Step } from './runbook.ts';
import { hasSteps } from './segments.ts';
import type { Reading, Segment } from './segments.ts';
import { isMarkdown, nameOf, sourceText } from './source-text.ts';
import type { SourceText } from './source-text.ts';
import { readBody } from './step-body.ts';
import type { BodyPlaces, Placed } from './step-body.ts';
import { declaredId, stepIds } from './step-ids.ts';
import { isAllUses, usesIn } from './uses.ts';

/**
 * Where everything stands in the text, for those who point at lines. The ranges here, those of the steps and
 * those of the references touch each other and cover the whole text.
 */
export type Source = {
  frontMatter: FrontMatter;
  damage: Pick<SourceText, 'invalidBytes' | 'cut'>;
  /** Not Markdown, or too large: shown as it stands. */
  preformatted: boolean;
  ranges: {
    frontMatter: Range;
    /** Title, introduction and exit criteria. */
    head: Range;
    /** Headings of phases and sections that have no text of their own. */
    headings: Range[];
  };
  /** Headings of the phases as written, with and without steps. */
  phases: { phase: Phase; title: string; at: number; steps: number }[];
  /** One for each step, in the same order. */
  steps: (BodyPlaces & { declaredId: string | undefined; at: number })[];
  outline: Outline;
};

export type ReadRunbook = Runbook & { source: Source };

/** Reads a file of the library. `file` is its path inside the library, with `/`. Never throws. */
export function readRunbook(file: string, bytes: Uint8Array | string): ReadRunbook {
  const source = sourceText(bytes);
  if (source.cut || !isMarkdown(file)) return preformatted(file, source);
  const frontMatter = readFrontMatter(source.text);
  const outline = outlineOf(source.text, frontMatter.end);
  const exit = exitCriteriaOf(outline.pieces);
  const reading = readingOf(outline.pieces, frontMatter.end, exit);
  return assembled(file, source, frontMatter, outline, exit, reading);
}

function readingOf(pieces: readonly Piece[], start: number, exit: ExitCriteria): Reading {
  const segments = conventionSegments(pieces, start);
  return hasSteps(segments) ? { rule: 1, segments } : looseReading(pieces, start, exit.pieces);
}

function assembled(
  file: string,
  source: SourceText,
  frontMatter: FrontMatter,
  outline: Outline,
  exit: ExitCriteria,
  { rule, segments }: Reading,
): ReadRunbook {
  const { text } = source;
  const ends = segments.map((_, index) => segments[index + 1]?.from ?? text.length);
  const { steps, places } = readSteps(file, outline, segments, ends);
  const references = segments.flatMap((segment, index) => referenceOf(segment, ends[index] ?? 0, outline));
  const title = outline.pieces.find(({ heading }) => heading?.depth === 1 && heading.words !== '');
  const head = segments[0]?.kind === 'head' ? segments[0] : undefined;
  const introduction =
    head?.pieces.filter((piece) => piece !== title && !exit.pieces.has(piece) && !isAllUses(piece)) ?? [];
  const headings = segments.flatMap((segment, index) =>
    isBareHeading(segment) ? [{ from: segment.from, to: ends[index] ?? 0 }] : [],
  );
  return {
    ...named(file, frontMatter, title?.heading?.words),
    ...usesIn(outline.pieces),
    introduction: withDefinitions(rawOf(introduction).trim(), outline.links),
    exitCriteria: exit.criteria,
    rule,
    phases: phasesOf(steps),
    steps,
    references,
    text,
    source: {
      frontMatter,
      damage: { invalidBytes: source.invalidBytes, cut: source.cut },
      preformatted: false,
      ranges: {
        frontMatter: { from: 0, to: frontMatter.end },
        head: { from: frontMatter.end, to: head ? (ends[0] ?? frontMatter.end) : frontMatter.end },
        headings,
      },
      phases: phaseHeadings(segments),
      steps: places,
      outline,
    },
  };
}

function named(file: string, { metadata, unread }: FrontMatter, heading: string | undefined) {
  return {
    id: metadata.id ?? (anchorOf(nameOf(file)) || 'runbook'),
    file,
    title: heading ?? metadata.title ?? nameOf(file),
    metadata,
    unreadFrontMatter: unread,
  };
}

type StepsRead = { steps: Step[]; places: Source['steps'] };

/** Reads the steps when all their ids are known, since branches lead to ids. */
function readSteps(file: string, outline: Outline, segments: readonly Segment[], ends: number[]): StepsRead {
  const found = segments.flatMap((segment, index) =>
    segment.kind === 'step' ? [{ ...segment, to: ends[index] ?? 0 }] : [],
  );
  const ids = stepIds(found.map(({ draft }) => draft));
  const stepAt = stepFinder(segments, ids);
  const near = { file, links: outline.links, stepAt };
  const places: Source['steps'] = [];
  const steps = found.map(({ draft, from, to }, index): Step => {
    const declared = declaredId(draft);
    const { places: at, ...body } = readBody(withoutIdComment(draft.body, declared !== undefined), near);
    places.push({ ...at, declaredId: declared, at: from });
    const { number, words: title, phase } = draft;
    return { id: ids[index] ?? 'step', number, title, phase, ...body, range: { from, to } };
  });
  return { steps, places };
}

/** What a heading link means: the step of that heading, the first step of a phase, or an id that was declared. */
function stepFinder(segments: readonly Segment[], ids: readonly string[]) {
  const byAnchor = new Map<string, { stepId: string; title: string }>();
  const byId = new Map<string, { stepId: string; title: string }>();
  let index = 0;
  let phase: string | undefined;
  for (const segment of segments) {
    if (segment.kind === 'phase') phase = segment.anchor;
    if (segment.kind !== 'step') continue;
    const step = { stepId: ids[index++] ?? 'step', title: segment.draft.words };
    if (segment.draft.anchor !== undefined) byAnchor.set(segment.draft.anchor, step);
    if (phase !== undefined && !byAnchor.has(phase)) byAnchor.set(phase, step);
    byId.set(step.stepId, step);
  }
  return (anchor: string) => byAnchor.get(anchor) ?? byId.get(anchor);
}

function withoutIdComment(body: readonly Placed[], declared: boolean): readonly Placed[] {
  if (!declared) return body;
  const comment = body.find(({ token }) => token.type !== 'space');
  return body.flatMap((placed) => {
    if (placed !== comment) return [placed];
    const raw = placed.token.raw.replace(/^\s*<!--[\s\S]*?-->/, '');
    return raw.trim() === '' ? [] : [{ ...placed, token: { ...placed.token, raw } }];
  });
}

/** The words under the heading of a section. Those of a phase say so, and stand before its first step. */
function referenceOf(segment: Segment, to: number, { links }: Outline): Reference[] {
  if ((segment.kind !== 'reference' && segment.kind !== 'phase') || isBareHeading(segment)) return [];
  const own = segment.pieces[0]?.heading ? segment.pieces.slice(1) : segment.pieces;
  const markdown = withDefinitions(
    rawOf(own)
      .replace(/^(?:[ \t]*\n)+/, '')
      .trimEnd(),
    links,
  );
  const range = { from: segment.from, to };
  const reference: Reference = { title: segment.title, markdown, range };
  return [segment.kind === 'phase' ? { ...reference, phase: segment.phase } : reference];
}

function isBareHeading(segment: Segment): boolean {
  if (segment.kind !== 'reference' && segment.kind !== 'phase') return false;
  return segment.pieces.every(
    ({ token, heading }, index) => token.type === 'space' || (index === 0 && heading),
  );
}

/** The phases that have steps, in the order of the file. */
function phasesOf(steps: readonly Step[]): Phase[] {
  return [...new Set(steps.map(({ phase }) => phase))].filter((phase) => phase !== undefined);
}

function phaseHeadings(segments: readonly Segment[]): Source['phases'] {
  const out: Source['phases'] = [];
  for (const segment of segments) {
    if (segment.kind === 'phase') {
      out.push({ phase: segment.phase, title: segment.title, at: segment.from, steps: 0 });
    } else if (segment.kind === 'step' && segment.draft.phase !== undefined) {
      const last = out.at(-1);
      if (last?.phase === segment.draft.phase) last.steps++;
    }
  }
  return out;
}

/** A file that is no Markdown, or too large: one step, the text as it stands. */
function preformatted(file: string, { text, invalidBytes, cut }: SourceText): ReadRunbook {
  const frontMatter = readFrontMatter('');
  const fence = '~'.repeat(Math.max(3, ...[...text.matchAll(/~{3,}/g)].map(([run]) => run.length + 1)));
  const draft = { words: 'Read and do', idWords: 'Read and do', number: undefined, phase: undefined };
  const raw = `${fence}text\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}`;
  const body = [{ token: { type: 'paragraph', raw, text: raw, tokens: [] }, at: 0 }];
  const step: Segment = {
    kind: 'step',
    from: 0,
    draft: { ...draft, depth: undefined, anchor: undefined, body },
  };
  const outline: Outline = { pieces: [], links: {} };
  const exit = { criteria: [], pieces: new Set<Piece>() };
  const source = { text, invalidBytes, cut };
  const runbook = assembled(file, source, frontMatter, outline, exit, { rule: 6, segments: [step] });
  return { ...runbook, source: { ...runbook.source, preformatted: true } };
}
