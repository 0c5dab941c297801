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

/** A second server on what the first one wrote. */
function restart() {
  const { config, store, clock } = here;
  const log = makeLog('silent', 'json', clock);
  return compose({ config, store, clock, secret: 'a secret of the second start, long enough', log });
}

test('an act in an incident with a runbook is done although nothing of it is in memory yet', async () => {
  const ana = await signedIn(here, 'ana');
  const fields = { title: 'Checkout fails', runbook: 'cache-miss-storm', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', fields);

  const restarted = restart();
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

test('what open incidents need first is read with the first tick, and once', async () => {
  const ana = await signedIn(here, 'ana');
  for (const title of ['Search is empty', 'Mail waits']) {
    await sendForm(ana, '/incidents/new', '/incidents', { title, take_command: 'on' });
  }
  await sendForm(ana, '/incidents/3/resolve', '/incidents/3/status', {
    to: 'cancelled',
    reason: 'Nothing is wrong',
  });
  const open = await here.store.db
    .selectFrom('incident')
    .select('number')
    .where('status', '!=', 'cancelled')
    .execute();

  const restarted = restart();
  const read = () => restarted.kit.incidents.states.size().count;
  assert.equal(read(), 0);
  await restarted.clockwork.tick();
  assert.equal(read(), open.length);

  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Later', take_command: 'on' });
  await restarted.clockwork.tick();
  assert.equal(read(), open.length);
  await restarted.endStreams();
});
