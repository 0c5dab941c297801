import { z } from 'zod';
import { peopleInAudit, readAudit } from '../audit/actions.ts';
import type { Db } from '../store/open.ts';
import { page } from '../web/answer.ts';
import { optionalLine, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { auditPage } from './audit-pages.ts';

const ON_A_PAGE = 50;

const filterFields = z.strictObject({
  person: optionalLine(100),
  kind: optionalLine(100),
  before: wholeNumber(0, Number.MAX_SAFE_INTEGER, 'the place behind which the page begins', 0),
});

/** `/admin/audit`: what was done that is not the story of an incident. */
export function auditRoutes(db: Db, homeZone: string): Route[] {
  return [
    route('GET', paths.audit, 'audit.read', filterFields, async ({ viewer, fields }) => {
      const { before, ...filter } = fields;
      const found = await readAudit(db, filter, ON_A_PAGE, before === 0 ? undefined : before);
      const people = await peopleInAudit(db);
      const model = auditPage({ ...found, people }, filter, viewer.zone ?? homeZone);
      return page('admin/audit', 'Audit log', model, { noStore: true });
    }),
  ];
}
