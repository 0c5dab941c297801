/** The runbook of the cache-miss storm as a value, with the steps, branches and roles that the tests walk through. */
import type { Branch, Phase, Runbook, Step, Target } from '../../server/runbooks/runbook.ts';

export const STORM_HASH = 'c'.repeat(64);

const NOWHERE = { from: 0, to: 0 };

const toStep = (stepId: string): Target => ({ to: 'step', stepId, title: stepId });

function branches(...lines: [condition: string, ...targets: Target[]][]): Branch[] {
  return lines.map(([condition, ...targets], index) => ({
    index,
    otherwise: condition === '',
    condition,
    undoFirst: false,
    targets,
    text: condition === '' ? 'Otherwise' : `If ${condition}`,
  }));
}

function step(number: string, id: string, phase: Phase, title: string, more: Partial<Step>): Step {
  return {
    id,
    number,
    title,
    phase,
    role: 'Operations',
    limitSeconds: undefined,
    expect: undefined,
    records: [],
    danger: 'none',
    confirm: undefined,
    undo: undefined,
    blocks: [],
    commands: [],
    checks: [],
    branches: [],
    range: NOWHERE,
    ...more,
  };
}

const command = (index: number, text: string, placeholders: string[] = []) => {
  return { index, language: 'sh', text, placeholders };
};

const STEPS: Step[] = [
  step('1', 'prove', 'detect', 'Prove that shoppers are affected', {
    limitSeconds: 180,
    records: ['ERRORS', 'LATENCY'],
    branches: branches(
      ['both are normal', { to: 'cancel' }],
      ['both are high', toStep('hit-rate')],
      ['', toStep('look-alikes')],
    ),
  }),
  step('2', 'hit-rate', 'triage', 'Read the cache hit rate', {
    limitSeconds: 120,
    records: ['HIT_RATE'],
    commands: [command(0, 'cachectl stats --window 15m --field hit_rate')],
    branches: branches(['below 60 %', toStep('find-change')], ['normal', toStep('look-alikes')]),
  }),
  step('3', 'find-change', 'triage', 'Find the last configuration change', {
    limitSeconds: 300,
    records: ['PREVIOUS', 'CURRENT', 'CHANGED_AT'],
    branches: branches(['a change fits in time', toStep('agree')], ['', toStep('look-alikes')]),
  }),
  step('4', 'look-alikes', 'triage', 'Rule out the look-alikes', {
    limitSeconds: 600,
    role: 'Expert',
    checks: [
      { id: '1', text: 'Payment gateway: its own error rate' },
      { id: '2', text: 'Database: did queries rise before or after?' },
    ],
    branches: branches(
      [
        'the gateway fails on its own',
        { to: 'runbook', file: 'payment-gateway-down.md', title: 'Payment gateway down' },
      ],
      ['', toStep('infrastructure')],
    ),
  }),
  step('5', 'infrastructure', 'escalate', 'Bring in infrastructure', {
    role: 'Commander',
    limitSeconds: 300,
    branches: branches(
      ['accepted', toStep('find-change')],
      ['', { to: 'escalate', name: 'engineering-manager' }],
    ),
  }),
  step('6', 'agree', 'resolve', 'Agree on the rollback', {
    role: 'Commander',
    limitSeconds: 120,
    branches: branches(['nobody objects', toStep('rollback')], ['', toStep('rollback'), { to: 'stop' }]),
  }),
  step('7', 'rollback', 'resolve', 'Put the previous configuration back', {
    limitSeconds: 600,
    danger: 'high',
    confirm: 'Commander',
    undo: 'cachectl config apply release-$CURRENT --all',
    commands: [command(0, 'cachectl config apply release-$PREVIOUS --canary 1', ['PREVIOUS'])],
    checks: [{ id: '1', text: 'The first node was above 80 % before the second command' }],
    branches: branches(['the first node stays below 80 %', toStep('infrastructure')], ['', toStep('watch')]),
  }),
  step('8', 'watch', 'resolve', 'Watch and close', {
    role: 'Commander',
    limitSeconds: 1800,
    branches: branches(['all hold', { to: 'resolve' }], ['', toStep('hit-rate')]),
  }),
];

const STORM: Runbook = {
  id: 'cache-miss-storm',
  file: 'cache-miss-storm.md',
  title: 'Cache-miss storm after a configuration change',
  metadata: {
    id: 'cache-miss-storm',
    title: undefined,
    services: ['storefront'],
    owner: 'platform-team',
    useWhen: ['CacheHitRateLow'],
    defaultSeverity: 'SEV-1',
    style: 'read-do',
    watchSeconds: 1800,
    escalateTo: 'infrastructure-primary',
    hosts: [],
    lastReviewed: '2026-09-02',
    reviewIn: '6 months',
    lastExercised: undefined,
    tags: [],
    other: {},
  },
  unreadFrontMatter: undefined,
  useWhen: undefined,
  notFor: undefined,
  introduction: '',
  exitCriteria: [
    { id: '1', text: 'The hit rate is 92 % or more for 30 minutes' },
    { id: '2', text: 'Checkout errors are below 0.5 % for 30 minutes' },
  ],
  rule: 1,
  phases: ['detect', 'triage', 'escalate', 'resolve'],
  steps: STEPS,
  references: [],
  text: '',
};

/**
 * The storm as somebody wrote it anew while it was followed: one step is called differently, one is gone, one came, and
 * a box of the look-alikes says something else.
 */
export const NEWER_HASH = 'f'.repeat(64);
const NEWER: Runbook = {
  ...STORM,
  title: 'Cache-miss storm',
  steps: [
    ...STEPS.filter(({ id }) => id !== 'infrastructure').map((one): Step => {
      if (one.id === 'hit-rate') return { ...one, id: 'ratio', title: 'Read the hit rate of the cache' };
      if (one.id !== 'look-alikes') return one;
      const [gateway] = one.checks;
      return { ...one, checks: [...(gateway ? [gateway] : []), { id: '2', text: 'Anything released?' }] };
    }),
    step('9', 'tell', 'resolve', 'Tell support', {}),
  ],
};

/** A plain list without phases, branches or roles. */
export const PLAIN_HASH = 'd'.repeat(64);
const PLAIN: Runbook = {
  ...STORM,
  id: 'restart',
  file: 'restart.md',
  title: 'Restart the worker',
  metadata: { ...STORM.metadata, id: 'restart', watchSeconds: undefined, style: undefined },
  exitCriteria: [],
  rule: 2,
  phases: [],
  steps: ['one', 'two', 'three'].map((id, index) =>
    step(String(index + 1), id, 'resolve', `Do ${id}`, { phase: undefined, role: undefined }),
  ),
};

export const RUNBOOKS: ReadonlyMap<string, Runbook> = new Map([
  [STORM_HASH, STORM],
  [NEWER_HASH, NEWER],
  [PLAIN_HASH, PLAIN],
]);
