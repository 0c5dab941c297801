import type { SafeHtml } from '../core/html.ts';
import { keeper } from '../core/kept.ts';
import { inlineHtml, toHtml } from '../core/markdown.ts';
import { anchorOf } from '../core/text.ts';
import { filledCommand } from './command-text.ts';
import { targetText, type Block, type Branch, type Runbook, type Step, type Target } from './runbook.ts';

/** A step as a page shows it: everything rendered, nothing decided. The read page and the run page share it. */
export type StepView = {
  id: string;
  /** Heading with its number: "3. Find the last configuration change". */
  heading: string;
  /** The anchor that a Markdown host gives the heading, so that links in the text lead here. */
  headingAnchor: string;
  phase: string | undefined;
  role: string | undefined;
  limit: string | undefined;
  expect: SafeHtml | undefined;
  isDangerous: boolean;
  danger: string;
  confirm: string | undefined;
  undo: SafeHtml | undefined;
  records: readonly string[];
  blocks: readonly BlockView[];
  checks: readonly { id: string; html: SafeHtml }[];
  branches: readonly BranchView[];
};

export type BlockView =
  | { kind: 'prose'; html: SafeHtml }
  | { kind: 'callout'; word: string; html: SafeHtml }
  | { kind: 'command'; index: number; language: string; text: string; missing: readonly string[] };

export type BranchView = {
  index: number;
  /** It takes whatever the others leave. */
  otherwise: boolean;
  /** "If below 60 %", "Otherwise it is in between:". */
  when: SafeHtml;
  undoFirst: boolean;
  targets: readonly { value: string; label: string; href: string | undefined }[];
};

/** How links of a runbook's text lead on from the page that shows it. */
export type RunbookLinks = {
  /** Tells these links from others: the same key means that they lead to the same places. */
  key: string;
  /** Another runbook by its file name: `cache-node-lost.md`, perhaps with an anchor. */
  runbook(file: string): string;
  /** A picture that lies beside the file. */
  picture(file: string): string;
  /** A step of the same runbook. */
  step(stepId: string): string;
};

/** A step of a version never changes, so its views are kept as long as it is itself: one for each links and values. */
const keptView = keeper<Step, StepView>();

/** Renders a step. Placeholders of its commands are filled from `values`; those without a value stay as they are. */
export function stepView(
  step: Step,
  links: RunbookLinks,
  values: ReadonlyMap<string, string> = new Map(),
): StepView {
  return keptView(step, JSON.stringify([links.key, ...values]), () => rendered(step, links, values));
}

function rendered(step: Step, links: RunbookLinks, values: ReadonlyMap<string, string>): StepView {
  const html = htmlOptions(links);
  const heading = step.number === undefined ? step.title : `${step.number}. ${step.title}`;
  return {
    id: step.id,
    heading,
    headingAnchor: anchorOf(heading),
    phase: step.phase,
    role: step.role,
    limit: step.limitSeconds === undefined ? undefined : limitText(step.limitSeconds),
    expect: step.expect === undefined ? undefined : inlineHtml(step.expect, html),
    isDangerous: step.danger === 'high',
    danger: step.danger,
    confirm: step.confirm,
    undo: step.undo === undefined ? undefined : inlineHtml(step.undo, html),
    records: step.records,
    blocks: step.blocks.map((block) => blockView(block, links, values)),
    checks: step.checks.map((check) => ({ id: check.id, html: inlineHtml(check.text, html) })),
    branches: step.branches.map((branch) => branchView(branch, links)),
  };
}

/** Markdown of a runbook as HTML, its links leading to our own pages. */
export function runbookHtml(markdown: string, links: RunbookLinks): SafeHtml {
  return toHtml(markdown, htmlOptions(links));
}

function htmlOptions(links: RunbookLinks) {
  return {
    link: (target: string) =>
      /\.(?:md|markdown)(?:#|$)/i.test(target) && !/^[a-z]+:/i.test(target) ? links.runbook(target) : target,
    image: (source: string) => links.picture(source),
  };
}

function blockView(block: Block, links: RunbookLinks, values: ReadonlyMap<string, string>): BlockView {
  switch (block.kind) {
    case 'prose':
      return { kind: 'prose', html: runbookHtml(block.markdown, links) };
    case 'callout':
      return { kind: 'callout', word: block.word, html: runbookHtml(block.markdown, links) };
    case 'command':
      return {
        kind: 'command',
        index: block.command.index,
        language: block.command.language,
        ...filledCommand(block.command, values),
      };
  }
}

function branchView(branch: Branch, links: RunbookLinks): BranchView {
  const words = branch.otherwise ? 'Otherwise' : 'If';
  return {
    index: branch.index,
    otherwise: branch.otherwise,
    when: inlineHtml(`${words} ${branch.condition}`.trim(), htmlOptions(links)),
    undoFirst: branch.undoFirst,
    targets: branch.targets.map((target) => ({
      value: targetText(target),
      label: targetLabel(target),
      href: targetHref(target, links),
    })),
  };
}

/** What the button of a branch says. */
function targetLabel(target: Target): string {
  switch (target.to) {
    case 'step':
      return target.title;
    case 'runbook':
      return `Runbook: ${target.title}`;
    case 'missing':
      return `${target.title} (not in this runbook)`;
    case 'escalate':
      return `Escalate to ${target.name}`;
    case 'stop':
      return 'Stop and wait for the commander';
    case 'cancel':
      return 'Cancel as a false alarm';
    case 'resolve':
      return 'Resolve';
  }
}

function targetHref(target: Target, links: RunbookLinks): string | undefined {
  if (target.to === 'step') return links.step(target.stepId);
  return target.to === 'runbook' ? links.runbook(target.file) : undefined;
}

function limitText(seconds: number): string {
  if (seconds % 3600 === 0) return `${String(seconds / 3600)} h`;
  return seconds % 60 === 0 ? `${String(seconds / 60)} min` : `${String(seconds)} s`;
}

/** The steps under the headings they are followed by: their phases, or one group without a name. */
export function stepGroups(runbook: Runbook): { phase: string | undefined; steps: readonly Step[] }[] {
  if (runbook.phases.length === 0) return [{ phase: undefined, steps: runbook.steps }];
  const groups: { phase: string | undefined; steps: readonly Step[] }[] = runbook.phases.map((phase) => ({
    phase,
    steps: runbook.steps.filter((step) => step.phase === phase),
  }));
  const loose = runbook.steps.filter((step) => step.phase === undefined);
  return loose.length === 0 ? groups : [...groups, { phase: undefined, steps: loose }];
}
