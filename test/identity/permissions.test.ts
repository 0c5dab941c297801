import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isAccountRole,
  isPermission,
  PERMISSIONS,
  permissionsOf,
  ROLES,
  whyNot,
  type AccountRole,
} from '../../server/identity/permissions.ts';
import { routeFaults } from '../../server/identity/route-check.ts';
import { nothing } from '../../server/web/answer.ts';
import { noFields } from '../../server/web/fields.ts';
import { publicRoute, route } from '../../server/web/route.ts';

test('a role has what is given to it, and the administrator has everything', () => {
  assert.equal(permissionsOf('viewer').has('incident.read'), true);
  assert.equal(permissionsOf('viewer').has('incident.declare'), false);
  assert.equal(permissionsOf('manager').has('person.role'), false);
  assert.deepEqual([...permissionsOf('admin')].sort(), Object.keys(PERMISSIONS).sort());
});

/** The table of permissions as it was agreed: the least of the roles that has each. The trainee adds nothing but drills. */
const LEAST: Readonly<Record<keyof typeof PERMISSIONS, AccountRole>> = {
  'incident.read': 'viewer',
  'incident.report': 'viewer',
  'incident.observe': 'viewer',
  'runbook.read': 'viewer',
  'postmortem.read': 'viewer',
  'oncall.read': 'viewer',
  'profile.edit': 'viewer',
  'drill.take-part': 'trainee',
  'drill.solo': 'trainee',
  'drill.own-result': 'trainee',
  'drill.facilitate': 'responder',
  'drill.author': 'responder',
  'incident.declare': 'responder',
  'incident.act': 'responder',
  'incident.command': 'responder',
  'escalation.request': 'responder',
  'escalation.answer': 'responder',
  'schedule.override-own': 'responder',
  'incident.export': 'responder',
  'runbook.answer': 'responder',
  'token.own': 'responder',
  'postmortem.write': 'responder',
  'postmortem.review': 'responder',
  'postmortem.publish-public': 'manager',
  'runbook.publish': 'manager',
  'insights.read': 'responder',
  'postmortem.publish': 'manager',
  'review.waive': 'manager',
  'incident.private': 'manager',
  'incident.import': 'manager',
  'person.invite': 'manager',
  'team.edit': 'manager',
  'service.edit': 'manager',
  'schedule.edit': 'manager',
  'policy.edit': 'manager',
  'person.role': 'admin',
  'person.deactivate': 'admin',
  'integration.edit': 'manager',
  'token.any': 'admin',
  'settings.edit': 'admin',
  'audit.read': 'admin',
  'entry.redact': 'admin',
};

test('each cell of the table of permissions is as it was agreed', () => {
  const order: readonly AccountRole[] = ['viewer', 'trainee', 'responder', 'manager', 'admin'];
  assert.deepEqual(ROLES, order);
  assert.deepEqual(Object.keys(LEAST).sort(), Object.keys(PERMISSIONS).sort());
  for (const [permission, least] of Object.entries(LEAST)) {
    for (const role of order) {
      const has = permissionsOf(role).has(permission as keyof typeof PERMISSIONS);
      assert.equal(has, order.indexOf(role) >= order.indexOf(least), `${role}: ${permission}`);
    }
  }
});

test('a refusal tells the least role that has the permission, and who gives it', () => {
  for (const [permission, least] of Object.entries(LEAST)) {
    const article = least === 'admin' ? 'An' : 'A';
    const sentence = `This needs the permission "${permission}". ${article} ${least} has it; an administrator can give you that role.`;
    assert.equal(whyNot(permission), sentence);
  }
});

test('names that only look like a role or a permission are none', () => {
  assert.equal(isAccountRole('responder'), true);
  assert.equal(isAccountRole('Responder'), false);
  assert.equal(isPermission('incident.read'), true);
  assert.equal(isPermission('toString'), false);
});

test('a table of routes is safe when each names a known permission or is public by the list', () => {
  const faults = routeFaults([
    route('GET', '/incidents', 'incident.read', noFields, () => nothing),
    route('POST', '/incidents', 'incident.read', noFields, () => nothing),
    route('GET', '/incidents', 'incident.read', noFields, () => nothing),
    route('GET', '/runbooks', 'runbook.see', noFields, () => nothing),
    publicRoute('GET', '/login', noFields, () => nothing),
    publicRoute('GET', '/static/:file', noFields, () => nothing),
    publicRoute('GET', '/incidents/:number', noFields, () => nothing),
  ]);
  assert.deepEqual(faults, [
    'GET /incidents is declared twice.',
    'GET /runbooks names no known permission ("runbook.see").',
    'GET /incidents/:number is public but does not stand on the public list.',
  ]);
});
