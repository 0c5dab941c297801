import { z } from 'zod';
import { findService } from '../catalog/actions.ts';
import { Refused } from '../core/refused.ts';
import { flag, line, optionalChoice, optionalLine } from '../web/fields.ts';
import type { SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { act, open, type Done, type IncidentKit } from './actions.ts';
import type { Act } from './act-routes.ts';
import { alikeTo } from './alike-actions.ts';
import { keeping } from './attachment-actions.ts';
import type { RoomReading } from './calls-pages.ts';
import type { Command } from './command.ts';
import { SEVERITIES, VISIBILITIES } from './entry-fields.ts';
import { policyOf } from './service-policy-actions.ts';
import { enterRoom } from './room-actions.ts';
import type { State } from './state.ts';

/** What is asked of incidents, through whichever door: pages and API do the same by these. */
type Asked<Fields> = Pick<
  SignedInAsk<Fields>,
  'viewer' | 'params' | 'fields' | 'now' | 'opId' | 'kept' | 'file' | 'address' | 'requestId'
>;

export const DeclareFields = z.strictObject({
  title: line('what is broken, in a few words'),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list, or leave it open.'),
  summary: optionalLine(2000),
  service: optionalLine(100),
  runbook: optionalLine(100),
  take_command: flag,
  visibility: optionalChoice(VISIBILITIES, 'Choose who sees it: all, team or private.').describe(
    'who sees it; as the team that owns the service has it, when it is left out',
  ),
});

/** Declares an incident. */
export async function declareAsked(
  kit: IncidentKit,
  {
    viewer,
    fields,
    opId,
    kept,
  }: Pick<Asked<z.output<typeof DeclareFields>>, 'viewer' | 'fields' | 'opId' | 'kept'>,
): Promise<Done> {
  const { title, severity, summary, take_command } = fields;
  const service = fields.service === undefined ? undefined : await findService(kit.db, fields.service);
  const slug = fields.runbook ?? service?.runbookId;
  const shelved = slug === undefined ? undefined : await kit.library.find(slug);
  const why =
    fields.runbook === undefined ? 'the usual runbook of this service' : 'chosen when it was declared';
  return open(
    kit,
    viewer,
    async (key, db) => ({
      type: 'declare',
      key,
      kind: 'incident',
      title,
      summary,
      service: service?.slug,
      severity,
      homeZone: kit.homeZone,
      visibility: fields.visibility ?? service?.visibility ?? 'all',
      takeCommand: take_command,
      policy: service && (await policyOf(db, service)),
      runbook: shelved && { contentHash: shelved.row.content_hash, why: [why] },
      alike: await alikeTo(db, viewer, { title, services: service === undefined ? [] : [service.slug] }),
    }),
    { opId, body: fields, kept },
  );
}

/** Does an act of the table in the incident with that number. */
export async function actAsked(
  kit: IncidentKit,
  declared: Act,
  number: number,
  ask: Asked<unknown>,
): Promise<Done> {
  const { viewer, params, fields, opId, kept, file } = ask;
  const { state } = await enterRoom(kit, ask, number);
  // "-20m" was typed when it was kept.
  const now = kept?.at ?? ask.now;
  const reading = { params, now, zone: zoneOf(kit, { viewer }, state), file };
  const commands = declared.commands(fields, reading);
  // The number as such, not as it was written: INC-42 and 42 are the same request.
  const body = { path: declared.path, params: { ...params, number }, fields, ...(file && sentOf(commands)) };
  try {
    return await act(kit, viewer, number, commands, { opId, body, kept }, file && keeping(file.bytes));
  } catch (error) {
    throw error instanceof Refused ? inFormWords(error, declared) : error;
  }
}

/** A refusal names the field of the command; who sent a form looks for the field of the form. */
function inFormWords(refused: Refused, { names }: Act): Refused {
  const { code, message, field, seq } = refused;
  if (field === undefined) return refused;
  const asSent = names[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return new Refused(code, message, { field: asSent, ...(seq !== undefined && { seq }) });
}

/** What tells one file from another when the same request comes again. */
function sentOf(commands: readonly Command[]): object {
  return { files: commands.flatMap((one) => (one.type === 'attach-file' ? [[one.name, one.sha256]] : [])) };
}

/** The zone in which somebody reads and types times. */
export function zoneOf(kit: IncidentKit, { viewer }: Pick<SignedInAsk, 'viewer'>, state?: State): string {
  return viewer.zone ?? state?.homeZone ?? kit.homeZone;
}

/** What the pages of an incident need to know of their reader. */
export function readingOf(kit: IncidentKit, ask: SignedInAsk, state: State): RoomReading {
  return {
    // Time goes on where it happened; a copy stands still at its last entry.
    now: state.origin === undefined ? ask.now : state.latestAt,
    zone: zoneOf(kit, ask, state),
    personId: ask.viewer.id,
    mayAct: may(ask.viewer, 'incident.act') && state.origin === undefined,
    permissions: ask.viewer.permissions,
  };
}
