/** What axe-core finds on a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Hatching stands beside words and never beneath them, but axe-core gives up on anything that holds it. So it is taken
 * off for as long as axe-core reckons the contrast of those words.
 */
const UNHATCHED = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.step::before, .command::before, .button-danger::before { content: none !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}`;

export type Barriers = {
  /** The rule, and the first element that breaks it. */
  violations: string[];
  /** What a person has to judge: the rule, and the kind of element, `color-contrast .step-row`. */
  unsure: string[];
};

/** @see https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
export async function barriersOf(page: Page): Promise<Barriers> {
  // It takes longer to read than to run, and stays as long as the document.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE);
  await page.evaluate(UNHATCHED);
  const found = await page.evaluate<Barriers>(`axe
    .run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations', 'incomplete'] })
    .then(({ violations, incomplete }) => {
      const kind = (target) => {
        const { classList, localName } = document.querySelector(target);
        return classList.length > 0 ? '.' + classList[0] : localName;
      };
      return {
        violations: violations.map(({ id, nodes }) => id + ': ' + nodes[0].html),
        unsure: [...new Set(incomplete.flatMap(({ id, nodes }) =>
          nodes.map(({ target }) => id + ' ' + kind(target[0]))))],
      };
    })`);
  await page.evaluate('document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)');
  return found;
}
