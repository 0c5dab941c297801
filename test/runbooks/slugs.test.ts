import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugsOf } from '../../server/runbooks/slugs.ts';

const SHELF = [
  { file: 'index.md', slug: 'start-here' },
  { file: 'pay/gateway.md', slug: 'pay-gateway' },
  { file: 'mail/gateway.md', slug: 'mail-gateway' },
  { file: 'mail/100% full.md', slug: '100-full' },
];
const slugs = slugsOf(SHELF, 'now');

const LINKS: [link: string, from: string, slug: string | undefined][] = [
  ['gateway.md', 'mail/queue.md', 'mail-gateway'],
  ['./gateway.md', 'pay/bank.md', 'pay-gateway'],
  ['../pay/gateway.md', 'mail/queue.md', 'pay-gateway'],
  ['/index.md', 'mail/queue.md', 'start-here'],
  ['../../../index.md', 'mail/queue.md', 'start-here'],
  ['old/Index.MD', 'pay/bank.md', 'start-here'],
  ['gateway.md', 'index.md', 'pay-gateway'],
  ['100%25%20full.md', 'mail/queue.md', '100-full'],
  ['100% full.md', 'mail/queue.md', '100-full'],
  ['nowhere.md', 'index.md', undefined],
];
for (const [link, from, slug] of LINKS) {
  test(`${link} in ${from} leads to ${slug ?? 'nothing'}`, () => {
    assert.equal(slugs.of(link, from), slug);
  });
}
