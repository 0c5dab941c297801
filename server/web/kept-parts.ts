import type { SafeHtml } from '../core/html.ts';
import { keeper } from '../core/kept.ts';
import type { Chrome } from './render.ts';

/** Renders a partial, or takes what it looked like before for the same `key`. */
export type Kept = (name: string, key: object, value: object) => SafeHtml;

/** Stand for the two proofs of a form, which are new on each page. No text holds NUL, so none is taken for one. */
const CSRF = '\u0000c';
const OP_ID = '\u0000o';

/** HTML between the proofs: `texts` is one longer than `holes`. */
type Pieces = { texts: readonly string[]; holes: readonly string[] };

/**
 * Keeps partials of a page whose model stays the same object from page to page, such as a step that was answered: its
 * HTML is made once and lives as long as that object. What a partial shows may depend on its key and on the proofs of
 * its forms alone. A page on which a form came back is rendered anew, as any field may be the one that was wrong.
 */
export function keepParts(render: (name: string, value: object) => SafeHtml): Kept {
  const known = keeper<object, Pieces>();
  return (name, key, value) => {
    const { chrome } = value as { chrome?: Chrome };
    if (chrome?.filled !== undefined) return render(name, value);
    return joined(
      known(key, name, () => piecesOf(render(name, holed(value, chrome)))),
      chrome,
    );
  };
}

function holed(value: object, chrome: Chrome | undefined): object {
  if (chrome === undefined) return value;
  return { ...value, chrome: { ...chrome, csrf: CSRF, newOpId: () => OP_ID } };
}

function piecesOf(html: SafeHtml): Pieces {
  const found = html.split(/(\0[co])/);
  return {
    texts: found.filter((_, index) => index % 2 === 0),
    holes: found.filter((_, index) => index % 2 === 1),
  };
}

function joined({ texts, holes }: Pieces, chrome: Chrome | undefined): SafeHtml {
  if (chrome === undefined || holes.length === 0) return texts.join('') as SafeHtml;
  let html = texts[0] ?? '';
  for (const [index, hole] of holes.entries()) {
    html += (hole === CSRF ? chrome.csrf : chrome.newOpId()) + (texts[index + 1] ?? '');
  }
  return html as SafeHtml;
}
