import { readFileSync } from 'node:fs';
import { file, page } from './answer.ts';
import type { Assets } from './assets.ts';
import { noFields } from './fields.ts';
import { paths } from './paths.ts';
import { publicRoute, type Route } from './route.ts';

const TOKENS = new URL('../../static/css/tokens.css', import.meta.url);

/** What makes Muster work without network and as an app of its own: the service worker, the manifest, `/offline`. */
export function workerRoutes(assets: Assets): Route[] {
  return [
    // At the root, since a worker sees the pages below its own address.
    publicRoute('GET', paths.worker, noFields, ({ to }) => file(workerText(assets, to), 'text/javascript')),
    publicRoute('GET', paths.manifest, noFields, ({ to }) =>
      file(JSON.stringify(manifest(assets, to)), 'application/manifest+json'),
    ),
    publicRoute('GET', paths.offline, noFields, () => page('offline', 'Without network', {})),
  ];
}

type To = (path: string) => string;

/** The worker is made of modules; what it keeps from the start is what pages are made with. A new list is a new worker. */
function workerText(assets: Assets, to: To): string {
  const files = assets.all().map(to);
  return [
    `import { keepCopies } from '${to(assets.url('copies.js'))}';`,
    `import { ring } from '${to(assets.url('ring.js'))}';`,
    `keepCopies(${JSON.stringify(files)});`,
    `ring('${to(assets.url('icon-192.png'))}');\n`,
  ].join('\n');
}

/** @see https://www.w3.org/TR/appmanifest/ */
function manifest(assets: Assets, to: To): object {
  const floor = floorColour();
  const icon = (name: string, size: number, purpose = 'any') => ({
    src: to(assets.url(name)),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return {
    id: to(paths.board),
    name: 'Muster',
    description: 'Incident response that leads people through runbooks',
    start_url: to(paths.board),
    scope: to(paths.board),
    display: 'standalone',
    background_color: floor,
    theme_color: floor,
    icons: [icon('icon-192.png', 192), icon('icon-512.png', 512), icon('icon-maskable.png', 512, 'maskable')],
    shortcuts: [
      { name: 'Declare an incident', url: to(paths.declare) },
      { name: 'Incidents', url: to(paths.incidents) },
    ],
  };
}

/** Colours are written in tokens.css only; a manifest takes one, and is given the light one. */
function floorColour(): string {
  const [, light] = /--bg: light-dark\((#[0-9a-f]{6})/.exec(readFileSync(TOKENS, 'utf8')) ?? [];
  if (light === undefined) throw new Error('tokens.css does not say what colour the floor has');
  return light;
}
