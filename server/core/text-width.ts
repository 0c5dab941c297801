/**
 * How wide words are when they are drawn, so that a picture can break its lines on the server. The widths are those of
 * B612 in parts of its size, rounded up: what falls back to another face has some air.
 */
const NARROW = /[iljtfrI1.,:;'"!|()[\]{}\s/\\-]/;
const WIDE = /[mwMW@%&—…]/;
const CAPITAL = /\p{Lu}/u;
/** Scripts whose signs fill a square. */
const SQUARE =
  /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\p{Extended_Pictographic}]/u;

function widthOfSign(sign: string): number {
  if (SQUARE.test(sign)) return 1.05;
  if (NARROW.test(sign)) return 0.37;
  if (WIDE.test(sign)) return 0.88;
  return CAPITAL.test(sign) ? 0.66 : 0.54;
}

/** The width of a text in the unit of the size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += widthOfSign(sign);
  return width * size;
}

/**
 * Breaks a text into lines that are no wider than the room, and cuts what does not fit into the last one. A word that
 * is wider than a line is cut as well, since a picture has no other place for it.
 */
export function brokenLines(text: string, room: number, size: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  const shown = lines.slice(0, most).map((line) => fitted(line, room, size));
  const last = shown.at(-1);
  if (lines.length > most && last !== undefined) shown[most - 1] = fitted(`${last} …`, room, size, '…');
  return shown;
}

function fitted(line: string, room: number, size: number, end = ''): string {
  if (textWidth(line, size) <= room) return line;
  let kept = [...line.slice(0, line.length - end.length)];
  while (kept.length > 1 && textWidth(`${kept.join('')}…`, size) > room) kept = kept.slice(0, -1);
  return `${kept.join('').trimEnd()}…`;
}
