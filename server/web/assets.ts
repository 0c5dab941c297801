import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { byCharacters } from '../core/lists.ts';
import { packed as pack, type Packing } from './packing.ts';
import { paths, href } from './paths.ts';

export type Asset = { bytes: Buffer; type: string };

/** Static files under the hash of their content, so that browsers keep them for ever and never ask again. */
export type Assets = {
  /** The address of a file below the root of Muster: `/static/app.3f2a….css`. */
  url(name: string): string;
  find(file: string): Asset | undefined;
  /** The addresses of all that pages are made with, so that a device can keep it. */
  all(): string[];
  /** The text of some style sheets together, for a file that stands by itself. */
  styles(...names: string[]): string;
  /** The bytes of a file packed as small as they get, once; undefined for files that are packed already. */
  packed(file: string, packing: Packing): Promise<Buffer> | undefined;
};

const STATIC = new URL('../../static/', import.meta.url);
const require = createRequire(import.meta.url);

const FONTS = {
  'b612-400.woff2': '@fontsource/b612/files/b612-latin-400-normal.woff2',
  'b612-700.woff2': '@fontsource/b612/files/b612-latin-700-normal.woff2',
  'plex-mono-400.woff2': '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
} as const;

/** The icons of the app, which the system keeps, and the modules of the worker, which come with it. */
const NOT_OF_PAGES = /\.png$|^(?:copies|ring)\.js$/;

/** Style sheets of pages that few open in a hurry; all others would have to carry them. */
const APART = ['band.css', 'chart.css', 'drill.css'];

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
};

/** Reads everything once, at start. The style sheets are joined into `app.css`, layers and tokens first, but for those apart. */
export function loadAssets(basePath: string): Assets {
  const byFile = new Map<string, Asset>();
  const files = new Map<string, string>();
  const add = (name: string, bytes: Buffer): void => {
    const [stem, ending] = splitEnding(name);
    const file = `${stem}.${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${ending}`;
    files.set(name, file);
    byFile.set(file, { bytes, type: TYPES[ending] ?? 'application/octet-stream' });
  };
  const url = (name: string): string => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`There is no static file "${name}"`);
    return href(paths.asset, { file });
  };
  for (const [name, path] of Object.entries(FONTS)) add(name, readFileSync(require.resolve(path)));
  // Written for a page's scripts; as a module it hands out its one name.
  const idiomorph = readFileSync(require.resolve('idiomorph/dist/idiomorph.min.js'), 'utf8');
  add('idiomorph.js', Buffer.from(`${idiomorph}\nexport { Idiomorph };\n`));
  const addModule = (name: string): void => {
    if (files.has(name)) return;
    const text = readFileSync(new URL(`js/${name}`, STATIC), 'utf8');
    add(name, Buffer.from(withHashes(withoutComments(text), addModule, files)));
  };
  for (const name of namesIn('img/')) add(name, readFileSync(new URL(`img/${name}`, STATIC)));
  for (const name of namesIn('js/')) addModule(name);
  const below = (name: string): string => basePath + url(name);
  const isApart = (name: string): boolean => APART.includes(name);
  const sheets = namesIn('css/');
  add(
    'app.css',
    Buffer.from(
      joinedStyles(
        sheets.filter((name) => !isApart(name)),
        below,
      ),
    ),
  );
  for (const name of sheets.filter(isApart)) add(name, Buffer.from(joinedStyles([name], below)));
  const packings = new Map<string, Promise<Buffer>>();
  const packed = (file: string, packing: Packing): Promise<Buffer> | undefined => {
    const asset = byFile.get(file);
    if (asset === undefined || /^(?:font|image\/png)/.test(asset.type)) return undefined;
    const known = packings.get(`${packing} ${file}`) ?? pack(asset.bytes, packing, 'best');
    packings.set(`${packing} ${file}`, known);
    return known;
  };
  const all = (): string[] => [...files.keys()].filter((name) => !NOT_OF_PAGES.test(name)).map(url);
  return {
    url,
    find: (file) => byFile.get(file),
    all,
    styles: (...names) => joinedStyles(names, below),
    packed,
  };
}

/** Half of a module is said to those who read it. Ours have comments on lines of their own, and no text over lines. */
function withoutComments(text: string): string {
  return text.replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '').replace(/^ *(?:\/\/.*\n)?/gm, '');
}

/** Modules name each other and pictures, and browsers find them by their hash; so what is named comes first. */
function withHashes(text: string, add: (name: string) => void, files: ReadonlyMap<string, string>): string {
  const names = /((?:from |import\(|new URL\()'\.\/)([a-z-]+\.(?:js|svg))'/g;
  return text.replace(names, (_whole, from: string, name: string) => {
    add(name);
    return `${from}${files.get(name) ?? name}'`;
  });
}

function joinedStyles(sheets: readonly string[], url: (name: string) => string): string {
  const names = sheets.toSorted((a, b) => rank(a) - rank(b) || byCharacters(a, b));
  const css = names.map((name) => readFileSync(new URL(`css/${name}`, STATIC), 'utf8')).join('\n');
  return tightened(css).replace(
    /url\(['"]asset:([^'"]+)['"]\)/g,
    (_whole, name: string) => `url("${url(name)}")`,
  );
}

/**
 * Without comments and indentation, which are a fifth of what a phone would fetch. Texts in our style sheets hold
 * neither comments, nor blanks in a row, nor blanks around `{}:;,`.
 */
function tightened(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}');
}

function rank(name: string): number {
  const first = ['layers.css', 'tokens.css'].indexOf(name);
  return first === -1 ? 2 : first;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(new URL(folder, STATIC)).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}

function splitEnding(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
