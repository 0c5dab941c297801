/** Every page of the site as somebody sees it. Those that need no preparation are found in the table of routes. */
import { CAST, type Who } from '../../db/demo/cast.ts';
import { FROM_THE_COMMAND_LINE, invite } from '../../server/identity/link-actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import request from 'supertest';
import { createKey } from '../../server/alerts/key-actions.ts';
import { askProbe, endAsked } from '../../server/drills/actions.ts';
import { beginAgreed, startSolo } from '../../server/drills/start-actions.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { agree, whoCanTakePart } from '../../server/drills/plan-actions.ts';
import { slugOf, type Offered } from '../../server/drills/scenario.ts';
import { createPolicy } from '../../server/escalation/policy-actions.ts';
import { createSchedule } from '../../server/escalation/schedule-actions.ts';
import { answerToken } from '../../server/notify/answer-token.ts';
import { act } from '../../server/incidents/actions.ts';
import { isPermission, permissionsOf } from '../../server/identity/permissions.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import type { Route } from '../../server/web/route.ts';
import type { Site, Tab } from './site.ts';
import type { World } from './world.ts';

export type Sight = {
  /** Unique, and the name of its picture: `incidents-number-timeline`. */
  name: string;
  path: string;
  who: Who | undefined;
  status: number;
  /** What is done on the page before it is looked at, such as sending a form that comes back. */
  then?: (tab: Tab) => Promise<void>;
};

/** GET routes that answer no page. */
export const FILES =
  /^\/(?:static|api|healthz|readyz|metrics|openapi|robots|\.well-known|csp|feeds)|\.(?:js|webmanifest|md|html|json|atom|csv|ics|zip|png|yaml)$|(?<!^\/help)\/(?:live|parts|attachments|export|runbook-files)(?:\/|$)/;

/** The pages of the routes, each once, and the states that a page has besides. */
export async function sightsOf(site: Site): Promise<Sight[]> {
  const samples = await sampleValues(site);
  const pages = site.world.routes
    .filter(({ method, path }) => method === 'GET' && !FILES.test(path))
    .map((route) => sightOf(route, samples));
  return [...pages, ...states(site)];
}

type Samples = (path: string, name: string) => string;

function sightOf(route: Route, samples: Samples): Sight {
  const path = route.path.replace(/:([a-z]+)/gi, (_whole, name: string) => samples(route.path, name));
  return {
    name: nameOf(route.path),
    path,
    who: readerOf(route),
    // A link of the set-up works while there is no account, so this page says that there are some.
    status: route.path === '/setup' ? 404 : 200,
  };
}

/** `/incidents/:number/people` is `incidents-number-people`, and `/` is `board`. */
function nameOf(path: string): string {
  return path === '/' ? 'board' : path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '');
}

function readerOf({ permission, path }: Route): Who | undefined {
  if (!isPermission(permission)) return undefined;
  if (path.startsWith('/admin')) return 'iris';
  if (path.startsWith('/postmortems')) return 'ana';
  // Somebody is asked to come to the incident that runs, so their page has the most to show.
  return READERS.find((who) => permissionsOf(CAST[who].role).has(permission));
}

/** Whoever may do least comes first. */
const READERS = ['cy', 'ana', 'iris'] as const;

async function sampleValues({ world, told }: Site): Promise<Samples> {
  const { people, library } = world.kit;
  const newcomer = { email: 'new@shop.example', name: 'Noa Winter', role: 'responder' } as const;
  const { link } = await invite(people, newcomer, FROM_THE_COMMAND_LINE);
  const { row } = await library.find('cache-miss-storm');
  const ben = await world.store.db
    .selectFrom('account')
    .select('account_id')
    .where('email', '=', CAST.ben.email)
    .executeTakeFirstOrThrow();
  const asked = await askedSomebody(world, ben.account_id, told.search);
  const values: Readonly<Record<string, string>> = {
    number: String(told.search),
    slug: 'cache-miss-storm',
    hash: row.content_hash,
    page: 'first-incident',
    code: 'stale',
    token: link.split('/').at(-1) ?? '',
    id: ben.account_id,
    seq: '1',
    ...{ '/admin/services/:slug slug': 'storefront' },
    ...{ '/admin/services/:slug/maintenance slug': 'storefront' },
    ...{ '/admin/integrations/:id id': await aKey(world) },
    ...{ '/escalation/schedules/:slug slug': 'shop' },
    ...{ '/escalation/policies/:slug slug': 'shop' },
    ...{ '/escalation/policies/:slug/coverage slug': 'shop' },
    ...{ '/escalation/runs/:id id': asked.runId },
    ...{ '/answer/:token token': asked.token },
    ...{ '/status/:number number': String(told.caching) },
    ...{ '/postmortems/:number number': String(told.caching) },
    ...{ '/postmortems/:number/edit number': String(told.caching) },
    ...{ '/postmortems/:number/review number': String(told.caching) },
    ...{ '/postmortems/:number/compare number': String(told.caching) },
    ...{ '/postmortems/:number/public number': String(told.caching) },
    ...{ '/postmortems/:number/refresh number': String(told.caching) },
    ...{ '/actions/:item item': '4' },
    ...(await someDrills(world)),
  };
  return (path, name) => {
    const inDrill = path.startsWith('/drills/:number') ? values[`drill ${name}`] : undefined;
    const value = values[`${path} ${name}`] ?? inDrill ?? values[name];
    if (value === undefined) throw new Error(`Give :${name} of ${path} a value in test/support/sights.ts.`);
    return value;
  };
}

/** A drill that runs, one that has ended, and the briefing of a third. */
async function someDrills({ kit, store }: World): Promise<Record<string, string>> {
  const { drills } = kit;
  const [first, second] = await drills.scenarios.list();
  const cy = await store.db
    .selectFrom('account')
    .select('account_id')
    .where('email', '=', CAST.cy.email)
    .executeTakeFirstOrThrow();
  const viewer = await viewerById(store.db, cy.account_id);
  if (first === undefined || second === undefined || viewer === undefined)
    throw new Error('Nobody can practise.');
  const begin = async (opId: string): Promise<number> =>
    -(await startSolo(drills, viewer, first, { opId, body: opId })).number;
  const [running, ended] = [await begin('a drill'), await begin('another drill')];
  await askProbe(drills, viewer, running, 'the last renewal', { opId: undefined, body: '' });
  await endAsked(drills, viewer, ended, 'finished', { opId: undefined, body: '' });
  const [led, agreed] = [await agreedDrill(kit, viewer, first), await agreedDrill(kit, viewer, first)];
  await beginAgreed(drills, viewer, led, { opId: 'a drill that is led', body: led });
  return {
    'drill number': String(running),
    '/drills/:number/debrief number': String(ended),
    '/drills/scenarios/:slug slug': slugOf(first.hash),
    '/drills/scenarios/:slug/planning slug': slugOf(first.hash),
    // Nobody reads as an author what they practise at the moment.
    '/drills/scenarios/:slug/author slug': slugOf(second.hash),
    '/drills/:number/plan number': String(agreed),
    '/drills/:number/console number': String(led),
  };
}

/** A drill that somebody leads for the first other person who may practise. */
async function agreedDrill({ drills }: World['kit'], viewer: Viewer, offered: Offered): Promise<number> {
  const people = await whoCanTakePart(drills.db);
  const other = people.find(({ id }) => id !== viewer.id);
  const wanted = { roles: { commander: other?.id ?? '' }, observers: [], at: drills.clock.now() };
  return agree(drills, viewer, offered, wanted, { opId: undefined, body: '' });
}

/** A sender of alerts, one of whose messages could be used, and one could not. */
async function aKey({ kit, app }: World): Promise<string> {
  const { alerts } = kit;
  const wanted = { service: 'storefront', name: 'Prometheus', joinsOpen: false };
  const { id, key } = await createKey(alerts, wanted, COMMAND_LINE);
  const sent = [{ title: 'A test of the way', status: 'resolved' }, { status: 'open' }];
  for (const body of sent) await request(app).post(`/hooks/json/${key}`).send(body);
  return id;
}

/** A schedule, a policy, and an escalation by it that waits for an answer. */
async function askedSomebody(
  { kit, tick, store }: World,
  personId: string,
  number: number,
): Promise<{ runId: string; token: string }> {
  const { escalation } = kit;
  const zone = 'Europe/Madrid';
  const rotation = { zone, firstDate: '2026-11-02', firstTime: '09:00', length: 1, unit: 'weeks' } as const;
  const layers = [{ name: 'Primary', rotation: { ...rotation, members: [{ personId }] } }];
  const schedule = await createSchedule(escalation, { name: 'Shop', zone, layers }, COMMAND_LINE);
  const level = { targets: [{ kind: 'schedule', id: schedule.id }], mode: 'any', answerWithin: 5 } as const;
  const wanted = { name: 'Shop', zone, levels: [level], repeat: 0, fallback: [personId] };
  const policy = await createPolicy(escalation, wanted, COMMAND_LINE);
  const viewer = await viewerById(store.db, personId);
  if (viewer === undefined) throw new Error('Nobody asks.');
  const request = {
    type: 'request-escalation',
    policyId: policy.id,
    reason: 'the gateway is ruled out',
    by: 'person',
  } as const;
  await act(kit.incidents, viewer, number, [request], { opId: undefined, body: {} });
  await tick();
  const { message_id: message, run_id: runId } = await store.db
    .selectFrom('message')
    .select(['message_id', 'run_id'])
    .executeTakeFirstOrThrow();
  return { runId: runId ?? '', token: answerToken(escalation.notify.secret, message) };
}

/** States of pages that an address alone does not show. */
function states({ told }: Site): Sight[] {
  const run = `/incidents/${String(told.search)}`;
  const past = `/incidents/${String(told.caching)}`;
  return [
    { name: 'board-for-a-viewer', path: '/', who: 'val', status: 200 },
    { name: 'run-for-its-commander', path: run, who: 'ben', status: 200 },
    { name: 'run-for-a-viewer', path: run, who: 'val', status: 200 },
    { name: 'run-that-is-over', path: past, who: 'ana', status: 200 },
    { name: 'run-of-a-report', path: `/incidents/${String(told.report)}`, who: 'ben', status: 200 },
    { name: 'run-attaching', path: `${run}?attach=on`, who: 'ben', status: 200 },
    { name: 'timeline-that-is-over', path: `${past}/timeline`, who: 'ana', status: 200 },
    { name: 'resolve-that-is-over', path: `${past}/resolve`, who: 'ana', status: 200 },
    { name: 'people-for-the-commander', path: `${run}/people`, who: 'ben', status: 200 },
    { name: 'runbook-with-a-question', path: '/runbooks/slow-dependency', who: 'cy', status: 200 },
    { name: 'search-found', path: '/search?q=cache', who: 'ana', status: 200 },
    { name: 'search-not-found', path: '/search?q=zebra', who: 'cy', status: 200 },
    {
      name: 'commands-in-an-incident',
      path: `/commands?at=${String(told.search)}&q=e`,
      who: 'cy',
      status: 200,
    },
    { name: 'runbooks-found', path: '/runbooks?q=cache', who: 'cy', status: 200 },
    { name: 'runbooks-not-found', path: '/runbooks?q=zebra', who: 'cy', status: 200 },
    { name: 'incidents-none', path: '/incidents?status=mitigating', who: 'cy', status: 200 },
    { name: 'nowhere', path: '/nowhere', who: undefined, status: 404 },
    { name: 'not-allowed', path: '/admin/people', who: 'cy', status: 403 },
    {
      name: 'declare-came-back',
      path: '/incidents/new',
      who: 'cy',
      status: 200,
      then: (tab) => sendEmpty(tab, 'Declare'),
    },
    {
      name: 'update-came-back',
      path: `${run}/updates`,
      who: 'dee',
      status: 200,
      then: (tab) => sendEmpty(tab, 'Send the update'),
    },
    {
      name: 'login-came-back',
      path: '/login',
      who: undefined,
      status: 200,
      then: (tab) => sendEmpty(tab, 'Sign in'),
    },
  ];
}

/** Sends a form as it stands, past the browser's own checks. */
async function sendEmpty({ page }: Tab, button: string): Promise<void> {
  await page.evaluate('for (const form of document.forms) form.noValidate = true');
  await page.locator('main').getByRole('button', { name: button, exact: true }).click();
  await page.locator('.problems').waitFor();
}
