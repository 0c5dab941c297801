import { NotFound } from '../core/refused.ts';
import { asset, file } from './answer.ts';
import type { Assets } from './assets.ts';
import { noFields } from './fields.ts';
import { paths } from './paths.ts';
import { publicRoute, type Route } from './route.ts';

/** Static files, and what crawlers ask for. */
export function assetRoutes(assets: Assets): Route[] {
  return [
    publicRoute('GET', paths.asset, noFields, ({ params }) => {
      const found = assets.find(params.file ?? '');
      if (found === undefined)
        throw new NotFound('There is no such file. Open the page anew to get the current one.');
      return asset(found.bytes, found.type);
    }),
    publicRoute('GET', paths.robots, noFields, () => file('User-agent: *\nDisallow: /\n', 'text/plain')),
  ];
}
