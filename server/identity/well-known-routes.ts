import { plusSeconds } from '../core/time.ts';
import { file, seeOther } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { publicRoute, type Route } from '../web/route.ts';
import type { PeopleSettings } from './people-routes.ts';

const HALF_A_YEAR_SECONDS = 180 * 86_400;

/** What password managers and finders of weaknesses ask every site for. */
export function wellKnownRoutes({ publicAddress }: PeopleSettings): Route[] {
  return [
    // https://w3c.github.io/webappsec-change-password-url/
    publicRoute('GET', paths.changePassword, noFields, () => seeOther(`${paths.me}#password`)),
    // RFC 9116
    publicRoute('GET', paths.securityText, noFields, ({ now }) => {
      const lines = [
        `Contact: ${publicAddress}${paths.help}`,
        `Expires: ${plusSeconds(now, HALF_A_YEAR_SECONDS)}`,
        'Preferred-Languages: en',
        `Canonical: ${publicAddress}${paths.securityText}`,
      ];
      return file(`${lines.join('\n')}\n`, 'text/plain; charset=utf-8');
    }),
  ];
}
