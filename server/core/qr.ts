import { LRUCache } from 'lru-cache';
import { encode } from 'uqr';

/** An address as a picture for cameras: so many squares a side, and the dark ones as the path of an SVG. */
export type Qr = { size: number; path: string; says: string };

/** Squares that are left empty around it, without which cameras do not find it. */
const QUIET = 4;

/** Pages are shown again and again, and their addresses stay. */
const known = new LRUCache<string, Qr>({ max: 200 });

export function qrOf(address: string): Qr {
  const before = known.get(address);
  if (before !== undefined) return before;
  const drawn = draw(address);
  known.set(address, drawn);
  return drawn;
}

function draw(address: string): Qr {
  const { data, size } = encode(address, { border: QUIET, ecc: 'M' });
  const path = data.map((row, y) => runsOf(row, y)).join('');
  return { size, path, says: address };
}

/** The dark squares of a row, those beside each other in one piece. */
function runsOf(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const begin = x;
    while (row[x + 1] === true) x += 1;
    const length = String(x + 1 - begin);
    path += `M${String(begin)} ${String(y)}h${length}v1h-${length}z`;
  }
  return path;
}
