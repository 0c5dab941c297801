import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAssets } from '../../server/web/assets.ts';
import { fieldOf, tickedOf, type FieldView } from '../../server/web/field-view.ts';
import { makeRender, type Filled } from '../../server/web/render.ts';

const problem = { field: 'name', sentence: 'Enter a name.' };
const filled: Filled = {
  action: '/me/profile',
  values: { name: '', zone: 'PST', scopes: ['a', 'b'], one: 'c' },
  problems: [problem],
};

test('a field holds what is stored, until its form comes back with what was typed', () => {
  assert.deepEqual(fieldOf({ filled: undefined }, '/me/profile', 'name', 'Ana'), {
    id: 'field-me-profile-name',
    name: 'name',
    value: 'Ana',
    problem: undefined,
  });
  assert.deepEqual(fieldOf({ filled }, '/me/profile', 'name', 'Ana'), {
    id: 'field-me-profile-name',
    name: 'name',
    value: '',
    problem,
  });
  assert.equal(fieldOf({ filled }, '/me/profile', 'zone', 'UTC').value, 'PST');
  assert.equal(fieldOf({ filled }, '/me/profile', 'missing', 'stored').value, '');
});

test('another form on the page keeps what is stored', () => {
  assert.deepEqual(fieldOf({ filled }, '/me/tokens', 'name', 'Ana'), {
    id: 'field-me-tokens-name',
    name: 'name',
    value: 'Ana',
    problem: undefined,
  });
});

test('boxes stay ticked as they were sent, one or several', () => {
  assert.deepEqual(tickedOf({ filled: undefined }, '/me/profile', 'scopes', ['x']), ['x']);
  assert.deepEqual(tickedOf({ filled }, '/me/profile', 'scopes', ['x']), ['a', 'b']);
  assert.deepEqual(tickedOf({ filled }, '/me/profile', 'one'), ['c']);
  assert.deepEqual(tickedOf({ filled }, '/me/profile', 'none', ['x']), []);
});

const { part } = makeRender('', loadAssets(''));
const shown = (field: FieldView): string => part('field', field);

test('a field is labelled, and its hint and its problem are read out with it', () => {
  const html = shown({
    id: 'field-zone',
    name: 'zone',
    label: 'Time zone',
    value: 'PST',
    hint: 'Area/City',
    problem,
  });
  assert.match(html, /<label for="field-zone">Time zone<\/label>/);
  assert.match(html, /<p class="hint" id="field-zone-hint">Area\/City<\/p>/);
  assert.match(html, /<p class="field-error" id="field-zone-error">Enter a name\.<\/p>/);
  assert.match(html, /aria-describedby="field-zone-hint field-zone-error" aria-invalid="true"/);
});

test('what was typed is encoded in every kind of field', () => {
  const hostile = '"></textarea><script>alert(1)</script>';
  for (const type of ['text', 'textarea', 'select'] as const) {
    const options = [{ value: hostile, label: hostile }];
    assert.doesNotMatch(
      shown({ id: 'x', name: 'x', label: hostile, value: hostile, type, options }),
      /<script>/,
    );
  }
});

test('text of several lines comes back with its first blank line', () => {
  assert.match(
    shown({ id: 'x', name: 'x', label: 'X', value: '\n  kept', type: 'textarea' }),
    />\n\n {2}kept<\/textarea>/,
  );
});

test('the value that is held is chosen in a select', () => {
  const options = ['a', 'b'].map((value) => ({ value, label: value }));
  assert.match(
    shown({ id: 'x', name: 'x', label: 'X', value: 'b', type: 'select', options }),
    /<option value="b" selected>/,
  );
});
