import { z } from 'zod';
import { activePeople } from '../identity/directory-actions.ts';
import type { People } from '../identity/people.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { Person } from './people-json.ts';
import { listOf } from './shape.ts';

const ListFields = z.strictObject(listFields);

/** Who can be asked to come or be offered a role: acts name people by their id. */
export function peopleApi({ db }: People): Route[] {
  return [
    route(
      'GET',
      paths.apiPeople,
      'incident.read',
      ListFields,
      async (ask) => {
        const people = await activePeople(db);
        const { items, next } = pageOf(people, ({ name, id }) => `${name.toLowerCase()}~${id}`, ask.fields);
        const data = items.map(({ id, name, role }) => ({ person_id: id, name, role }));
        return listAnswer(ask, paths.apiPeople, { limit: ask.fields.limit }, data, next);
      },
      {
        summary: 'List the people who can be asked or given a role',
        scope: 'incidents:read',
        answers: listOf(Person),
      },
    ),
  ];
}
