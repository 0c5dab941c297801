/** A postmortem as one file: it opens from a disk without network, with its pictures and the record behind it. */
import { encoded, type SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { dateClockText, isoWithOffset } from '../core/time.ts';
import { effective } from '../incidents/corrections.ts';
import { sentenceOf } from '../incidents/sentences.ts';
import type { State } from '../incidents/state.ts';
import { withoutTitle } from './document.ts';

/** Colours are those of whatever shows it, so that it is read in light, in dark and on paper. */
const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { line-height: 1.2; }
h2 { margin-top: 2.2em; border-bottom: 1px solid GrayText; }
table { border-collapse: collapse; width: 100%; font-size: 0.92em; }
th, td { padding: 0.3em 0.6em 0.3em 0; border-bottom: 1px solid GrayText; text-align: left; vertical-align: top; }
.table { overflow-x: auto; }
img { max-width: 100%; height: auto; }
code { font-family: ui-monospace, monospace; font-size: 0.92em; }
pre { overflow-x: auto; padding: 0.6em; border: 1px solid GrayText; }
.about { font-size: 0.9em; }
.skip:not(:focus) { position: absolute; left: -999rem; }
.hash { font: 0.72rem/1.3 ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2, h3 { break-after: avoid; } tr, img { break-inside: avoid; } }
`;

export type HtmlExport = {
  title: string;
  text: string;
  /** Makes addresses below the root whole ones. */
  absolute: (path: string) => string;
  /** "published version 3, exported …". */
  about: string;
  /** Pictures by the address under which the text shows them, as `data:` addresses. */
  pictures: ReadonlyMap<string, string>;
  /** The incident over its time, with the style sheets that it is drawn by. */
  band: { figure: SafeHtml; styles: string } | undefined;
  /** What is said of the chain of hashes. */
  chain: string;
};

export function htmlExport(
  state: State,
  { title, text, absolute, about, pictures, band, chain }: HtmlExport,
): string {
  const drill = state.kind === 'drill' ? '<p><strong>DRILL</strong></p>' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Muster">
<title>${encoded(title)}</title>
<style>${band?.styles ?? ''}${STYLE}</style>
</head>
<body>
<main>
${drill}<h1>${encoded(title)}</h1>
<p class="about">${encoded(about)}</p>
${withPictures(toHtml(withoutTitle(text), { link: (to) => (to.startsWith('/') ? absolute(to) : to) }), pictures)}
${band === undefined ? '' : `<section aria-labelledby="over-time">\n<h2 id="over-time">The incident over its time</h2>\n${band.figure}</section>`}
<section aria-labelledby="entries">
<h2 id="entries">Appendix: every entry of the record</h2>
<p>${encoded(chain)}</p>
${entriesTable(state)}
</section>
</main>
</body>
</html>
`;
}

/** Only pictures that we know become part of the file; others stay links that lead nowhere without network. */
function withPictures(html: string, pictures: ReadonlyMap<string, string>): string {
  return html.replace(/<img src="([^"]+)"/g, (whole, src: string) => {
    const data = pictures.get(src);
    return data === undefined ? whole : `<img src="${data}"`;
  });
}

function entriesTable(state: State): string {
  const zone = state.homeZone;
  const counted = new Map(effective(state.entries).map((entry) => [entry.seq, entry]));
  const rows = state.entries.map((entry) => {
    const { seq, hash } = entry;
    const { occurredAt } = counted.get(seq) ?? entry;
    return `<tr id="e${String(seq)}"><th scope="row">${String(seq)}</th><td><time datetime="${occurredAt}">${encoded(dateClockText(occurredAt, zone))}</time></td><td>${encoded(sentenceOf(entry, zone))}<div class="hash">${hash}</div></td></tr>`;
  });
  return `<div class="table" role="group" aria-label="Entries" tabindex="0"><table><thead><tr><th scope="col">Entry</th><th scope="col">When</th><th scope="col">What, and its hash</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

/** "INC-42, version 3 (published), exported 2026-06-12T10:15:00-07:00 (America/Los_Angeles)". */
export function exportWords(
  { key, homeZone }: Pick<State, 'key' | 'homeZone'>,
  { version, standing, at }: { version: number; standing: string; at: string },
): string {
  return `${key}, version ${String(version)} (${standing}), exported ${isoWithOffset(at, homeZone)} (${homeZone}).`;
}
