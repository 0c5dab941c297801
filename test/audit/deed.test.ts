import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deedWords, KINDS, type Deed, type DeedKind } from '../../server/audit/deed.ts';

const ana = { type: 'person', id: 'account-ana', name: 'Ana Ruiz' } as const;
const inc = { type: 'incident', id: 'i-1', name: 'INC-42' } as const;
const shop = { type: 'service', id: 's-1', name: 'Web shop' } as const;
const web = { type: 'team', id: 't-1', name: 'Web' } as const;
const rota = { type: 'schedule', id: 'r-1', name: 'Shop' } as const;
const policy = { type: 'policy', id: 'p-1', name: 'Shop, primary' } as const;
const here = { type: 'installation', id: '', name: 'this installation' } as const;
const changes = { team: { from: 'Web', to: null }, runbook: { from: null, to: 'cache' } };

/** Each kind with the rest of the sentence "Max Orwell …". */
const SAID: { [K in DeedKind]: readonly (readonly [Omit<Extract<Deed, { kind: K }>, 'kind'>, string])[] } = {
  'sign-in-failed': [
    [{ subject: ana, details: { asked: 'sign-in' } }, 'was not let in as Ana Ruiz'],
    [{ subject: ana, details: { asked: 'again' } }, 'typed a wrong password when asked for it again'],
  ],
  'sign-in-throttled': [
    [{ subject: ana, details: {} }, 'was held back after too many wrong passwords for Ana Ruiz'],
  ],
  'account-made': [
    [
      { subject: ana, details: { role: 'responder', how: 'invitation' } },
      'made the account of Ana Ruiz as responder',
    ],
  ],
  'profile-changed': [
    [
      { subject: ana, details: { zone: { from: null, to: 'Europe/Berlin' } } },
      'changed Ana Ruiz: zone from nothing to Europe/Berlin',
    ],
  ],
  'role-changed': [
    [
      { subject: ana, details: { from: 'viewer', to: 'admin' } },
      'changed the role of Ana Ruiz from viewer to admin',
    ],
  ],
  'account-disabled': [[{ subject: ana, details: {} }, 'shut Ana Ruiz out']],
  'account-enabled': [[{ subject: ana, details: {} }, 'let Ana Ruiz in again']],
  'password-changed': [
    [{ subject: ana, details: { how: 'typed' } }, 'chose a new password for Ana Ruiz'],
    [{ subject: ana, details: { how: 'link' } }, 'chose a new password for Ana Ruiz by a link'],
  ],
  'link-made': [
    [
      {
        subject: { type: 'link', id: 'l-1', name: 'Ben Okafor (ben@example.org)' },
        details: { purpose: 'invite', role: 'viewer', expiresAt: '2026-11-09T09:00:00.000Z' },
      },
      'made a link that invites Ben Okafor (ben@example.org) as viewer',
    ],
    [
      { subject: ana, details: { purpose: 'password', expiresAt: '2026-11-03T09:00:00.000Z' } },
      'made a password link for Ana Ruiz',
    ],
    [
      { subject: here, details: { purpose: 'setup', expiresAt: '2026-11-09T09:00:00.000Z' } },
      'made the link for the first administrator',
    ],
  ],
  'link-withdrawn': [[{ subject: ana, details: {} }, 'took back the invitation of Ana Ruiz']],
  'team-made': [[{ subject: web, details: {} }, 'made the team Web']],
  'team-changed': [
    [
      { subject: web, details: { changes: { visibility: { from: 'all', to: 'team' } } } },
      'changed the team Web: visibility from all to team',
    ],
  ],
  'team-member-added': [[{ subject: ana, details: { team: 'Web' } }, 'added Ana Ruiz to the team Web']],
  'team-member-removed': [[{ subject: ana, details: { team: 'Web' } }, 'removed Ana Ruiz from the team Web']],
  'token-made': [
    [
      {
        subject: ana,
        details: {
          tokenId: 'k-1',
          token: 'pipeline',
          scopes: ['incidents:read', 'runbooks:read'],
          expiresAt: null,
        },
      },
      'made the token "pipeline" of Ana Ruiz for incidents:read and runbooks:read',
    ],
  ],
  'token-revoked': [
    [
      { subject: ana, details: { tokenId: 'k-1', token: 'pipeline' } },
      'revoked the token "pipeline" of Ana Ruiz',
    ],
  ],
  'alert-key-made': [
    [
      { subject: shop, details: { keyId: 'key-1', key: 'Prometheus' } },
      'made the key "Prometheus" for alerts of Web shop',
    ],
  ],
  'alert-key-revoked': [
    [
      { subject: shop, details: { keyId: 'key-1', key: 'Prometheus' } },
      'revoked the key "Prometheus" for alerts of Web shop',
    ],
  ],
  'service-made': [
    [{ subject: shop, details: { team: 'Web', runbook: null } }, 'added the service Web shop'],
  ],
  'service-changed': [
    [
      { subject: shop, details: { changes } },
      'changed the service Web shop: team from Web to nothing and runbook from nothing to cache',
    ],
  ],
  'schedule-made': [[{ subject: rota, details: {} }, 'made the schedule Shop']],
  'schedule-changed': [
    [
      { subject: rota, details: { from: '2026-11-09T09:00:00.000Z' } },
      'changed the schedule Shop from 2026-11-09T09:00:00.000Z on',
    ],
  ],
  'shift-covered': [
    [
      {
        subject: rota,
        details: { person: 'account-ana', from: '2026-11-09T09:00:00.000Z', to: '2026-11-09T10:00:00.000Z' },
      },
      'put somebody on call in Shop from 2026-11-09T09:00:00.000Z to 2026-11-09T10:00:00.000Z',
    ],
  ],
  'cover-ended': [[{ subject: rota, details: {} }, 'ended an override of Shop']],
  'policy-made': [[{ subject: policy, details: {} }, 'made the policy Shop, primary']],
  'policy-changed': [
    [
      { subject: policy, details: { version: 2 } },
      'changed the policy Shop, primary, which is version 2 now',
    ],
  ],
  'setting-changed': [
    [
      { subject: { type: 'setting', id: 'severities', name: 'the severities' }, details: { changes } },
      'changed the severities: team from Web to nothing and runbook from nothing to cache',
    ],
  ],
  'private-incident-opened': [
    [{ subject: inc, details: {} }, 'looked at the private incident INC-42 without taking part in it'],
  ],
  'incident-exported': [[{ subject: inc, details: { format: 'zip' } }, 'exported INC-42 as zip']],
  'incident-imported': [
    [
      { subject: inc, details: { entries: 31, from: 'INC-7 of muster.example.org' } },
      'imported INC-42, which was INC-7 of muster.example.org, with 31 entries',
    ],
  ],
  'report-imported': [
    [
      { subject: inc, details: { entries: 4, file: 'caching.md' } },
      'imported the report caching.md as INC-42, with 4 entries',
    ],
  ],
  'entry-redacted': [
    [
      { subject: inc, details: { seq: 14, fields: ['text'], reason: 'it held a password' } },
      'redacted entry 14 of INC-42: it held a password',
    ],
  ],
  'backup-made': [
    [
      { subject: here, details: { file: '/backups/muster.db', bytes: 4096 } },
      'made the backup /backups/muster.db of 4096 bytes',
    ],
  ],
};

test('each kind of deed is told in words', () => {
  for (const [kind, cases] of Object.entries(SAID)) {
    for (const [told, words] of cases) assert.equal(deedWords({ kind, ...told }), words);
  }
  assert.equal(KINDS.length, Object.keys(SAID).length);
});

test('a kind that a newer Muster wrote is told as far as it is known', () => {
  assert.equal(
    deedWords({ kind: 'star-made', subject: ana, details: {} }),
    'did something to Ana Ruiz that a newer Muster knows: star-made',
  );
});
