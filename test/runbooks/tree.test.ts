import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textWidth } from '../../server/core/text-width.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';
import { laneOf, type Way } from '../../server/runbooks/tracks.ts';
import type { Passage } from '../../server/runbooks/tree-words.ts';
import { treeOf, type Tree, type TreeEdge } from '../../server/runbooks/tree.ts';
import { corpus } from './corpus.ts';

const href = (stepId: string): string => `#${stepId}`;

function read(...lines: string[]): ReturnType<typeof readRunbook> {
  return readRunbook('planted.md', lines.join('\n'));
}

const STORM = read(
  '## Detect',
  '### 1. Prove it',
  '- **If** normal → cancel',
  '- **If** high → [step 2](#2-read-it)',
  '- **Otherwise** → [step 4](#4-look-alikes)',
  '## Triage',
  '### 2. Read it',
  '- **If** below → [step 3](#3-change)',
  '- **Otherwise** → [step 4](#4-look-alikes)',
  '### 3. Change',
  '- **Danger:** high',
  '- **Confirm:** Commander',
  '- **If** it fits → resolve',
  '- **Otherwise** → [step 4](#4-look-alikes)',
  '### 4. Look-alikes',
  '- **Otherwise** → [step 2](#2-read-it)',
);

const PASSAGE: Passage = {
  places: new Map([
    ['prove-it', 'done'],
    ['look-alikes', 'unexpected'],
    ['read-it', 'current'],
  ]),
  taken: new Set(['prove-it look-alikes', 'look-alikes read-it']),
  chosen: new Set(['prove-it 2 step:look-alikes', 'look-alikes 0 step:read-it']),
};

/** The step whose mark a height belongs to. */
function markAt(tree: Tree, y: number): string {
  return tree.nodes.find((node) => Math.abs(node.y - y) <= 10)?.href ?? 'nowhere';
}

/** From where to where an edge goes: its path begins at the height of one mark, its tip stands at the other. */
function ends(tree: Tree, { d, tip }: Pick<TreeEdge, 'd' | 'tip'>): string {
  const [, from = ''] = d.split(/[ HVQ]/);
  const [, to = ''] = tip.split(/[ l]/);
  const isStraight = !d.includes('H');
  return `${markAt(tree, Number(from))} ${markAt(tree, Number(to) + (isStraight ? 10 : 4))}`;
}

/** What would be wrong with any picture. */
function faults(tree: Tree): string[] {
  const texts = tree.nodes.flatMap((node) => [
    ...node.title.map(({ text, y }) => ({ text, y, size: 13.5, href: node.href })),
    ...[...(node.state ? [node.state] : []), ...node.branches].map(({ text, y }) => {
      return { text, y, size: 12.5, href: node.href };
    }),
  ]);
  return [
    ...texts
      .filter(({ text, size }) => tree.textX + textWidth(text, size) > tree.width)
      .map(({ text }) => `sticks out: ${text}`),
    ...texts.filter(({ y }) => y < 0 || y > tree.height).map(({ text }) => `below the edge: ${text}`),
    ...texts.flatMap(({ y, text }, index) => {
      const before = texts[index - 1];
      return before !== undefined && y - before.y < 15
        ? [`on top of each other: ${before.text}, ${text}`]
        : [];
    }),
    ...tree.nodes.filter(({ x }) => x - 9 < 0).map((node) => `a mark beyond the edge: ${node.name}`),
    ...tree.edges
      .filter(({ d }) => /-\d/.test(d) || d.includes('NaN'))
      .map(({ d }) => `a track beyond the edge: ${d}`),
    ...(tree.bands.length > 0 && tree.bands.reduce((sum, { height }) => sum + height, 0) !== tree.height
      ? ['the bands do not cover the picture']
      : []),
  ];
}

describe('the decision tree', () => {
  test('has its phases as bands, its steps as marks and its ways as tracks', () => {
    const tree = treeOf(STORM, href);
    assert.deepEqual(
      tree.bands.map(({ name }) => name),
      ['Detect', 'Triage'],
    );
    assert.deepEqual(
      tree.nodes.map(({ name }) => name),
      ['1. Prove it', '2. Read it', '3. Change: dangerous: Commander says go', '4. Look-alikes'],
    );
    assert.deepEqual(tree.edges.map((edge) => ends(tree, edge)).sort(), [
      '#change #look-alikes',
      '#look-alikes #read-it',
      '#prove-it #look-alikes',
      '#prove-it #read-it',
      '#read-it #change',
      '#read-it #look-alikes',
    ]);
    assert.deepEqual(
      tree.edges.filter(({ isBack }) => isBack).map((edge) => ends(tree, edge)),
      ['#look-alikes #read-it'],
    );
    assert.ok(tree.hasWaysBack && !tree.isFollowed);
    assert.deepEqual(faults(tree), []);
  });

  test('tells where each branch leads, short in the picture and whole in the list', () => {
    const tree = treeOf(STORM, href);
    assert.deepEqual(
      tree.nodes[0]?.branches.map(({ text }) => text),
      ['normal → cancel', 'high → step 2', 'otherwise → step 4'],
    );
    assert.deepEqual(tree.steps[0]?.branches, [
      { words: 'normal → cancel', href: undefined, isTaken: false },
      { words: 'high → 2. Read it', href: '#read-it', isTaken: false },
      { words: 'otherwise → 4. Look-alikes', href: '#look-alikes', isTaken: false },
    ]);
    assert.equal(tree.nodes[2]?.state?.text, 'dangerous: Commander says go');
  });

  test('shows where a run stands, and draws the way that was taken above the others', () => {
    const tree = treeOf(STORM, href, PASSAGE);
    assert.deepEqual(
      tree.nodes.map(({ place, state }) => [place, state?.text]),
      [
        ['done', 'done'],
        ['current', 'you are here'],
        ['ahead', 'dangerous: Commander says go'],
        ['unexpected', 'done, not as expected'],
      ],
    );
    assert.deepEqual(
      tree.edges.slice(-2).map((edge) => [ends(tree, edge), edge.isTaken]),
      [
        ['#prove-it #look-alikes', true],
        ['#look-alikes #read-it', true],
      ],
    );
    assert.deepEqual(
      tree.nodes.flatMap(({ branches }) => branches.filter(({ isTaken }) => isTaken)).map(({ text }) => text),
      ['otherwise → step 4', 'otherwise → step 2'],
    );
    assert.deepEqual(faults(tree), []);
  });

  test('shows a way that the text does not offer, when somebody went it', () => {
    const tree = treeOf(STORM, href, { ...PASSAGE, taken: new Set(['prove-it change']) });
    assert.ok(tree.edges.some((edge) => edge.isTaken && ends(tree, edge) === '#prove-it #change'));
  });

  test('of a loose list has no bands, and the steps lead down', () => {
    const tree = treeOf(read('1. Look.', '2. Wait.', '3. Look again.'), href);
    assert.deepEqual(tree.bands, []);
    assert.deepEqual(
      tree.edges.map((edge) => ends(tree, edge)),
      ['#look #wait', '#wait #look-again'],
    );
    assert.deepEqual(faults(tree), []);
  });

  test('of sixty steps that lead everywhere stays as wide as a phone', () => {
    const steps = Array.from({ length: 60 }, (_, index) => [
      `### ${String(index + 1)}. Step number ${String(index + 1)} with a title that needs more than one line of words`,
      `- **If** it is so → [there](#step-number-${String(((index * 37) % 60) + 1)})`,
      `- **If** it is otherwise → escalate to somebody-with-a-very-long-name-without-a-break-in-it`,
      `- **Otherwise** → [back](#${String(Math.max(1, index - 5))}-step-number-${String(Math.max(1, index - 5))}-with-a-title-that-needs-more-than-one-line-of-words)`,
    ]).flat();
    const tree = treeOf(read('## Resolve', ...steps), href);
    assert.equal(tree.nodes.length, 60);
    assert.equal(tree.width, 328);
    assert.ok(tree.edges.length > 60);
    assert.deepEqual(faults(tree), []);
  });

  for (const { file, bytes } of corpus) {
    test(`can be drawn for ${file}`, () => {
      const runbook = readRunbook(file, bytes);
      const tree = treeOf(runbook, href);
      assert.equal(tree.nodes.length, runbook.steps.length);
      assert.deepEqual(faults(tree), []);
    });
  }

  test('with a fault in it is found', () => {
    const tree = treeOf(STORM, href);
    const [node] = tree.nodes;
    assert.ok(node);
    const wide = { ...node, title: [{ y: 20, text: 'w'.repeat(80) }] };
    assert.match(faults({ ...tree, nodes: [wide] }).join(), /sticks out/);
    const crowded = {
      ...node,
      branches: [
        { y: 20, text: 'a', isTaken: false },
        { y: 21, text: 'b', isTaken: false },
      ],
    };
    assert.match(faults({ ...tree, nodes: [crowded] }).join(), /on top of each other/);
    assert.match(faults({ ...tree, height: 9 }).join(), /do not cover/);
  });
});

describe('tracks', () => {
  const way = (from: number, to: number): Way => ({ from, to, isTaken: false });
  const TABLE: readonly [what: string, ways: Way[], lanes: (number | undefined)[]][] = [
    ['the next place needs none', [way(0, 1), way(1, 2)], [undefined, undefined]],
    ['the shorter one runs inside', [way(0, 5), way(1, 3)], [1, 0]],
    ['what does not meet shares a lane', [way(0, 2), way(3, 5)], [0, 0]],
    ['what ends together runs together', [way(0, 5), way(2, 5)], [0, 0]],
    ['forth and back to one place do not', [way(0, 3), way(6, 3)], [0, 1]],
    ['a place that leads to itself has a track', [way(2, 2)], [0]],
  ];
  for (const [what, ways, lanes] of TABLE) {
    test(what, () => {
      const { laneOfWay } = laneOf(ways, 7);
      assert.deepEqual(
        ways.map((one) => laneOfWay.get(one)),
        lanes,
      );
    });
  }

  test('never take more room than there is', () => {
    const many = Array.from({ length: 30 }, (_, index) => way(index, 59 - index));
    assert.equal(laneOf(many, 7).lanes, 7);
  });
});
