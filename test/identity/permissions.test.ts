import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isAccountRole,
  isPermission,
  PERMISSIONS,
  permissionsOf,
  whyNot,
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

test('names that only look like a role or a permission are none', () => {
  assert.equal(isAccountRole('responder'), true);
  assert.equal(isAccountRole('Responder'), false);
  assert.equal(isPermission('incident.read'), true);
  assert.equal(isPermission('toString'), false);
});

test('a refusal names the permission and the role that has it', () => {
  assert.match(whyNot('person.role'), /"person\.role"\. An admin has it/);
  assert.match(whyNot('incident.declare'), /A responder has it/);
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
