import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { localDate } from '../core/time.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { bandPage } from '../incidents/band-page.ts';
import { enterRoom } from '../incidents/room-actions.ts';
import type { PostmortemRow } from '../store/schema.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { choice, noFields, optionalLine, text } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { beginPostmortem, publishPostmortem, readPostmortem, savePostmortem } from './actions.ts';
import type { PostmortemKit } from './actions.ts';
import { TextsDiffer } from './conflict.ts';
import { entryHref } from './document.ts';
import { exportPostmortem, type Drawing, type ExportFormat } from './export-actions.ts';
import { askedOf } from './findings.ts';
import { itemsOf } from './item-actions.ts';
import { proposalsOfIncident } from './proposal-actions.ts';
import { endingOf } from './closing-actions.ts';
import { closingPanel } from './closing-pages.ts';
import { proposalsPanel } from './proposal-pages.ts';
import { loadReview } from './review-store.ts';
import { reviewPanel } from './review-pages.ts';
import { itemsPanel, type ItemsPanel } from './item-pages.ts';
import { postmortemConflictPage, postmortemEditPage, postmortemReadPage } from './pages.ts';
import type { Reading } from './pages.ts';

/** The number of a version that a form was shown with. */
export const rev = z.coerce
  .number({ error: 'Open the page anew: it does not say which version it shows.' })
  .int()
  .min(1);

const ReadFields = z.strictObject({ version: rev.optional() });
const PublishFields = z.strictObject({ rev, unreviewed: optionalLine(500) });
const EditFields = z.strictObject({
  text: text('the text of the postmortem', 300_000),
  base_rev: rev,
  act: choice(['save', 'preview'], 'Save the text, or look at its preview.'),
});
type Edited = z.output<typeof EditFields>;

/** Postmortems for people: the list, reading, writing, publishing, a file to keep. */
export function postmortemRoutes(kit: PostmortemKit, drawing: Drawing): Route[] {
  return [
    route('POST', paths.incidentPostmortem, 'postmortem.write', noFields, async (ask) => {
      const number = await numberIn(kit, ask);
      const { isNew } = await beginPostmortem(kit, ask.viewer, number);
      const notice = isNew
        ? 'Drafted from the record. What no record knows is asked in italics.'
        : 'It was begun before. This is what stands in it.';
      return seeOther(href(paths.postmortemEdit, { number }), notice);
    }),
    route('GET', paths.postmortem, 'postmortem.read', ReadFields, (ask) =>
      readPage(kit, ask, ask.fields.version),
    ),
    fileRoute(kit, drawing, paths.postmortemFile, 'md'),
    fileRoute(kit, drawing, paths.postmortemHtml, 'html'),
    fileRoute(kit, drawing, paths.postmortemJson, 'json'),
    route('GET', paths.postmortemEdit, 'postmortem.write', noFields, (ask) => editPage(kit, ask)),
    route('POST', paths.postmortemEdit, 'postmortem.write', EditFields, (ask) => edited(kit, ask), {
      again: (ask) => editPage(kit, ask),
    }),
    route(
      'POST',
      paths.postmortemPublish,
      'postmortem.publish',
      PublishFields,
      async (ask) => {
        const number = await numberIn(kit, ask);
        const done = await publishPostmortem(kit, ask.viewer, number, {
          ...ask.fields,
          opId: ask.opId,
        });
        const notice =
          done.said ?? `Version ${done.rev} is published. Later changes wait until you publish again.`;
        return seeOther(href(paths.postmortem, { number }), notice);
      },
      { again: (ask) => readPage(kit, ask, undefined) },
    ),
  ];
}

const FILE_TYPES = { md: 'text/markdown', html: 'text/html', json: 'application/json' } as const;

/** A postmortem to keep. */
function fileRoute(
  kit: PostmortemKit,
  drawing: Drawing,
  path: typeof paths.postmortemFile | typeof paths.postmortemHtml | typeof paths.postmortemJson,
  format: ExportFormat,
): Route {
  return route('GET', path, 'postmortem.read', noFields, async (ask) => {
    const number = await numberIn(kit, ask);
    const { viewer, absolute } = ask;
    const body = await exportPostmortem(kit, number, format, { viewer, absolute, drawing });
    return file(body, `${FILE_TYPES[format]}; charset=utf-8`, `INC-${String(number)}-postmortem.${format}`);
  });
}

/** The number of the incident that a request is about. @throws NotFound also for one that the viewer may not see */
export async function numberIn(kit: PostmortemKit, ask: SignedInAsk): Promise<number> {
  const text = ask.params.number ?? '';
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new NotFound(`There is no postmortem "${text}". The list of postmortems shows all.`);
  }
  const { row } = await enterRoom(kit.incidents, ask, Number(text));
  return row.number;
}

/** The zone in which whoever asks reads times. */
export function zoneOf(kit: PostmortemKit, ask: SignedInAsk): string {
  return ask.viewer.zone ?? kit.incidents.homeZone;
}

function readingOf(kit: PostmortemKit, ask: SignedInAsk): Reading {
  return {
    zone: zoneOf(kit, ask),
    isWriter: may(ask.viewer, 'postmortem.write'),
    mayPublish: may(ask.viewer, 'postmortem.publish'),
    link: linkOf(ask),
  };
}

/** Where a link of a document leads on its page. */
export function linkOf(ask: Pick<SignedInAsk, 'to'>): (href: string) => string {
  return (to) => (to.startsWith('/') ? ask.to(entryHref(to)) : to);
}

/** The page of a postmortem. */
export async function readPage(
  kit: PostmortemKit,
  ask: SignedInAsk,
  version: number | undefined,
): Promise<Answer> {
  const read = await readPostmortem(kit, ask.viewer, await numberIn(kit, ask), version);
  const reading = readingOf(kit, ask);
  const items = await itemsPanelOf(kit, ask, read.row, reading.isWriter);
  const review = reading.isWriter
    ? reviewPanel({ ...read, review: await loadReview(kit.db, read.row) })
    : undefined;
  const proposals = reading.isWriter
    ? proposalsPanel(await proposalsOfIncident(kit.db, ask.viewer, read.row.incident_id))
    : [];
  const model = postmortemReadPage(read, reading, {
    items,
    review,
    proposals,
    closing: closingPanel(await endingOf(kit.db, read.row), read.row.number, {
      zone: reading.zone,
      mayClose: reading.mayPublish && read.version.rev === read.row.published_rev,
    }),
    band: await bandFor(kit, ask, read.row),
  });
  return page('postmortems/read', `${model.title} (postmortem of ${model.key})`, model);
}

/** The incident over its time, drawn from its record. */
async function bandFor(kit: PostmortemKit, ask: SignedInAsk, { number }: PostmortemRow) {
  const { state } = await enterRoom(kit.incidents, ask, number);
  const link = linkOf(ask);
  const room = href(paths.incident, { number });
  return bandPage(state, { now: ask.now, zone: zoneOf(kit, ask) }, (seq) => link(`${room}#e${String(seq)}`));
}

/** What the review of this incident promised, and the form for more. */
async function itemsPanelOf(
  kit: PostmortemKit,
  ask: SignedInAsk,
  { incident_id: incidentId, number }: PostmortemRow,
  mayAdd: boolean,
): Promise<ItemsPanel> {
  const { state } = await enterRoom(kit.incidents, ask, number);
  return itemsPanel(number, await itemsOf(kit, ask.viewer, incidentId), {
    today: localDate(ask.now, zoneOf(kit, ask)),
    people: mayAdd ? await activePeople(kit.db) : [],
    followUps: state.followUps,
    mayAdd,
  });
}

async function editPage(
  kit: PostmortemKit,
  ask: SignedInAsk,
  typed?: { text: string; baseRev: number },
): Promise<Answer> {
  const number = await numberIn(kit, ask);
  const read = await readPostmortem(kit, ask.viewer, number);
  const { state } = await enterRoom(kit.incidents, ask, number);
  const asked = askedOf(typed?.text ?? read.version.text, state, localDate(ask.now, zoneOf(kit, ask)));
  const model = postmortemEditPage(read, readingOf(kit, ask), asked, typed);
  return page('postmortems/edit', `Edit the postmortem of ${model.key}`, model, { noStore: true });
}

async function edited(kit: PostmortemKit, ask: SignedInAsk<Edited>): Promise<Answer> {
  const { text: typed, base_rev: baseRev, act } = ask.fields;
  const number = await numberIn(kit, ask);
  if (act === 'preview') return editPage(kit, ask, { text: typed, baseRev });
  return conflictOr(kit, ask, number, async () => {
    const saved = await savePostmortem(kit, ask.viewer, number, { text: typed, baseRev });
    const notice = saved.isChanged
      ? `Saved as version ${saved.rev}.`
      : 'Nothing changed: it says that already.';
    return seeOther(href(paths.postmortem, { number }), notice);
  });
}

/** The answer of a change, or the page with both texts when somebody else's came first. */
export async function conflictOr(
  kit: PostmortemKit,
  ask: SignedInAsk,
  number: number,
  change: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof TextsDiffer)) throw error;
    const model = postmortemConflictPage(number, error, zoneOf(kit, ask));
    return page('postmortems/conflict', 'Two texts', model, { status: 409, noStore: true });
  }
}
