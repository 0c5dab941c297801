/**
 * What a runbook is once its Markdown has been read: phases, steps and everything a run page needs of them.
 * The format is described for authors in `views/help/writing-runbooks.md`.
 */

export const PHASES = ['detect', 'triage', 'escalate', 'resolve'] as const;
/** Where the work is in the runbook. */
export type Phase = (typeof PHASES)[number];

/** A stretch of the source: UTF-16 offsets into the text, `to` exclusive. */
export type Range = { from: number; to: number };

export type Danger = 'none' | 'low' | 'high';

/** A fenced block with a language, offered for copying. `index` counts from 0 inside its step. */
export type Command = { index: number; language: string; text: string; placeholders: string[] };

/** A box inside a step. `id` is its number inside the step, from "1". */
export type Check = { id: string; text: string };

/** Where a branch leads. */
export type Target =
  | { to: 'step'; stepId: string; title: string }
  | { to: 'runbook'; file: string; title: string }
  | { to: 'missing'; anchor: string; title: string }
  | { to: 'escalate'; name: string }
  | { to: 'stop' }
  | { to: 'cancel' }
  | { to: 'resolve' };

/**
 * One "If …" or "Otherwise …" line. `index` counts from 0 inside the step; `condition` is the text between the
 * word and the arrow ("below 60 %"), empty for a bare "Otherwise"; several targets make several buttons.
 */
export type Branch = {
  index: number;
  otherwise: boolean;
  condition: string;
  undoFirst: boolean;
  targets: Target[];
  text: string;
};

/** The parts of a step's action in the order of the file. */
export type Block =
  | { kind: 'prose'; markdown: string }
  | { kind: 'command'; command: Command }
  | { kind: 'callout'; word: 'caution' | 'warning' | 'note' | 'important' | 'tip'; markdown: string };

export type Step = {
  /** Stable inside the runbook: the id comment, else the anchor of the title without its number. */
  id: string;
  /** The leading number as it is written, for people: "3". */
  number: string | undefined;
  /** The title without its number. */
  title: string;
  phase: Phase | undefined;
  /** The role as it is written: "Operations". */
  role: string | undefined;
  limitSeconds: number | undefined;
  expect: string | undefined;
  /** Names of the values to record: ["HIT_RATE"]. */
  records: string[];
  danger: Danger;
  /** The role that must say go, as it is written: "Commander". */
  confirm: string | undefined;
  undo: string | undefined;
  blocks: Block[];
  commands: Command[];
  checks: Check[];
  branches: Branch[];
  range: Range;
};

/**
 * A part that is not a step: its source without its heading, shown as reference text. With a `phase`, it is what
 * stands between the heading of that phase and its first step.
 */
export type Reference = { title: string | undefined; markdown: string; range: Range; phase?: Phase };

/** The front matter, read. Unknown keys are kept in `other`. Dates stay text (`2026-09-02`). */
export type Metadata = {
  id: string | undefined;
  title: string | undefined;
  services: string[];
  owner: string | undefined;
  useWhen: string[];
  defaultSeverity: 'SEV-1' | 'SEV-2' | 'SEV-3' | 'SEV-4' | undefined;
  style: 'read-do' | 'do-confirm' | undefined;
  watchSeconds: number | undefined;
  escalateTo: string | undefined;
  hosts: string[];
  lastReviewed: string | undefined;
  reviewIn: string | undefined;
  lastExercised: string | undefined;
  tags: string[];
  other: Record<string, unknown>;
};

export type Runbook = {
  /** The id of the front matter, else the file name without its ending. */
  id: string;
  file: string;
  title: string;
  metadata: Metadata;
  /** The front matter as text when it could not be read, for showing at the top. */
  unreadFrontMatter: string | undefined;
  /** "Use this when …" and "Not for …" as Markdown without the bold words. */
  useWhen: string | undefined;
  notFor: string | undefined;
  /** The text before the first phase or step, without title and exit criteria. */
  introduction: string;
  exitCriteria: { id: string; text: string }[];
  /** Which rule of the reading order gave the steps: 1 is the convention, 6 is "read and do". */
  rule: 1 | 2 | 3 | 4 | 5 | 6;
  /** The phases that have steps, in the order of the file; empty when steps stand under one group. */
  phases: Phase[];
  steps: Step[];
  references: Reference[];
  /** Everything after reading bytes: the whole text that the ranges point into. */
  text: string;
};

/** The form in which a chosen branch is recorded in an entry: `step:find-change`, `escalate:dba`, `stop`. */
export function targetText(target: Target): string {
  switch (target.to) {
    case 'step':
      return `step:${target.stepId}`;
    case 'runbook':
      return kept(`runbook:${target.file}`);
    case 'missing':
      return kept(`missing:${target.anchor}`);
    case 'escalate':
      return kept(`escalate:${target.name}`);
    case 'stop':
    case 'cancel':
    case 'resolve':
      return target.to;
  }
}

/** As much of its id as an entry has room for. */
export function idOf({ id }: Runbook): string {
  return id.slice(0, 100);
}

/** As much as an entry has room for; a step's id is short by itself. */
function kept(target: string): string {
  return target.slice(0, 200);
}
