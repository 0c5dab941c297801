import { z } from 'zod';
import { onCall } from '../escalation/schedule.ts';
import { listPolicies } from '../escalation/policy-actions.ts';
import { listSchedules } from '../escalation/schedule-actions.ts';
import { openEscalations } from '../escalation/run-actions.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { contactables } from '../identity/directory-actions.ts';
import { optionalLine } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { instantField } from './moment-field.ts';
import { instant, listOf, orNull } from './shape.ts';

const Named = z.object({ id: z.string(), name: z.string() });

const OnCall = z
  .object({
    schedule: z.string().describe('the name of the schedule in addresses'),
    name: z.string(),
    zone: z.string(),
    person: Named.nullable().describe('who is on call now; null when nobody is'),
    until: instant.nullable().describe('when that changes; null when it does not'),
  })
  .meta({ id: 'OnCall', description: 'Who is on call in a schedule' });

const Policy = z
  .object({
    policy: z.string().describe('the id by which requests name it'),
    slug: z.string(),
    name: z.string(),
    version: z.int(),
    levels: z.int().describe('how many levels it has before the fallback'),
  })
  .meta({ id: 'Policy', description: 'Who is asked in which order' });

const Escalation = z
  .object({
    escalation_id: z.string(),
    incident: z.string(),
    title: z.string(),
    severity: z.string().nullable(),
    policy: z.string(),
    state: z.enum(['requested', 'sent', 'accepted', 'exhausted', 'withdrawn']),
    level: z.int().describe('0 before the first, and one more than there are for the fallback'),
    loop: z.int(),
    asked: z.array(z.string()).describe('the ids of those whom the level told'),
    goes_on_at: instant.nullable(),
  })
  .meta({ id: 'Escalation', description: 'An escalation that waits for an answer' });

/** Whether somebody may read what an escalation is about. */
export type MayReadRun = (
  viewer: SignedInAsk['viewer'],
  run: { subject: { key: string } },
) => Promise<boolean>;

/** Who is on call, the policies that can be begun, and what is open. */
export function escalationApi(kit: EscalationKit, mayRead: MayReadRun): Route[] {
  return [
    route(
      'GET',
      paths.apiOnCall,
      'oncall.read',
      z.strictObject({ ...listFields, at: optionalLine(60).describe('an instant; left out it is now') }),
      async (ask) => {
        const names = new Map((await contactables(kit.db)).map(({ id, name }) => [id, name]));
        const at = instantField(ask.fields.at, 'at') ?? ask.now;
        const { items, next } = pageOf(await listSchedules(kit.db), ({ slug }) => slug, ask.fields);
        const data = items.map((schedule) => {
          const { personId, until } = onCall(schedule, at);
          const person = personId === undefined ? null : { id: personId, name: names.get(personId) ?? '' };
          const { slug, name, zone } = schedule;
          return { schedule: slug, name, zone, person, until: orNull(until) };
        });
        return listAnswer(ask, paths.apiOnCall, { limit: ask.fields.limit, at: ask.fields.at }, data, next);
      },
      { summary: 'Who is on call, now or at an instant', scope: 'incidents:read', answers: listOf(OnCall) },
    ),
    route(
      'GET',
      paths.apiPolicies,
      'oncall.read',
      z.strictObject(listFields),
      async (ask) => {
        const { items, next } = pageOf(await listPolicies(kit.db), ({ slug }) => slug, ask.fields);
        const data = items.map(({ id, slug, name, version, levels }) => {
          return { policy: id, slug, name, version, levels: levels.length };
        });
        return listAnswer(ask, paths.apiPolicies, { limit: ask.fields.limit }, data, next);
      },
      { summary: 'List the policies', scope: 'incidents:read', answers: listOf(Policy) },
    ),
    route(
      'GET',
      paths.apiEscalations,
      'oncall.read',
      z.strictObject(listFields),
      async (ask) => {
        const readable = [];
        for (const run of await openEscalations(kit.db))
          if (await mayRead(ask.viewer, run)) readable.push(run);
        const { items, next } = pageOf(readable, ({ id }) => id, ask.fields);
        const data = items.map(({ id, subject, severity, chain, state, cursor, dueAt }) => ({
          escalation_id: id,
          incident: subject.key,
          title: subject.title,
          severity: orNull(severity),
          policy: chain[0]?.name ?? '',
          state,
          level: cursor.level,
          loop: cursor.loop,
          asked: cursor.told,
          goes_on_at: orNull(dueAt),
        }));
        return listAnswer(ask, paths.apiEscalations, { limit: ask.fields.limit }, data, next);
      },
      {
        summary: 'List the escalations that wait for an answer',
        scope: 'incidents:read',
        answers: listOf(Escalation),
      },
    ),
  ];
}
