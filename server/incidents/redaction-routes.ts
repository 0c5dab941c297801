import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { askAgain } from '../identity/proof-actions.ts';
import type { People } from '../identity/people.ts';
import { isProved } from '../identity/proof.ts';
import { proofField } from '../identity/form-fields.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { line, noFields, several } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { Done, IncidentKit } from './actions.ts';
import { zoneOf } from './asked-routes.ts';
import { redact } from './redaction-actions.ts';
import { redactionPage } from './redaction-pages.ts';
import { enterRoom } from './room-actions.ts';
import { roomNumber } from './room-routes.ts';

/** What nobody may read any more, by the places that the page lists: `text`, `evidence.0.text`, `content`. */
export const RedactionFields = z.strictObject({
  fields: several(50),
  reason: line('why it may not be read, without repeating it'),
});

const FormFields = RedactionFields.extend({ current_password: proofField });

/** Blanking words of an entry: for admins, with their password, and with a reason that everybody reads. */
export function redactionRoutes(kit: IncidentKit): Route[] {
  const people: People = kit;
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const number = roomNumber(ask);
    if (typeof number !== 'number') return number;
    const { state } = await enterRoom(kit, ask, number);
    const asksPassword = !isProved(ask.session.provedAt, ask.now);
    const reading = { now: ask.now, zone: zoneOf(kit, ask, state), asksPassword };
    const model = redactionPage(state, Number(ask.params.seq), reading);
    return page('incidents/redaction', `Redact entry ${String(model.seq)} of ${state.key}`, model, {
      noStore: true,
    });
  };
  return [
    route('GET', paths.redaction, 'entry.redact', noFields, show),
    route(
      'POST',
      paths.redaction,
      'entry.redact',
      FormFields,
      async (ask) => {
        const number = roomNumber(ask);
        if (typeof number !== 'number') return number;
        const { current_password: password, ...fields } = ask.fields;
        await askAgain(people, ask, password);
        await redactAsked(kit, number, { ...ask, fields });
        const notice =
          'It is blanked for ever. Copies may stand in the postmortem, in exports and in backups: look there as well.';
        const { seq = '' } = ask.params;
        return seeOther(`${href(paths.incidentTimeline, { number })}?entry=${seq}#e${seq}`, notice);
      },
      { again: show },
    ),
  ];
}

/** What pages and programs ask for in the same way. */
export async function redactAsked(
  kit: IncidentKit,
  number: number,
  ask: SignedInAsk<z.output<typeof RedactionFields>>,
): Promise<Done> {
  const { viewer, opId, params, fields } = ask;
  await enterRoom(kit, ask, number);
  const seq = Number(params.seq);
  const body = { path: paths.redaction, params: { number, seq }, fields };
  return redact(
    kit,
    { viewer, by: byOf(ask) },
    number,
    { type: 'redact-entry', seq, ...fields },
    { opId, body },
  );
}
