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
    .send({ ...hiddenFields(opened.text, action), ...typed });
}

/** The hidden fields of the form that goes to `action`, as the page gave them. */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const forms = html.split('<form ').slice(1);
  const form = forms.find((text) => text.slice(0, text.indexOf('>')).includes(`action="${action}"`));
  assert.ok(form !== undefined, `the page has a form for ${action}`);
  const inside = form.slice(0, form.indexOf('</form>'));
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
