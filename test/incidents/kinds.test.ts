import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ACTS } from '../../server/incidents/acts-routes.ts';
import { BODIES, isKnown, type Kind, type StoredEntry } from '../../server/incidents/entry.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { sourcesIn } from '../house/tree.ts';
import { formAddresses } from './form-addresses.ts';

/**
 * The catalogue: every kind of entry, and how far it is real. An address is the act that a person or a program sends;
 * `own` has a page of its own, `time` is written by the server by itself, `part` goes along with another act, and
 * `rule` is body, rule, fold and sentence, and waits for the feature that tells it.
 */
const CATALOGUE: Record<Kind, `/${string}` | 'own' | 'time' | 'part' | 'rule'> = {
  'incident-opened': 'own',
  'details-changed': '/details',
  'services-changed': '/services',
  'label-changed': '/labels',
  'link-changed': '/links',
  'status-changed': '/status',
  'merged-into': '/merging',
  'merge-received': 'part',
  acknowledged: '/acknowledgement',
  'detection-set': '/detection',
  'severity-set': '/severity',
  'impact-opened': '/impacts',
  'impact-changed': '/impacts/:id/size',
  'impact-closed': '/impacts/:id/end',
  'impact-withdrawn': '/impacts/:id/withdrawal',
  'number-recorded': '/numbers',
  'exit-criteria-set': '/exit-criteria',
  'exit-criterion-changed': '/exit-criteria/:id',
  'review-signals-set': '/review/signals',
  'review-required': 'time',
  'review-waived': '/review/waiver',
  'postmortem-published': 'own',
  'responder-joined': '/responders',
  'responder-left': '/responders/departure',
  'role-offered': '/roles/:role/offers',
  'role-accepted': '/offers/:id/acceptance',
  'role-declined': '/offers/:id/refusal',
  'role-offer-ended': '/offers/:id/withdrawal',
  'role-taken': '/roles/:role/holder',
  'role-released': '/roles/:role/release',
  'escalation-requested': '/escalations',
  'escalation-accepted': '/escalations/:id/acceptance',
  'escalation-declined': '/escalations/:id/refusal',
  'escalation-withdrawn': '/escalations/:id/withdrawal',
  'alert-received': 'rule',
  'alert-repeated': 'rule',
  'alert-cleared': 'rule',
  'escalation-sent': 'rule',
  'escalation-level-skipped': 'rule',
  'escalation-seen': 'rule',
  'escalation-expired': 'rule',
  'escalation-exhausted': 'rule',
  'escalation-repaged': 'rule',
  'escalation-given-back': 'rule',
  'escalation-send-failed': 'rule',
  'inject-delivered': 'rule',
  'probe-answered': 'rule',
  'hint-given': 'rule',
  'drill-clock-changed': 'rule',
  'drill-ended': 'rule',
  'runbook-attached': '/runs',
  'runbook-none-fits': '/runs/none-fits',
  'runbook-detached': '/runs/:run/detachment',
  'run-version-moved': '/runs/:run/version',
  'phase-moved': '/runs/:run/phase',
  'step-opened': '/runs/:run/steps/:step/opening',
  'step-claimed': '/runs/:run/steps/:step/claim',
  'step-confirmed': '/runs/:run/steps/:step/confirmation',
  'command-copied': '/runs/:run/steps/:step/copies',
  'value-recorded': 'part',
  'check-changed': '/runs/:run/steps/:step/checks/:check',
  'step-answered': '/runs/:run/steps/:step/result',
  'step-held': '/runs/:run/steps/:step/hold',
  'step-resumed': '/runs/:run/steps/:step/resumption',
  'step-skipped': '/runs/:run/steps/:step/skip',
  'step-limit-passed': 'time',
  'step-undone': '/runs/:run/steps/:step/undo',
  'step-reopened': '/runs/:run/steps/:step/reopening',
  'step-questioned': '/runs/:run/questions',
  'hypothesis-opened': '/hypotheses',
  'hypothesis-evidence-added': '/hypotheses/:id/evidence',
  'hypothesis-parked': '/hypotheses/:id/parking',
  'hypothesis-resumed': '/hypotheses/:id/resumption',
  'hypothesis-ruled-out': '/hypotheses/:id/ruling-out',
  'hypothesis-confirmed': '/hypotheses/:id/confirmation',
  'hypothesis-reopened': '/hypotheses/:id/reopening',
  'hypothesis-limit-passed': 'time',
  'decision-made': '/decisions',
  'change-started': '/changes',
  'change-finished': '/changes/:id/outcome',
  'change-undone': '/changes/:id/undoing',
  'task-given': '/tasks',
  'task-accepted': '/tasks/:id/acceptance',
  'task-passed': '/tasks/:id/passing',
  'task-closed': '/tasks/:id/end',
  'note-added': '/notes',
  'attachment-added': '/attachments',
  'follow-up-noted': '/follow-ups',
  'entry-pinned': '/entries/:seq/pin',
  'update-drafted': '/updates/drafts',
  'update-approved': '/updates/drafts/:id/approval',
  'update-sent': '/updates',
  'update-seen-public': '/updates/:id/sighting',
  'update-due-set': '/updates/due',
  'update-overdue': 'time',
  'time-corrected': '/entries/:seq/time',
  'text-corrected': '/entries/:seq/text',
  'entry-struck': '/entries/:seq/strike',
  'entry-redacted': 'own',
  'clock-skew-noticed': 'rule',
  'delay-noticed': 'time',
};

test('the catalogue names every kind and no other', () => {
  assert.deepEqual(Object.keys(CATALOGUE).toSorted(), Object.keys(BODIES).toSorted());
});

const acts = new Set(ACTS.map(({ path }) => path));
const forms = formAddresses();
const stories = sourcesIn('test/journeys', '.ts')
  .map(({ text }) => text)
  .join('\n');

for (const [kind, state] of Object.entries(CATALOGUE)) {
  if (!state.startsWith('/')) continue;
  test(`${kind} can be made by the API and by a form of a page`, () => {
    assert.ok(acts.has(state), `${state} is an act`);
    assert.ok(forms.has(state.replaceAll(/:\w+/g, ':x')), `a page sends ${state}`);
  });
}

test('an act without a form is found', () => {
  assert.equal(forms.has('/runs/:x/steps/:x/values'), false, 'values go along with the answer');
});

function lastOf(address: string): string {
  return address.split('/').findLast((part) => !part.startsWith(':')) ?? '';
}

test('every kind that a person makes is told in a story, which sends its form or its call', () => {
  const untold = Object.values(CATALOGUE).filter((state) => state.startsWith('/') && !isTold(state));
  assert.deepEqual(untold, []);
  assert.equal(isTold('/runs/:run/steps/:step/applause'), false, 'what no story tells is found');
});

/** Whether some story names an address that ends as this one does. */
function isTold(address: string): boolean {
  return new RegExp(`/${lastOf(address)}(?:/[^'"\`]*)?['"\`/]`).test(stories);
}

/** A raw id; nobody may read one on the timeline. */
const RAW = '01HZXRAWRAWRAWRAWRAWRAWRAW';
/** Ids that are words which people chose: slugs. */
const SLUGS = /^(?:added|removed|service|looked|runbookId|test)$/;

type Shape = {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  maxLength?: number;
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
};

/** A value of a shape: with all fields, or with only those that it needs. */
function sample(shape: Shape, name: string, isFull: boolean): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  if (shape.anyOf?.[0]) return sample(shape.anyOf[0], name, isFull);
  if (shape.properties) {
    const fields = Object.entries(shape.properties);
    const shown = fields.filter(([field]) => isFull || shape.required?.includes(field) === true);
    return Object.fromEntries(shown.map(([field, inner]) => [field, sample(inner, field, isFull)]));
  }
  if (shape.type === 'object') return {};
  if (shape.type === 'array') return shape.items ? [sample(shape.items, name, isFull)] : [];
  if (shape.type === 'boolean') return true;
  if (shape.type === 'integer' || shape.type === 'number') return 3;
  return sampleText(shape, name);
}

function sampleText({ format, pattern, maxLength }: Shape, name: string): string {
  if (format === 'date-time') return '2023-06-12T17:15:00.000Z';
  if (format === 'uri') return 'https://example.org/7';
  if (pattern?.includes('INC') === true) return 'INC-7';
  if (pattern?.includes('0-9a-f') === true) return 'e'.repeat(64);
  if (name === 'signals') return 'surprised-us';
  if (maxLength === 100) return SLUGS.test(name) ? 'storefront' : RAW;
  return name === 'to' && maxLength === undefined ? '2023-06-12T17:15:00.000Z' : 'Words of a person';
}

function sampleEntry(kind: string, isFull: boolean): StoredEntry {
  const schema: z.ZodType = BODIES[kind as Kind];
  const shape = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Shape;
  const told = { occurredAt: '2023-06-12T17:15:00.000Z', recordedAt: '2023-06-12T17:15:00.000Z' };
  const actor = { type: 'person', id: RAW, name: 'Ana Ruiz' } as const;
  const chain = { opId: '', previousHash: '', hash: '' };
  const place = { id: RAW, incidentId: RAW, seq: 9, precision: 'exact', source: 'live' } as const;
  return { ...told, ...chain, ...place, actor, kind, body: sample(shape, '', isFull) };
}

for (const kind of Object.keys(CATALOGUE)) {
  test(`${kind} reads as a clear sentence`, () => {
    for (const isFull of [true, false]) {
      const entry = sampleEntry(kind, isFull);
      assert.ok(isKnown(entry), JSON.stringify(entry.body));
      const sentence = sentenceOf(entry, 'America/Los_Angeles');
      assert.doesNotMatch(sentence, /undefined|\[object|NaN|null|\.\.| {2}/);
      assert.match(sentence, /^[A-Z0-9"“].{10,}$/s);
      if (isFull) assert.ok(!sentence.includes(RAW), sentence);
    }
  });
}
