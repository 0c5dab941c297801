import { z } from 'zod';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { answersAbout } from '../escalation/why-routes.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import { enterRoom } from '../incidents/room-actions.ts';
import { numberAsked } from '../incidents/room-routes.ts';
import { json } from '../web/answer.ts';
import { optionalLine } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { MayReadRun } from './escalation-routes.ts';
import { instant } from './shape.ts';

const Why = z
  .object({
    escalation_id: z.string(),
    policy: z.string(),
    requested_at: instant,
    lines: z.array(z.string()).describe('a sentence for each level, for people'),
  })
  .meta({ id: 'Why', description: 'Why somebody was asked in an escalation, or was not' });

const WhyFields = z.strictObject({
  person: optionalLine(40).describe('the id of a person; left out it is who holds the token'),
});

/** Why somebody was asked to come to an incident, or was not. */
export function whyApi(incidents: IncidentKit, kit: EscalationKit, mayRead: MayReadRun): Route[] {
  return [
    route(
      'GET',
      paths.apiWhy,
      'oncall.read',
      WhyFields,
      async (ask) => {
        const { key } = (await enterRoom(incidents, ask, numberAsked(ask))).state;
        const person = ask.fields.person ?? ask.viewer.id;
        const found = await answersAbout(kit, key, person, ask, mayRead);
        const data = found.map(({ run, lines }) => ({
          escalation_id: run.id,
          policy: run.chain[0]?.name ?? '',
          requested_at: run.requestedAt,
          lines: [...lines],
        }));
        return json({ data } satisfies { data: z.infer<typeof Why>[] });
      },
      {
        summary: 'Why was somebody asked about an incident, or not',
        scope: 'incidents:read',
        answers: z.object({ data: z.array(Why) }),
      },
    ),
  ];
}
