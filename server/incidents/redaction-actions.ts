import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import type { Command } from './command.ts';
import { contextFor } from './context-actions.ts';
import { decide } from './decide.ts';
import type { Entry } from './entry.ts';
import { blank } from './redaction-store.ts';
import { blanked, CONTENT } from './redaction.ts';
import { remember, type Done, type Request } from './remember-actions.ts';
import { openRoom, type IncidentKit } from './room-actions.ts';
import type { State } from './state.ts';

export type Asker = { viewer: Viewer; by: By };

/** Blanks words of an entry, or the bytes of a file, for ever: in the database, and in everything that is kept in memory. */
export async function redact(
  kit: IncidentKit,
  { viewer, by }: Asker,
  number: number,
  command: Command<'redact-entry'>,
  request: Request,
): Promise<Done> {
  const done = await remember(kit, viewer, request, async (db) => {
    const { row, state } = await openRoom({ ...kit, db }, viewer, number);
    const context = await contextFor(kit, db, state, command, viewer);
    const decision = decide(state, command, context);
    const before: State = { ...state, entries: blanked(state.entries, decision.entries) };
    return {
      before,
      decision,
      incidentId: row.incident_id,
      number,
      also: (db, entries) => carryOut({ ...kit, db }, before, entries, by),
    };
  });
  kit.states.forgetWords();
  // It was done when the transaction ended. What is left of it in files is cleared away by the next checkpoint as well.
  await kit.scrub().catch(() => undefined);
  return done;
}

async function carryOut(
  kit: IncidentKit & { db: Db },
  before: State,
  entries: readonly Entry[],
  by: By,
): Promise<void> {
  for (const { kind, body, id, recordedAt } of entries) {
    const left = kind === 'entry-redacted' ? before.entries[body.seq - 1] : undefined;
    if (kind !== 'entry-redacted' || left === undefined) continue;
    const { seq, fields, reason } = body;
    await blank(kit.db, {
      id,
      left,
      attachmentId: fields.includes(CONTENT) ? attachmentIdOf(left) : undefined,
      at: recordedAt,
    });
    const subject = { type: 'incident', id: before.incidentId, name: before.key } as const;
    await audit(kit, by, { kind: 'entry-redacted', subject, details: { seq, fields, reason } });
  }
}

function attachmentIdOf({ body }: { body: unknown }): string | undefined {
  const id: unknown = (body as Record<string, unknown>).attachmentId;
  return typeof id === 'string' ? id : undefined;
}
