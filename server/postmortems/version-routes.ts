import { z } from 'zod';
import { page, seeOther } from '../web/answer.ts';
import { wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { newest, type PostmortemKit } from './actions.ts';
import { conflictOr, numberIn, rev, zoneOf } from './routes.ts';
import { restoreVersion, twoVersions } from './version-actions.ts';
import { comparePage } from './version-pages.ts';

/** Left out, 0: the newest two. */
const number = (what: string) => wholeNumber(0, 1_000_000, what, 0);
const CompareFields = z.strictObject({ from: number('the older version'), to: number('the newer version') });
const RestoreFields = z.strictObject({ version: rev, base_rev: rev });

/** Comparing versions of a postmortem, and bringing one back. */
export function versionRoutes(kit: PostmortemKit): Route[] {
  return [
    route('GET', paths.postmortemCompare, 'postmortem.write', CompareFields, async (ask) => {
      const number = await numberIn(kit, ask);
      const { row } = await newest(kit.db, ask.viewer, number);
      const to = ask.fields.to || row.rev;
      const from = ask.fields.from || Math.max(1, to - 1);
      const two = await twoVersions(kit, ask.viewer, number, { from, to });
      const model = comparePage(number, two, { zone: zoneOf(kit, ask), mayRestore: true });
      const title = `Versions ${String(from)} and ${String(to)} of the postmortem of ${model.key}`;
      return page('postmortems/compare', title, model);
    }),
    route('POST', paths.postmortemRestore, 'postmortem.write', RestoreFields, async (ask) => {
      const number = await numberIn(kit, ask);
      return conflictOr(kit, ask, number, async () => {
        const { version, base_rev: baseRev } = ask.fields;
        const rev = await restoreVersion(kit, ask.viewer, number, { version, baseRev });
        return seeOther(
          href(paths.postmortem, { number }),
          `Version ${String(version)} is back, as version ${String(rev)}. The ones between stay readable.`,
        );
      });
    }),
  ];
}
