import { page } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { may, type Viewer } from '../web/viewer.ts';

/** What there is to look after, each area with its page. */
export type AdminPage = { areas: readonly { name: string; href: string; words: string }[] };

type Area = AdminPage['areas'][number] & { permission: string };

const AREAS: readonly Area[] = [
  {
    name: 'People',
    href: paths.people,
    words: 'Who may sign in, and what they may do; invitations and password links.',
    permission: 'person.invite',
  },
  {
    name: 'Teams',
    href: paths.teams,
    words: 'Who works with whom. A team owns services.',
    permission: 'team.edit',
  },
  {
    name: 'Services',
    href: paths.services,
    words: 'What can break, who owns it, and its usual runbook.',
    permission: 'service.edit',
  },
  {
    name: 'Integrations',
    href: paths.integrations,
    words: 'Who may send alerts, what came last, and what could not be used.',
    permission: 'integration.edit',
  },
  {
    name: 'Severities',
    href: paths.severities,
    words: 'What makes an incident SEV-1 to SEV-4, and what each asks of the room.',
    permission: 'settings.edit',
  },
  {
    name: 'API tokens',
    href: paths.tokens,
    words: 'What programs hold, whoever made it: when each was last used, and an end to it.',
    permission: 'token.any',
  },
  {
    name: 'Audit log',
    href: paths.audit,
    words:
      'Who did what outside of incidents: sign-ins that failed, changes of people and services, backups.',
    permission: 'audit.read',
  },
];

/** `/admin`: the areas that the reader may open. */
export function adminRoutes(): Route[] {
  return [
    route('GET', paths.admin, 'team.edit', noFields, ({ viewer }) =>
      page('admin/index', 'Administration', adminPage(viewer)),
    ),
  ];
}

function adminPage(viewer: Viewer): AdminPage {
  return { areas: AREAS.filter(({ permission }) => may(viewer, permission)) };
}
