/** Every address of Muster, in one place. `href` fills one in; only web/ knows the base path in front of it. */
export const paths = {
  board: '/',
  live: '/live',
  liveCounts: '/live/counts',
  boardPart: '/parts/:region',
  incidents: '/incidents',
  declare: '/incidents/new',
  report: '/incidents/report',
  reports: '/incidents/reports',
  incident: '/incidents/:number',
  incidentHandOver: '/incidents/:number/handover',
  incidentReadMark: '/incidents/:number/read-mark',
  incidentTimeline: '/incidents/:number/timeline',
  incidentEntry: '/incidents/:number/entries/:seq',
  incidentPeople: '/incidents/:number/people',
  incidentUpdates: '/incidents/:number/updates',
  incidentResolve: '/incidents/:number/resolve',
  incidentAbout: '/incidents/:number/about',
  incidentMeasures: '/incidents/:number/measures',
  incidentReplay: '/incidents/:number/replay',
  incidentLive: '/incidents/:number/live',
  incidentLiveCounts: '/incidents/:number/live/counts',
  incidentPart: '/incidents/:number/parts/:region',
  incidentAttachment: '/incidents/:number/attachments/:id',
  redaction: '/incidents/:number/entries/:seq/redaction',
  runbooks: '/runbooks',
  runbook: '/runbooks/:slug',
  runbookVersion: '/runbooks/:slug/versions/:hash',
  runbookAnswer: '/runbooks/:slug/questions/:question/answer',
  runbookPicture: '/runbook-files/:file',
  postmortems: '/postmortems',
  postmortem: '/postmortems/:number',
  postmortemEdit: '/postmortems/:number/edit',
  postmortemPublish: '/postmortems/:number/publish',
  postmortemFile: '/postmortems/:number.md',
  incidentPostmortem: '/incidents/:number/postmortem',
  me: '/me',
  myProfile: '/me/profile',
  myTheme: '/me/theme',
  myKeys: '/me/keys',
  myTimes: '/me/times',
  myTokens: '/me/tokens',
  myToken: '/me/tokens/:id/revocation',
  mySession: '/me/sessions/:id/end',
  myOtherSessions: '/me/other-sessions/end',
  myPassword: '/me/password',
  admin: '/admin',
  people: '/admin/people',
  person: '/admin/people/:id',
  personRole: '/admin/people/:id/role',
  personPasswordLink: '/admin/people/:id/password-link',
  personDisabling: '/admin/people/:id/disabling',
  personEnabling: '/admin/people/:id/enabling',
  invitations: '/admin/people/invitations',
  invitationWithdrawal: '/admin/people/invitations/:id/withdrawal',
  tokens: '/admin/tokens',
  tokenRevocation: '/admin/tokens/:id/revocation',
  teams: '/admin/teams',
  team: '/admin/teams/:slug',
  teamMembers: '/admin/teams/:slug/members',
  teamMember: '/admin/teams/:slug/members/:id/removal',
  incidentExport: '/incidents/:number/export/:format',
  importPage: '/incidents/import',
  apiExport: '/api/v1/incidents/:number/export',
  apiImports: '/api/v1/imports',
  status: '/status',
  publicIncident: '/status/:number',
  statusJson: '/status.json',
  statusAtom: '/status.atom',
  severities: '/admin/severities',
  severity: '/admin/severities/:severity',
  shippedSeverity: '/admin/severities/:severity/shipped',
  services: '/admin/services',
  service: '/admin/services/:slug',
  audit: '/admin/audit',
  system: '/admin/system',
  setup: '/setup',
  login: '/login',
  logout: '/logout',
  invitation: '/invite/:token',
  help: '/help',
  helpParts: '/help/parts',
  /** One of the pages below, named since other pages lead to it. */
  helpKeys: '/help/keys',
  helpPage: '/help/:page',
  problem: '/help/problems/:code',
  health: '/healthz',
  ready: '/readyz',
  openapi: '/openapi.json',
  apiIncidents: '/api/v1/incidents',
  apiReports: '/api/v1/reports',
  apiIncident: '/api/v1/incidents/:number',
  apiReadMark: '/api/v1/incidents/:number/read-mark',
  apiEntries: '/api/v1/incidents/:number/entries',
  apiMeasures: '/api/v1/incidents/:number/measures',
  apiAttachment: '/api/v1/incidents/:number/attachments/:id',
  apiRedaction: '/api/v1/incidents/:number/entries/:seq/redaction',
  apiPostmortem: '/api/v1/incidents/:number/postmortem',
  apiPostmortemPublication: '/api/v1/incidents/:number/postmortem/publication',
  apiRunbooks: '/api/v1/runbooks',
  apiRunbook: '/api/v1/runbooks/:slug',
  apiRunbookVersion: '/api/v1/runbooks/:slug/versions/:hash',
  apiRunbookQuestions: '/api/v1/runbooks/:slug/questions',
  apiRunbookAnswer: '/api/v1/runbooks/:slug/questions/:question/answer',
  apiFittingRunbooks: '/api/v1/fitting-runbooks',
  apiIncidentRunbooks: '/api/v1/incidents/:number/fitting-runbooks',
  apiPeople: '/api/v1/people',
  apiServices: '/api/v1/services',
  apiSeverities: '/api/v1/severities',
  apiTokens: '/api/v1/tokens',
  apiTokenRevocation: '/api/v1/tokens/:id/revocation',
  apiAudit: '/api/v1/audit',
  apiSystem: '/api/v1/system',
  policyReport: '/csp',
  asset: '/static/:file',
  /** The service worker; at the root, since it serves what lies below its own address. */
  worker: '/worker.js',
  manifest: '/manifest.webmanifest',
  offline: '/offline',
  robots: '/robots.txt',
  changePassword: '/.well-known/change-password',
  securityText: '/.well-known/security.txt',
} as const;

/** Whether an address belongs to programs: they come with a token and without cookies, and are answered in JSON. */
export function isForPrograms(path: string): boolean {
  return path.startsWith('/api/');
}

type Names<P extends string> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | Names<`/${More}`>
    : Rest extends `${infer Name}.${string}`
      ? Name
      : Rest
  : never;

/** The values that an address needs: `Params<'/incidents/:number'>` is `{ number: string | number }`. */
export type Params<P extends string> = Record<Names<P>, string | number>;

/** An address below the root of Muster, without the base path: `href(paths.incident, { number: 42 })`. */
export function href<const P extends string>(
  pattern: P,
  ...values: Names<P> extends never ? [] : [Params<P>]
): string {
  const given: Partial<Record<string, string | number>> = values[0] ?? {};
  return pattern.replace(/:([a-z]+)/gi, (whole, name: string) => {
    const value = given[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
}
