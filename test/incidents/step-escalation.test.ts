import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policiesNamedIn } from '../../server/incidents/step-escalation.ts';

const TEXTS: readonly [text: string, slugs: readonly string[]][] = [
  ['Escalate to `infrastructure-primary`.', ['infrastructure-primary']],
  ['If it goes on, escalate to the `dba` and wait.', ['dba']],
  ['Escalate to `a`, then escalate to `b`, then escalate to `a`.', ['a', 'b']],
  ['Escalate to the manager on call.', []],
  ['Do not run `escalate to nobody`.', []],
  ['Escalate to `Not A Slug`.', []],
  ['De-escalate to `x y`', []],
  ['', []],
];

test('a text names the policies that it tells to escalate to', () => {
  for (const [text, slugs] of TEXTS) assert.deepEqual(policiesNamedIn(text), slugs, text);
});
