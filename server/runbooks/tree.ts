/**
 * The decision tree of a runbook as a picture: phases as bands, steps one below the other, the ways between them as
 * tracks beside them. It is as wide as a phone, so that it needs no sideways scroll there.
 *
 * Everything is reckoned here, in whole units of the picture; the view only writes it down.
 */
import { capital } from '../core/text.ts';
import { brokenLines } from '../core/text-width.ts';
import { waysThrough } from './paths.ts';
import type { Runbook, Step } from './runbook.ts';
import { stepGroups } from './step-view.ts';
import { laneOf, type Way } from './tracks.ts';
import {
  branchesOf,
  headingOf,
  isBehind,
  isDangerous,
  nameOf,
  notesOf,
  type BranchWords,
  type Passage,
  type StepPlace,
} from './tree-words.ts';

const WIDTH = 328;
const RADIUS = 9;
const LANE = 8;
const MOST_LANES = 7;
const TITLE = { size: 13.5, line: 18, most: 3 };
/** Words below a title; in bold they are a little wider. */
const WORDS = { size: 12.5, line: 17, most: 2 };
const BOLD = 1.06;
const PADDING = 12;
const HEADING = 30;
/** Without phases there is no heading; the first mark still needs air. */
const EDGE = 8;

export type Tree = {
  width: number;
  height: number;
  /** Where the words begin, from the left. */
  textX: number;
  bands: readonly { name: string; y: number; height: number }[];
  nodes: readonly TreeNode[];
  edges: readonly TreeEdge[];
  /** The same edges as they are drawn: one path for each look, as a picture of sixty steps has hundreds. */
  tracks: readonly TreeEdge[];
  /** Whether anything in it leads back, so that the key says what dashes mean. */
  hasWaysBack: boolean;
  /** Whether it shows where a run stands. */
  isFollowed: boolean;
  /** The same as a list. */
  steps: readonly TreeStep[];
};

export type TreeNode = {
  href: string;
  /** What it is called for those who hear it: "3. Find the last change: done". */
  name: string;
  place: StepPlace | 'ahead';
  isDangerous: boolean;
  x: number;
  y: number;
  title: readonly TextLine[];
  /** "done", "you are here": what a mark says to those who see its shape only. */
  state: TextLine | undefined;
  branches: readonly (TextLine & { isTaken: boolean })[];
};

type TextLine = { y: number; text: string };

export type TreeEdge = { d: string; tip: string; isTaken: boolean; isBack: boolean };

export type TreeStep = {
  name: string;
  href: string;
  branches: readonly { words: string; href: string | undefined; isTaken: boolean }[];
};

/** A step with its words broken into lines. `y` is the middle of its mark. */
type Row = {
  step: Step;
  top: number;
  y: number;
  title: string[];
  state: string | undefined;
  branches: { lines: string[]; isTaken: boolean }[];
};

/**
 * Lays the tree of a runbook out; with a passage it also shows where a run stands.
 * @param href where a step is found, by its id
 */
export function treeOf(runbook: Runbook, href: (stepId: string) => string, passage?: Passage): Tree {
  const groups = stepGroups(runbook);
  const order = groups.flatMap(({ steps }) => steps);
  const byId = new Map(order.map((step) => [step.id, step]));
  const words = new Map(order.map((step) => [step, branchesOf(step, byId, passage)]));
  const ways = waysOf(runbook, order, passage);
  const { lanes, laneOfWay } = laneOf(ways, MOST_LANES);
  const x = RADIUS + 6 + lanes * LANE;
  const textX = x + RADIUS + 8;
  const { rows, bands, height } = placed(groups, (step, top) =>
    rowOf(step, top, WIDTH - textX - 4, words.get(step) ?? [], passage),
  );
  const edges = drawn(ways, laneOfWay, x, rows);
  return {
    width: WIDTH,
    height,
    textX,
    bands,
    nodes: rows.map((row) => nodeOf(row, x, href, passage)),
    edges,
    tracks: joined(edges),
    hasWaysBack: ways.some(isBack),
    isFollowed: passage !== undefined,
    steps: order.map((step) => ({
      name: nameOf(step, passage?.places.get(step.id)),
      href: href(step.id),
      branches: (words.get(step) ?? []).map(({ whole, stepId, isTaken }) => ({
        words: whole,
        href: stepId === undefined ? undefined : href(stepId),
        isTaken,
      })),
    })),
  };
}

/** The ways that the text offers, and those that were gone although it does not: a commander may open any step. */
function waysOf(runbook: Runbook, order: readonly Step[], passage: Passage | undefined): Way[] {
  const placeOf = new Map(order.map(({ id }, place) => [id, place]));
  const offered = waysThrough(runbook).flatMap((targets, place) =>
    targets.map((target) => `${runbook.steps[place]?.id ?? ''} ${runbook.steps[target]?.id ?? ''}`),
  );
  return [...new Set([...offered, ...(passage?.taken ?? [])])].flatMap((pair) => {
    const [from, to] = pair.split(' ').map((id) => placeOf.get(id));
    return from === undefined || to === undefined
      ? []
      : [{ from, to, isTaken: passage?.taken.has(pair) ?? false }];
  });
}

function isBack({ from, to }: Way): boolean {
  return to <= from;
}

type Placed = { rows: Row[]; bands: { name: string; y: number; height: number }[]; height: number };

function placed(groups: ReturnType<typeof stepGroups>, row: (step: Step, top: number) => Row): Placed {
  const isNamed = groups.length > 1 || groups[0]?.phase !== undefined;
  const rows: Row[] = [];
  const bands: Placed['bands'] = [];
  let y = 0;
  for (const { phase = 'steps', steps } of groups) {
    const top = y;
    y += isNamed ? HEADING : EDGE;
    for (const step of steps) {
      const made = row(step, y);
      rows.push(made);
      y += heightOf(made);
    }
    if (isNamed) bands.push({ name: capital(phase), y: top, height: y - top });
  }
  return { rows, bands, height: y };
}

function rowOf(
  step: Step,
  top: number,
  room: number,
  branches: readonly BranchWords[],
  passage: Passage | undefined,
): Row {
  const place = passage?.places.get(step.id);
  const notes = notesOf(step, place);
  return {
    step,
    top,
    y: top + TITLE.line / 2,
    title: brokenLines(headingOf(step), room, TITLE.size * BOLD, TITLE.most),
    state: notes.length === 0 ? undefined : brokenLines(notes.join(' · '), room, WORDS.size * BOLD, 1)[0],
    branches: branches.map(({ short, isTaken }) => ({
      lines: brokenLines(short, room, WORDS.size * BOLD, WORDS.most),
      isTaken,
    })),
  };
}

function heightOf({ title, state, branches }: Row): number {
  const words = branches.reduce((sum, { lines }) => sum + lines.length, state === undefined ? 0 : 1);
  return title.length * TITLE.line + words * WORDS.line + PADDING;
}

function nodeOf(
  row: Row,
  x: number,
  href: (stepId: string) => string,
  passage: Passage | undefined,
): TreeNode {
  const place = passage?.places.get(row.step.id);
  let y = row.top + 14;
  const line = (text: string, height: number): TextLine => {
    const at = { y, text };
    y += height;
    return at;
  };
  return {
    href: href(row.step.id),
    name: nameOf(row.step, place),
    place: place ?? 'ahead',
    isDangerous: isDangerous(row.step) && !isBehind(place),
    x,
    y: row.y,
    title: row.title.map((text) => line(text, TITLE.line)),
    state: row.state === undefined ? undefined : line(row.state, WORDS.line),
    branches: row.branches.flatMap(({ lines, isTaken }) =>
      lines.map((text) => ({ ...line(text, WORDS.line), isTaken })),
    ),
  };
}

/** What was taken is drawn last, above the rest. */
function drawn(
  ways: readonly Way[],
  lanes: ReadonlyMap<Way, number>,
  x: number,
  rows: readonly Row[],
): TreeEdge[] {
  return ways
    .toSorted((a, b) => Number(a.isTaken) - Number(b.isTaken))
    .map((way) => {
      const [start, end] = [rows[way.from]?.y ?? 0, rows[way.to]?.y ?? 0];
      const lane = lanes.get(way);
      const line = lane === undefined ? straight(x, start, end) : around(x, start, end, lane, isBack(way));
      return { ...line, isTaken: way.isTaken, isBack: isBack(way) };
    });
}

/** Edges that look the same in one path; the order in which they lie upon each other stays. */
function joined(edges: readonly TreeEdge[]): TreeEdge[] {
  const looks = new Map<string, TreeEdge>();
  for (const edge of edges) {
    const look = `${String(edge.isTaken)} ${String(edge.isBack)}`;
    const before = looks.get(look) ?? { ...edge, d: '', tip: '' };
    looks.set(look, { ...before, d: before.d + edge.d, tip: before.tip + edge.tip });
  }
  return [...looks.values()];
}

/** Straight down to the next step. */
function straight(x: number, start: number, end: number): Pick<TreeEdge, 'd' | 'tip'> {
  const tip = end - RADIUS - 1;
  return { d: `M${x} ${start + RADIUS}V${tip - 5}`, tip: `M${x} ${tip}l-4 -7h8z` };
}

/** Out to the left, along its lane and back in: below the middle of a mark when leaving, above it when arriving. */
function around(
  x: number,
  start: number,
  end: number,
  lane: number,
  back: boolean,
): Pick<TreeEdge, 'd' | 'tip'> {
  const [leaves, arrives] = [start + 4, end - 4];
  const side = x - RADIUS - 7 - lane * LANE;
  const bend = back ? -5 : 5;
  const tip = x - RADIUS + 1;
  const d =
    `M${tip} ${leaves}H${side + 5}Q${side} ${leaves} ${side} ${leaves + bend}` +
    `V${arrives - bend}Q${side} ${arrives} ${side + 5} ${arrives}H${tip - 5}`;
  return { d, tip: `M${tip} ${arrives}l-7 -4v8z` };
}
