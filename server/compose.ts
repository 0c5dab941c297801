import type { Express } from 'express';
import { makeApp } from './app.ts';
import type { Config } from './config.ts';
import type { Clock } from './core/clock.ts';
import { ulids } from './core/ids.ts';
import { plusSeconds } from './core/time.ts';
import { forgetRendered } from './core/markdown.ts';
import { breath, makeClockwork, type Clockwork } from './clockwork.ts';
import { adminRoutes } from './admin/index-routes.ts';
import { maintenanceRoutes } from './admin/maintenance-routes.ts';
import { servicesRoutes } from './admin/services-routes.ts';
import { auditRoutes } from './admin/audit-routes.ts';
import { healthRoutes } from './admin/health-routes.ts';
import { heartbeats } from './notify/heartbeat-actions.ts';
import { nightlyBundle } from './admin/offline-bundle-due.ts';
import { offlineBundleRoutes } from './admin/offline-bundle-routes.ts';
import { scheduledBackups } from './admin/backup-due.ts';
import { heard } from './admin/heard.ts';
import { makeFigures } from './admin/metrics.ts';
import { metricsRoutes } from './admin/metrics-routes.ts';
import { forgetting } from './identity/due.ts';
import { makePassport } from './identity/passport.ts';
import { findPeople } from './admin/found-actions.ts';
import { systemRoutes } from './admin/system-routes.ts';
import { helpRoutes } from './admin/help-routes.ts';
import { partsRoutes } from './admin/parts-routes.ts';
import { apiRoutes } from './api/routes.ts';
import { whyNot } from './identity/permissions.ts';
import { identityRoutes } from './identity/routes.ts';
import { accountWithPassword, viewerById, viewerOfSession } from './identity/sign-in-actions.ts';
import { tokenViewer } from './identity/token-actions.ts';
import type { People } from './identity/people.ts';
import { practiceLines } from './drills/coverage-actions.ts';
import { remindingOfPractice } from './drills/due.ts';
import { directAll, directing } from './drills/direct-actions.ts';
import { mayLeave } from './drills/leaving-actions.ts';
import type { PlanKit } from './drills/plan-actions.ts';
import { drillRoutes } from './drills/routes.ts';
import { openScenarios } from './drills/scenario-actions.ts';
import { questionsOfIncidents } from './incidents/question-actions.ts';
import type { IncidentKit } from './incidents/actions.ts';
import { followingEscalations } from './incidents/escalation-actions.ts';
import { incidentSubjects, mayReadRun } from './incidents/escalation-subject-actions.ts';
import { afterTry, isPageNeeded } from './escalation/sending-actions.ts';
import { dependingOn, replace } from './escalation/leaving-actions.ts';
import { callList } from './escalation/call-actions.ts';
import { passRuns } from './escalation/due.ts';
import { passSwaps } from './escalation/swap-actions.ts';
import { passDigests } from './escalation/digest-actions.ts';
import { passShifts } from './escalation/shift-actions.ts';
import { lastBeat } from './escalation/run-store.ts';
import { escalationRoutes } from './escalation/routes.ts';
import { listServices } from './catalog/actions.ts';
import type { EscalationKit, Subjects } from './escalation/setting-actions.ts';
import type { Channel } from './notify/channel.ts';
import { inApp } from './notify/channels/in-app.ts';
import { mailChannel } from './notify/channels/mail.ts';
import { takeOver, type NotifyKit } from './notify/deliver-actions.ts';
import { deliveries } from './notify/due.ts';
import { adapterChannel } from './notify/channels/adapter.ts';
import { ntfyChannel } from './notify/channels/ntfy.ts';
import { slackChannel } from './notify/channels/slack.ts';
import { pushChannel } from './notify/channels/push.ts';
import { webhookChannel } from './notify/channels/webhook.ts';
import { outboundRules, type OutboundRules } from './notify/outbound.ts';
import { publicKeyOf, vapidKeys, type VapidKeys } from './notify/vapid.ts';
import { contactRoutes } from './notify/contact-routes.ts';
import type { AlertKit } from './alerts/delivery-actions.ts';
import { passAlerts } from './alerts/due.ts';
import { hookRoutes } from './alerts/hook-routes.ts';
import { integrationRoutes } from './alerts/integration-routes.ts';
import { makeIngest } from './alerts/ingest-actions.ts';
import { passTime, readingAhead } from './incidents/due.ts';
import { findIncidents } from './incidents/found-actions.ts';
import { incidentRoutes } from './incidents/routes.ts';
import type { State } from './incidents/state.ts';
import { makeStateStore } from './incidents/state-store.ts';
import { timelineLines } from './incidents/timeline-pages.ts';
import type { PostmortemKit } from './postmortems/actions.ts';
import { exchangeRoutes } from './exchange/routes.ts';
import { itemsBroughtBack } from './postmortems/came-back-actions.ts';
import { similarRoutes } from './postmortems/similar-routes.ts';
import { libraryRoutes } from './postmortems/library-routes.ts';
import { importReportRoutes } from './postmortems/import-routes.ts';
import { refreshRoutes } from './postmortems/refresh-routes.ts';
import { reviewRoutes } from './postmortems/review-routes.ts';
import { publicVersionRoutes } from './postmortems/public-routes.ts';
import { publicTextOf } from './postmortems/public-actions.ts';
import { proposalRoutes } from './postmortems/proposal-routes.ts';
import { pictureRoutes } from './postmortems/picture-routes.ts';
import { letterRoutes } from './postmortems/letter-routes.ts';
import { reminding } from './postmortems/due.ts';
import { closingRoutes } from './postmortems/closing-routes.ts';
import { versionRoutes } from './postmortems/version-routes.ts';
import { itemRoutes } from './postmortems/item-routes.ts';
import { findItems, findPostmortems } from './postmortems/found-actions.ts';
import { insightsRoutes } from './insights/routes.ts';
import { postmortemRoutes } from './postmortems/routes.ts';
import { makeHub } from './live/hub.ts';
import { openLibrary, type Library } from './runbooks/actions.ts';
import { publicityRoutes } from './publicity/routes.ts';
import { findRunbooks } from './runbooks/found-actions.ts';
import { runbookRoutes } from './runbooks/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { makeSearch } from './search/search.ts';
import type { Store } from './store/open.ts';
import { afterCommit } from './store/transaction.ts';
import { loadAssets } from './web/assets.ts';
import { assetRoutes } from './web/asset-routes.ts';
import { makeLimiter } from './web/limiter.ts';
import type { Logger } from './web/log.ts';
import { workerRoutes } from './web/worker-routes.ts';
import { makeUploads } from './web/upload.ts';
import { makeRender } from './web/render.ts';
import type { Route } from './web/route.ts';
import type { Web } from './web/serve-route.ts';
import { sessions } from './web/session.ts';

export type Installation = {
  config: Config;
  store: Store;
  clock: Clock;
  secret: string;
  log: Logger;
};

export type Composed = {
  app: Express;
  routes: readonly Route[];
  clockwork: Clockwork;
  /** What other doors than HTTP work with: the demo, the command line, tests. */
  kit: Kit;
  /** Reads the library of runbooks: at start, and again on SIGHUP. */
  readLibrary(): Promise<void>;
  /** Sends again what was on its way when the last server ended: only where no other server runs. */
  takeOver(): Promise<void>;
  /** Resolves when every message that is on its way was taken or refused. */
  sent(): Promise<void>;
  /** Tells the pages that follow along to come again in a moment; the server could not end before they do. */
  endStreams(): Promise<void>;
};

export type Kit = {
  people: People;
  incidents: IncidentKit;
  postmortems: PostmortemKit;
  library: Library;
  escalation: EscalationKit;
  drills: PlanKit;
  alerts: AlertKit;
};

/** The ways by which this installation can tell somebody something. */
function channelsOf(
  { smtpUrl, mailFrom, smsAdapter, voiceAdapter, adapterSecret = '' }: Config,
  outbound: OutboundRules,
  clock: Clock,
  vapid: VapidKeys,
): ReadonlyMap<string, Channel> {
  const adapters = [
    { name: 'sms', address: smsAdapter },
    { name: 'voice', address: voiceAdapter },
  ] as const;
  const channels = [
    inApp,
    webhookChannel(outbound, clock),
    pushChannel(outbound, vapid),
    slackChannel(outbound),
    ntfyChannel(outbound),
    ...adapters.flatMap(({ name, address }) =>
      address === undefined
        ? []
        : [adapterChannel(name, { address, secret: adapterSecret }, outbound, clock)],
    ),
    ...(smtpUrl === undefined ? [] : [mailChannel({ smtpUrl, from: mailFrom })]),
  ];
  return new Map(channels.map((channel) => [channel.name, channel]));
}

function vapidOf({ vapidPrivate, vapidSubject, url, mailFrom }: Config, secret: string): VapidKeys {
  const mail = mailFrom.slice(mailFrom.lastIndexOf('<') + 1).replace('>', '');
  const subject = vapidSubject ?? (url.protocol === 'https:' ? url.origin : `mailto:${mail}`);
  const made = vapidKeys(secret, subject);
  if (vapidPrivate === undefined) return made;
  return { ...made, privateKey: vapidPrivate, publicKey: publicKeyOf(vapidPrivate) ?? made.publicKey };
}

/** The composition root: hands the database, the clock and the ids to the features, and knows them all. */
export function compose(installation: Installation): Composed {
  const { config, store, clock, secret, log } = installation;
  const { db } = store;
  const ids = ulids(clock);
  const hears = heard(makeFigures());
  const assets = loadAssets(config.basePath);
  const tls = config.url.protocol === 'https:';
  const passport = makePassport({
    accountWithPassword: (email, password) => accountWithPassword(db, email, password),
    viewerById: (accountId) => viewerById(db, accountId),
  });
  let ticking: () => string | undefined = () => undefined;
  const web: Web = {
    clock,
    ids,
    render: makeRender(config.basePath, assets),
    secret,
    origin: config.url.origin,
    basePath: config.basePath,
    tls,
    signIns: passport,
    tokenViewer: tokenViewer(db, clock),
    limiter: makeLimiter(clock),
    uploads: makeUploads(),
    // The clockwork is made of the features, which need this first.
    lastTick: () => ticking(),
    whyNot,
    toCall: (viewer) => callList(escalation, viewer),
  };
  const people = { db, clock, ids, leaving: { dependingOn, replace } };
  const search = makeSearch(store.engine);
  const library = openLibrary({ db, clock, search, folder: config.runbooks });
  const states = makeStateStore();
  states.whenWordsAreForgotten(forgetRendered);
  const { scrub } = store;
  const live = makeHub({
    store,
    clock,
    ids,
    log,
    most: config.liveStreams,
    viewerOf: ({ viewer, sessionHash }) => {
      const now = clock.now();
      const idleSince = plusSeconds(now, -config.sessionIdleSeconds);
      return viewerOfSession(db, viewer.id, sessionHash, { now, idleSince });
    },
  });
  const outbound = outboundRules(config.outboundAllow);
  const vapid = vapidOf(config, secret);
  const notify: NotifyKit = {
    db,
    clock,
    ids,
    secret,
    publicAddress: config.url.origin + config.basePath,
    channels: channelsOf(config, outbound, clock, vapid),
    pushKey: vapid.publicKey,
    hasMail: config.smtpUrl !== undefined,
    onTry: hears.onTry,
    sender: {
      isNeeded: async (db, message) =>
        (await mayLeave(db, message)) && isPageNeeded({ ...escalation, db }, message),
      settled: (db, message, outcome) => afterTry({ ...escalation, db }, message, outcome),
    },
  };
  const subjects: Subjects = {
    ask: (db, subject) => incidentSubjects(incidents).ask(db, subject),
    load: (db, subject, personId) => incidentSubjects(incidents).load(db, subject, personId),
    hold: (db, run) => incidentSubjects(incidents).hold(db, run),
    tell: async (db, run, events) => {
      await incidentSubjects(incidents).tell(db, run, events);
      afterCommit(db, () => {
        hears.onRun(run, events, clock.now());
      });
    },
  };
  const escalation: EscalationKit = { db, clock, ids, homeZone: config.homeZone, notify, subjects };
  const following = followingEscalations(escalation);
  const scenarios = openScenarios({ db, clock, folder: config.runbooks });
  const drills: PlanKit & { postmortems: PostmortemKit } = {
    db,
    clock,
    ids,
    scenarios,
    notify,
    homeZone: config.homeZone,
    get incidents() {
      return incidents;
    },
    get postmortems() {
      return postmortems;
    },
  };
  const played = directing(() => drills);
  // A drill never reaches the engine that asks people: those whom it asks are played.
  const within: IncidentKit['within'] = (db, told) => {
    if (told.after.kind === 'drill') return played(db, told);
    afterCommit(db, () => {
      hears.onIncident(told.before, told.after);
    });
    return following(db, told);
  };
  const incidents: IncidentKit = {
    db,
    clock,
    ids,
    states,
    library,
    homeZone: config.homeZone,
    live,
    scrub,
    within,
    broughtBack: itemsBroughtBack,
  };
  const sending = deliveries(notify, (error) => {
    log.error({ err: error }, 'a message could not be sent');
  });
  const alerts: AlertKit = { db, clock, ids, incidents };
  const ingest = makeIngest(alerts, breath, hears.onCommit);
  const backups = scheduledBackups({ config, clock });
  const nightly = nightlyBundle(
    { folder: config.offlineFolder, clock, zone: config.homeZone, kit: escalation, library },
    (error) => {
      log.error({ err: error }, 'the offline bundle could not be written');
    },
  );
  const watcher = heartbeats({
    clock,
    rules: outbound,
    address: config.heartbeatUrl,
    everySeconds: config.heartbeatEverySeconds,
    lastLoop: () => lastBeat(db),
  });
  const questions = questionsOfIncidents(incidents);
  const postmortems = { db, clock, ids, incidents, notify, search };
  const withTimeline = (state: State): void => void timelineLines(state, state.homeZone);
  const clockwork = makeClockwork(
    [
      { name: 'incidents', run: () => passTime(incidents) },
      { name: 'drills', run: () => directAll(drills) },
      { name: 'practice', run: remindingOfPractice(drills) },
      { name: 'alerts', run: passAlerts(alerts) },
      { name: 'escalation', run: () => passRuns(escalation) },
      { name: 'shifts', run: passShifts(escalation) },
      { name: 'swaps', run: passSwaps(escalation) },
      { name: 'quiet hours', run: passDigests(escalation) },
      { name: 'notify', run: () => sending.pass() },
      { name: 'postmortems', run: reminding(postmortems) },
      { name: 'live', run: () => live.pass() },
      { name: 'backups', run: () => backups.pass() },
      { name: 'offline bundle', run: () => nightly.pass() },
      { name: 'heartbeat', run: () => watcher.pass() },
      { name: 'identity', run: forgetting(people, config.sessionIdleSeconds) },
      // Last, so that nothing that is due waits for it.
      { name: 'reading ahead', run: readingAhead(incidents, withTimeline, breath) },
    ],
    clock,
    log,
  );
  ticking = clockwork.lastTick;
  const watched = {
    store,
    clock,
    dataFolder: config.dataFolder,
    caches: () => [{ name: 'incidents as they stand', ...incidents.states.size() }],
    lastTick: clockwork.lastTick,
    backupPlan: backups.plan,
    heartbeat: watcher.state,
    listeners: live.size,
  };
  const roomsOfIncidents = incidentRoutes(incidents, live, web.render.part);
  const routes = [
    ...assetRoutes(assets),
    ...workerRoutes(assets),
    ...healthRoutes({
      store,
      clock,
      lastTick: clockwork.lastTick,
      lastBeat: () => lastBeat(db),
      isBackupOverdue: backups.isOverdue,
    }),
    ...metricsRoutes(
      { ...watched, figures: hears.figures, takesAlerts: ingest.hasRoom },
      config.metricsToken,
    ),
    ...partsRoutes(),
    ...helpRoutes(),
    ...searchRoutes({
      finders: [
        findIncidents(db),
        findRunbooks(library),
        findPostmortems(db, search),
        findItems(db),
        findPeople(db),
      ],
      homeZone: config.homeZone,
    }),
    ...adminRoutes(),
    ...servicesRoutes(people, library, config.homeZone),
    ...maintenanceRoutes(people, escalation, config.homeZone),
    ...auditRoutes(db, config.homeZone),
    ...systemRoutes(watched, config.homeZone),
    ...offlineBundleRoutes(escalation, library),
    // Before the pages of runbooks: a slug has no dot.
    ...proposalRoutes(postmortems),
    ...runbookRoutes({
      library,
      questions,
      homeZone: config.homeZone,
      practiceLines: (viewer, runbook) => practiceLines(drills, viewer, runbook),
    }),
    // Before the pages of incidents, of which "import" is none.
    ...exchangeRoutes(postmortems),
    ...roomsOfIncidents,
    ...drillRoutes(drills, live, roomsOfIncidents),
    ...hookRoutes(alerts, ingest, hears.onDelivery),
    ...integrationRoutes(alerts, config.homeZone),
    ...importReportRoutes(postmortems),
    ...refreshRoutes(postmortems),
    ...reviewRoutes(postmortems),
    ...versionRoutes(postmortems),
    ...closingRoutes(postmortems),
    ...letterRoutes(postmortems),
    ...pictureRoutes(postmortems),
    ...publicVersionRoutes(postmortems),
    ...itemRoutes(postmortems),
    ...postmortemRoutes(postmortems, {
      part: web.render.part,
      styles: assets.styles('tokens.css', 'band.css'),
    }),
    ...libraryRoutes(postmortems),
    ...similarRoutes(postmortems),
    ...insightsRoutes(incidents),
    ...publicityRoutes(incidents, web.render, (number) => publicTextOf(postmortems, number)),
    ...contactRoutes(notify, config.homeZone, outbound),
    ...escalationRoutes(escalation, {
      mayRead: mayReadRun(incidents),
      breath,
      servicesOf: async (policyId) =>
        (await listServices(db)).filter((service) => service.policyId === policyId).map(({ name }) => name),
    }),
    ...identityRoutes(people, {
      homeZone: config.homeZone,
      sessionIdleSeconds: config.sessionIdleSeconds,
      publicAddress: config.url.origin + config.basePath,
    }),
    ...apiRoutes({
      breath,
      escalation,
      mayReadRun: mayReadRun(incidents),
      people,
      incidents,
      alerts,
      postmortems,
      library,
      questions,
      watched,
    }),
  ];
  const session = sessions({
    db,
    clock,
    secret,
    basePath: config.basePath,
    tls,
    idleSeconds: config.sessionIdleSeconds,
    maxSeconds: config.sessionMaxSeconds,
  });
  const app = makeApp({
    web,
    log,
    trustProxy: config.trustProxy,
    session,
    signedIn: [passport.session()],
    routes,
    onAnswer: hears.onAnswer,
  });
  return {
    app,
    routes,
    clockwork,
    kit: { people, incidents, postmortems, library, escalation, drills, alerts },
    readLibrary: async () => {
      await library.refresh();
      await scenarios.refresh();
    },
    takeOver: () => takeOver(notify),
    sent: async () => {
      await sending.settled();
      await watcher.settled();
      await backups.settled();
      await nightly.settled();
    },
    endStreams: () => live.close(),
  };
}
