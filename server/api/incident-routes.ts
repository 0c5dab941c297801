import { z } from 'zod';
import type { Done, IncidentKit } from '../incidents/actions.ts';
import type { Act } from '../incidents/act-routes.ts';
import { ACTS } from '../incidents/acts-routes.ts';
import { readFile } from '../incidents/attachment-actions.ts';
import { fileAnswer } from '../incidents/attachment-routes.ts';
import { actAsked, declareAsked, DeclareFields, zoneOf } from '../incidents/asked-routes.ts';
import { RedactionFields, redactAsked } from '../incidents/redaction-routes.ts';
import { SEVERITIES, STATUSES } from '../incidents/entry-fields.ts';
import { incidentsFrom } from '../incidents/listing-actions.ts';
import { thenOf, ThenFields } from '../incidents/looking-back-routes.ts';
import { knownAt } from '../incidents/replay.ts';
import { markRead } from '../incidents/read-mark-actions.ts';
import { ReadMarkFields } from '../incidents/read-mark-routes.ts';
import { ReportFields, reportAsked } from '../incidents/report-routes.ts';
import { enterRoom, type Room } from '../incidents/room-actions.ts';
import { numberAsked } from '../incidents/room-routes.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { json, type Answer } from '../web/answer.ts';
import { noFields, optionalChoice, optionalLine, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { cursorFrom, cursorText } from './cursor.ts';
import { Entry, entryJson, Made, madeJson } from './entry-json.ts';
import { Incident, incidentJson, IncidentLine, incidentLineJson } from './incident-json.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { Measures, measuresJson } from './measures-json.ts';
import { listOf } from './shape.ts';

const READ = 'incidents:read';
const WRITE = 'incidents:write';

const ListFields = z.strictObject({
  status: optionalChoice(['open', ...STATUSES], 'Choose "open" or a status.'),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from SEV-1 to SEV-4.'),
  label: optionalLine(50).describe('a label, in any case of letters'),
  ...listFields,
});

/** How far somebody has read. */
const ReadUpTo = z.object({
  incident: z.string(),
  seq: z.int().describe('the last entry that you have read'),
  marked_at: z.string().describe('when you said so'),
});

const MOST_ENTRIES = Number.MAX_SAFE_INTEGER;
const EntriesFields = z.strictObject({
  after: wholeNumber(0, MOST_ENTRIES, 'the number of the last entry that is known', 0),
  limit: listFields.limit,
  cursor: wholeNumber(0, MOST_ENTRIES, 'next_cursor of the page before; it goes before after', 0),
});

/** Incidents for programs: what the pages show and what their forms do, by the same table of acts. */
export function incidentApi(kit: IncidentKit): Route[] {
  return [
    route('GET', paths.apiIncidents, 'incident.read', ListFields, (ask) => listed(kit, ask), {
      summary: 'List incidents, newest first',
      scope: READ,
      answers: listOf(IncidentLine),
    }),
    route(
      'POST',
      paths.apiIncidents,
      'incident.declare',
      DeclareFields,
      async (ask) => {
        const done = await declareAsked(kit, ask);
        return made(kit, ask, done, href(paths.apiIncident, { number: done.number }));
      },
      { summary: 'Declare an incident', scope: WRITE, answers: Made },
    ),
    route(
      'POST',
      paths.apiReports,
      'incident.report',
      ReportFields,
      async (ask) => {
        const done = await reportAsked(kit, ask);
        return made(kit, ask, done, href(paths.apiIncident, { number: done.number }));
      },
      { summary: 'Report what may be an incident; somebody else declares it', scope: WRITE, answers: Made },
    ),
    route('GET', paths.apiIncident, 'incident.read', ThenFields, (ask) => shown(kit, ask), {
      summary: 'Read an incident as it stands, or as it was known at a moment',
      scope: READ,
      answers: Incident,
    }),
    route('GET', paths.apiMeasures, 'incident.read', noFields, (ask) => measures(kit, ask), {
      summary: 'Read how long things took, each with its two ends',
      scope: READ,
      answers: Measures,
    }),
    route('GET', paths.apiEntries, 'incident.read', EntriesFields, (ask) => entries(kit, ask), {
      summary: 'Read the timeline, in the order in which it was recorded',
      scope: READ,
      answers: listOf(Entry),
    }),
    route('POST', paths.apiReadMark, 'incident.observe', ReadMarkFields, (ask) => read(kit, ask), {
      summary: 'Say up to which entry you have read; no entry is made of it, and the mark never moves back',
      scope: WRITE,
      answers: ReadUpTo,
    }),
    route('GET', paths.apiAttachment, 'incident.read', noFields, (ask) => file(kit, ask), {
      summary: 'Read the bytes of a file that is attached',
      scope: READ,
      answers: 'file',
    }),
    route(
      'POST',
      paths.apiRedaction,
      'entry.redact',
      RedactionFields,
      async (ask) => {
        const number = numberAsked(ask);
        const done = await redactAsked(kit, number, ask);
        return made(kit, ask, done, href(paths.apiEntries, { number }));
      },
      { summary: 'Blank words of an entry, or the bytes of a file, for ever', scope: WRITE, answers: Made },
    ),
    ...ACTS.map((declared) => actApi(kit, declared)),
  ];
}

function actApi(kit: IncidentKit, declared: Act): Route {
  return route(
    'POST',
    paths.apiIncident + declared.path,
    declared.permission,
    declared.fields,
    async (ask) => {
      const number = numberAsked(ask);
      const done = await actAsked(kit, declared, number, ask);
      const after = (done.firstSeq ?? 1) - 1;
      return made(kit, ask, done, `${href(paths.apiEntries, { number })}?after=${String(after)}`);
    },
    { summary: declared.summary, scope: WRITE, answers: Made, takesFile: declared.takesFile },
  );
}

async function listed(kit: IncidentKit, ask: SignedInAsk<z.output<typeof ListFields>>): Promise<Answer> {
  const { status, severity, label, limit, cursor } = ask.fields;
  const after = cursor === undefined ? undefined : cursorFrom(cursor);
  const { rows, next } = await incidentsFrom(kit.db, ask.viewer, { status, severity, label }, limit, after);
  const data = rows.map((row) => incidentLineJson(row, pageOf(ask, row.number)));
  return listAnswer(
    ask,
    paths.apiIncidents,
    { status, severity, label, limit },
    data,
    next && cursorText(next),
  );
}

async function shown(kit: IncidentKit, ask: SignedInAsk<z.output<typeof ThenFields>>): Promise<Answer> {
  const number = numberAsked(ask);
  const { state: today } = await enterRoom(kit, ask, number);
  const then = thenOf(kit, ask, today);
  const state = then === undefined ? today : knownAt(today, then).state;
  const runbooks = new Map<string, Runbook | undefined>();
  for (const { contentHash } of state.runs) runbooks.set(contentHash, await kit.library.version(contentHash));
  return json(incidentJson(state, (hash) => runbooks.get(hash), { number, absolute: ask.absolute }));
}

async function measures(kit: IncidentKit, ask: SignedInAsk): Promise<Answer> {
  const { state } = await enterRoom(kit, ask, numberAsked(ask));
  return json(measuresJson(state, ask.now));
}

async function read(kit: IncidentKit, ask: SignedInAsk<z.output<typeof ReadMarkFields>>): Promise<Answer> {
  const room = await enterRoom(kit, ask, numberAsked(ask));
  const mark = await markRead(kit, ask.viewer, room, ask.fields.seq);
  return json({ incident: room.state.key, seq: mark.seq, marked_at: mark.at } satisfies z.output<
    typeof ReadUpTo
  >);
}

async function file(kit: IncidentKit, ask: SignedInAsk): Promise<Answer> {
  return fileAnswer(await readFile(kit, await enterRoom(kit, ask, numberAsked(ask)), ask.params.id ?? ''));
}

async function entries(kit: IncidentKit, ask: SignedInAsk<z.output<typeof EntriesFields>>): Promise<Answer> {
  const number = numberAsked(ask);
  const { state } = await enterRoom(kit, ask, number);
  const { limit } = ask.fields;
  const after = ask.fields.cursor === 0 ? ask.fields.after : ask.fields.cursor;
  const zone = zoneOf(kit, ask, state);
  // Numbers count from 1 without a gap, so the place in the list is known.
  const found = state.entries.slice(after, after + limit);
  const last = found.at(-1);
  const next = last !== undefined && last.seq < state.seq ? String(last.seq) : undefined;
  const data = found.map((entry) => entryJson(entry, zone));
  return listAnswer(ask, href(paths.apiEntries, { number }), { limit }, data, next);
}

/** 201 with the entries that were made, or 200 when there was nothing to add. A repeat gets what the first one got. */
async function made(kit: IncidentKit, ask: SignedInAsk, done: Done, location: string): Promise<Answer> {
  const { state }: Room = await enterRoom(kit, ask, done.number);
  const added = done.firstSeq === undefined ? [] : state.entries.slice(done.firstSeq - 1, done.lastSeq);
  const body = madeJson(state.key, done.said, added, zoneOf(kit, ask, state));
  const headers = {
    ...(done.isRepeat && { 'Idempotent-Replayed': 'true' }),
    ...(added.length > 0 && { Location: ask.absolute(location) }),
  };
  return json(body, added.length > 0 ? 201 : 200, headers);
}

function pageOf({ absolute }: Pick<SignedInAsk, 'absolute'>, number: number): string {
  return absolute(href(paths.incident, { number }));
}
