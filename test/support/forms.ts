import assert from 'node:assert/strict';
import type { Response } from 'supertest';
import type { Browser } from './world.ts';

export type Typed = Readonly<Record<string, string | readonly string[]>>;

/**
 * Opens a page, fills in the form that goes to `action`, and sends it with the hidden fields that the page gave it.
 * It fails when the page has no such form: what a page does not offer, nobody can do by hand.
 */
export async function sendForm(
  browser: Browser,
  page: string,
  action: string,
  typed: Typed = {},
): Promise<Response> {
  const opened = await browser.get(page);
  assert.equal(opened.status, 200, `${page} opens`);
  return browser
    .post(action)
    .type('form')
    .send({ ...hiddenFields(opened.text, action, Object.keys(typed)), ...typed });
}

/**
 * The hidden fields of the form that goes to `action`, as the page gave them. A page may have several such forms: then
 * it is the first that has all the fields named.
 */
export function hiddenFields(
  html: string,
  action: string,
  names: readonly string[] = [],
): Record<string, string> {
  const forms = html
    .split('<form ')
    .slice(1)
    .filter((text) => text.slice(0, text.indexOf('>')).includes(`action="${action}"`))
    .map((text) => text.slice(0, text.indexOf('</form>')));
  const inside = forms.find((text) => names.every((name) => text.includes(`name="${name}"`))) ?? forms[0];
  assert.ok(inside !== undefined, `the page has a form for ${action}`);
  const inputs = inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, decoded(value)]));
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
