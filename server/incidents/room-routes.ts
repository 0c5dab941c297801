import { NotFound } from '../core/refused.ts';
import { moved, type Answer } from '../web/answer.ts';
import { href, paths } from '../web/paths.ts';
import type { SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { IncidentKit } from './actions.ts';
import { zoneOf } from './asked-routes.ts';
import type { RoomReading } from './calls-pages.ts';
import type { State } from './state.ts';

/** `/incidents/INC-42` is said in chat; its address is the short form. */
export function roomNumber(ask: SignedInAsk): number | Answer {
  const text = ask.params.number ?? '';
  const [, number] = /^INC-(\d{1,9})$/i.exec(text) ?? [];
  if (number !== undefined) return moved(href(paths.incident, { number }));
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new NotFound(`There is no incident "${text}". The list of incidents shows all.`);
}

/** Who reads a room, when and in which zone. */
export function readingOf(kit: IncidentKit, ask: SignedInAsk, state: State): RoomReading {
  return {
    now: ask.now,
    zone: zoneOf(kit, ask, state),
    personId: ask.viewer.id,
    mayAct: may(ask.viewer, 'incident.act'),
    permissions: ask.viewer.permissions,
  };
}
