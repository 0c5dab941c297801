import { NotFound } from '../core/refused.ts';
import { asset, file } from './answer.ts';
import type { Assets } from './assets.ts';
import { noFields } from './fields.ts';
import { packingOf } from './packing.ts';
import { paths } from './paths.ts';
import { publicRoute, type Route } from './route.ts';

/** Static files, and what crawlers ask for. */
export function assetRoutes(assets: Assets): Route[] {
  return [
    publicRoute('GET', paths.asset, noFields, async ({ params, header }) => {
      const name = params.file ?? '';
      const found = assets.find(name);
      if (found === undefined)
        throw new NotFound('There is no such file. Open the page anew to get the current one.');
      const packing = packingOf(header('accept-encoding'));
      const packed = packing && (await assets.packed(name, packing));
      return packed === undefined ? asset(found.bytes, found.type) : asset(packed, found.type, packing);
    }),
    // The status page is for everybody, and nothing else is to be found by searching.
    publicRoute('GET', paths.robots, noFields, ({ to }) =>
      file(`User-agent: *\nAllow: ${to(paths.status)}\nDisallow: ${to('/')}\n`, 'text/plain'),
    ),
  ];
}
