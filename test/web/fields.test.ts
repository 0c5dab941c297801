import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import * as fields from '../../server/web/fields.ts';
import { Invalid } from '../../server/web/problem.ts';

const FORM = z.strictObject({
  title: fields.line('a title', 13),
  note: fields.text('a note', 20),
  nick: fields.optionalLine(5),
  more: fields.optionalText(5),
  severity: fields.choice(['SEV-1', 'SEV-2'], 'Choose a severity.'),
  zone: fields.optionalChoice(['UTC', 'Europe/Berlin'], 'Choose a zone.'),
  drill: fields.flag,
  percent: fields.optionalNumber(0, 100, 'the share'),
  services: fields.several(2),
});

const TYPED = {
  title: '  Cache \t is  cold ',
  note: 'first\r\nsecond\r\n',
  nick: ' ',
  more: '',
  severity: 'SEV-2',
  zone: '',
  drill: 'on',
  percent: ' 12,5 % ',
  services: 'shop',
};

test('what a form sends is tidied and read', () => {
  assert.deepEqual(fields.readFields(FORM, TYPED), {
    title: 'Cache is cold',
    note: 'first\nsecond',
    nick: undefined,
    more: undefined,
    severity: 'SEV-2',
    zone: undefined,
    drill: true,
    percent: 12.5,
    services: ['shop'],
  });
});

test('the API sends the same fields with their own types', () => {
  const sent = { ...TYPED, drill: false, percent: 12.5, services: ['shop', 'cart'], zone: null, nick: null };
  const read = fields.readFields(FORM, sent);
  assert.equal(read.drill, false);
  assert.equal(read.percent, 12.5);
  assert.deepEqual(read.services, ['shop', 'cart']);
  assert.equal(read.zone, undefined);
});

/** One wrong value a row: the field, what was sent, what is said. */
const WRONG: readonly [field: string, value: unknown, sentence: string][] = [
  ['title', '   ', 'Enter a title.'],
  ['title', undefined, 'Enter a title.'],
  ['title', ['a', 'b'], 'Enter a title.'],
  ['title', 'fourteen chars', 'Use at most 13 characters here; move the rest into a note.'],
  ['note', '\r\n', 'Enter a note.'],
  ['nick', 'longer', 'Use at most 5 characters here; move the rest into a note.'],
  ['more', 7, 'This must be text.'],
  ['severity', 'SEV-9', 'Choose a severity.'],
  ['zone', 'PST', 'Choose a zone.'],
  ['drill', 'perhaps', 'Say true or false here.'],
  ['percent', '101', 'Enter the share as a number from 0 to 100, or leave it empty.'],
  ['percent', 'half', 'Enter the share as a number from 0 to 100, or leave it empty.'],
  ['colour', 'red', 'There is no field "colour" here. Leave it out.'],
];

test('each wrong value is named beside its field', () => {
  for (const [field, value, sentence] of WRONG) {
    assert.throws(
      () => fields.readFields(FORM, { ...TYPED, [field]: value }),
      (error) => {
        assert.ok(error instanceof Invalid);
        assert.deepEqual(error.problems, [{ field, sentence }]);
        return true;
      },
    );
  }
});
