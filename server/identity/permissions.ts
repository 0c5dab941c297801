/** What an account may be. Each role can do what the ones before it can, but the trainee's drills. */
export const ROLES = ['viewer', 'trainee', 'responder', 'manager', 'admin'] as const;
export type AccountRole = (typeof ROLES)[number];

const EVERYBODY = ROLES;
const TRAINEES = ['trainee', 'responder', 'manager', 'admin'] as const;
const RESPONDERS = ['responder', 'manager', 'admin'] as const;
const MANAGERS = ['manager', 'admin'] as const;
const ADMINS = ['admin'] as const;

/** Permission to roles. A permission that neither a route nor a rule names is a failing test. */
export const PERMISSIONS = {
  'incident.read': EVERYBODY,
  'incident.report': EVERYBODY,
  'incident.observe': EVERYBODY,
  'runbook.read': EVERYBODY,
  'postmortem.read': EVERYBODY,
  'oncall.read': EVERYBODY,
  'profile.edit': EVERYBODY,
  'drill.take-part': TRAINEES,
  'drill.solo': TRAINEES,
  'drill.own-result': TRAINEES,
  'drill.facilitate': RESPONDERS,
  'drill.author': RESPONDERS,
  'incident.declare': RESPONDERS,
  'incident.act': RESPONDERS,
  'incident.command': RESPONDERS,
  'escalation.request': RESPONDERS,
  'escalation.answer': RESPONDERS,
  'schedule.override-own': RESPONDERS,
  'incident.export': RESPONDERS,
  'runbook.answer': RESPONDERS,
  'runbook.publish': MANAGERS,
  'token.own': RESPONDERS,
  'postmortem.write': RESPONDERS,
  'postmortem.review': RESPONDERS,
  'insights.read': RESPONDERS,
  'postmortem.publish': MANAGERS,
  'postmortem.publish-public': MANAGERS,
  'review.waive': MANAGERS,
  'incident.private': MANAGERS,
  'incident.import': MANAGERS,
  'person.invite': MANAGERS,
  'team.edit': MANAGERS,
  'service.edit': MANAGERS,
  'integration.edit': MANAGERS,
  'schedule.edit': MANAGERS,
  'policy.edit': MANAGERS,
  'person.role': ADMINS,
  'person.deactivate': ADMINS,
  'token.any': ADMINS,
  'settings.edit': ADMINS,
  'audit.read': ADMINS,
  'entry.redact': ADMINS,
} as const satisfies Record<string, readonly AccountRole[]>;

export type Permission = keyof typeof PERMISSIONS;

/**
 * The routes that need no account, literal and short. `*` at the end stands for anything below. Nothing else is
 * answered to somebody who is not signed in.
 */
export const PUBLIC_ROUTES = [
  '/login',
  '/logout',
  '/setup',
  '/invite/:token',
  '/answer/:token',
  '/help',
  '/help/*',
  '/status',
  '/status/:number',
  '/status.json',
  '/status.atom',
  '/feeds/oncall/:token.ics',
  '/feeds/actions/:token.ics',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/static/*',
  '/worker.js',
  '/manifest.webmanifest',
  '/offline',
  '/robots.txt',
  '/.well-known/*',
  '/csp',
] as const;

export function isAccountRole(text: string): text is AccountRole {
  return (ROLES as readonly string[]).includes(text);
}

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(PERMISSIONS, text);
}

/** Every permission of a role. */
export function permissionsOf(role: AccountRole): ReadonlySet<Permission> {
  return HELD[role];
}

function heldBy(role: AccountRole): ReadonlySet<Permission> {
  const held = new Set<Permission>();
  for (const [permission, roles] of Object.entries(PERMISSIONS)) {
    if ((roles as readonly AccountRole[]).includes(role)) held.add(permission as Permission);
  }
  return held;
}

// Made once: each request asks for one of them.
const HELD = Object.fromEntries(ROLES.map((role) => [role, heldBy(role)])) as Record<
  AccountRole,
  ReadonlySet<Permission>
>;

/** The refusal of a missing permission: its name, who has it, and who can give it. */
export function whyNot(permission: string): string {
  const roles: readonly AccountRole[] = isPermission(permission) ? PERMISSIONS[permission] : [];
  const least = roles[0] ?? 'admin';
  const article = /^[aeiou]/.test(least) ? 'An' : 'A';
  return `This needs the permission "${permission}". ${article} ${least} has it; an administrator can give you that role.`;
}
