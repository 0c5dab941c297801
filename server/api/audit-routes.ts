import { z } from 'zod';
import { readAudit } from '../audit/actions.ts';
import type { Db } from '../store/open.ts';
import { optionalLine, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { Deed, deedJson } from './audit-json.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { listOf } from './shape.ts';

const ListFields = z.strictObject({
  person: optionalLine(100).describe('the id of somebody: what was done by them or to them'),
  kind: optionalLine(100).describe('a kind of deed, such as role-changed'),
  limit: listFields.limit,
  cursor: wholeNumber(0, Number.MAX_SAFE_INTEGER, 'next_cursor of the page before', 0),
});

export function auditApi(db: Db): Route[] {
  return [
    route(
      'GET',
      paths.apiAudit,
      'audit.read',
      ListFields,
      async (ask) => {
        const { limit, cursor, ...filter } = ask.fields;
        const { deeds, next } = await readAudit(db, filter, limit, cursor === 0 ? undefined : cursor);
        const data = deeds.map(deedJson);
        return listAnswer(ask, paths.apiAudit, { ...filter, limit }, data, next?.toString());
      },
      { summary: 'Read the audit log, newest first', scope: 'admin', answers: listOf(Deed) },
    ),
  ];
}
