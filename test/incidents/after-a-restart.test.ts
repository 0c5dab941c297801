import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compose } from '../../server/compose.ts';
import { makeLog } from '../../server/web/log.ts';
import { sendForm } from '../support/forms.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { world, type World } from '../support/world.ts';
import { act } from '../../server/incidents/actions.ts';
import { permissionsOf } from '../../server/identity/permissions.ts';

let here: World;
before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here, 'ana');
});
after(() => here.end());

test('an act in an incident with a runbook is done although nothing of it is in memory yet', async () => {
  const ana = await signedIn(here, 'ana');
  const fields = { title: 'Checkout fails', runbook: 'cache-miss-storm', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', fields);

  const { config, store, clock } = here;
  const log = makeLog('silent', 'json', clock);
  const restarted = compose({
    config,
    store,
    clock,
    secret: 'a secret of the second start, long enough',
    log,
  });
  const { id, name, email, role } = CAST.ana;
  const viewer = {
    ...{ id, name, email, role, type: 'person' as const },
    ...{ permissions: permissionsOf('responder'), zone: undefined, scopes: undefined },
  };
  const note = { type: 'add-note', text: 'after the restart', flavour: 'note' } as const;
  const done = await act(restarted.kit.incidents, viewer, 1, [note], { opId: undefined, body: note });
  assert.equal(done.firstSeq, done.lastSeq);

  here.clock.wind(600);
  await restarted.clockwork.tick();
  const again = await act(restarted.kit.incidents, viewer, 1, [note], { opId: undefined, body: note });
  assert.ok((again.firstSeq ?? 0) > (done.lastSeq ?? 0) + 1, 'the clockwork wrote that a limit had passed');
  await restarted.endStreams();
});
