/** An organisation in the middle of an incident, with a runbook of twelve steps that is followed. */
import { Agent } from 'node:http';
import { join } from 'node:path';
import { compose } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { systemClock } from '../../server/core/clock.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act, open } from '../../server/incidents/actions.ts';
import type { Command } from '../../server/incidents/command.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLog } from '../../server/web/log.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import { startMuster, type MusterProcess, type Starting } from '../support/muster-process.ts';
import { signIn, type SignedIn } from '../support/wire.ts';

export type Organisation = { dataFolder: string; member: Member; number: number };

/** A server on an organisation's data folder, and somebody who is signed in there. */
export type Office = { muster: MusterProcess; session: SignedIn; runPage: string };

const RUNBOOKS = join(import.meta.dirname, 'runbooks');
const RUNBOOK = 'checkout-slow';

/** @param entries how many the incident has at least */
export async function makeOrganisation(dataFolder: string, entries = 200): Promise<Organisation> {
  const [member] = await makeInstallation(dataFolder, 1);
  if (member === undefined) throw new Error('Nobody was given an account');
  const config = readConfig({ MUSTER_DATA: dataFolder, MUSTER_RUNBOOKS: RUNBOOKS });
  const store = await openStore(config.database);
  const log = makeLog('silent', 'json', systemClock);
  const secret = 'not used: nobody signs in through this door';
  const { kit, readLibrary } = compose({ config, store, clock: systemClock, secret, log });
  await readLibrary();
  const viewer = await viewerById(store.db, member.id);
  if (viewer === undefined) throw new Error('The account is not there');
  const { row } = await kit.library.find(RUNBOOK);
  const request = { opId: undefined, body: undefined };
  const { number } = await open(
    kit.incidents,
    viewer,
    (key) => ({
      type: 'declare',
      key,
      kind: 'incident',
      title: 'Checkout is slow since the release of this morning',
      summary: 'The slowest tenth of checkouts takes **more than five seconds**.',
      severity: 'SEV-2',
      homeZone: 'Europe/Berlin',
      visibility: 'all',
      takeCommand: true,
      runbook: { contentHash: row.content_hash, why: ['the usual runbook of this service'] },
    }),
    request,
  );
  for (const command of beginning()) await act(kit.incidents, viewer, number, [command], request);
  for (let seq = 0, index = 0; seq < entries; index += 1) {
    const done = await act(kit.incidents, viewer, number, [note(index)], request);
    seq = done.lastSeq ?? entries;
  }
  await store.close();
  return { dataFolder, member, number };
}

/** What people do in the first half hour: four answers, impact, three suspicions, a change. */
function beginning(): Command[] {
  const step = (stepId: string) => ({ runId: 1, stepId });
  const answer = (stepId: string, observed: string, branch?: { index: number; target: number }): Command => ({
    type: 'answer-step',
    ...step(stepId),
    observed,
    matched: 'yes',
    branch,
  });
  const suspect = (statement: string): Command => ({ type: 'open-hypothesis', statement });
  return [
    { type: 'take-role', role: 'operations' },
    { type: 'open-impact', statement: 'Checkout takes longer than five seconds', percent: 10 },
    { type: 'record-value', ...step('prove-that-shoppers-wait'), name: 'P90', value: '5.4 s' },
    answer('prove-that-shoppers-wait', '5.4 s at 10:02', { index: 1, target: 0 }),
    { type: 'record-value', ...step('say-how-many-are-affected'), name: 'SHARE', value: '11 %' },
    answer('say-how-many-are-affected', '11 % of 4,200 checkouts'),
    suspect('The stock service answers late'),
    suspect('The database waits for a lock'),
    suspect('The release of this morning asks for each item alone'),
    answer('find-the-slowest-part', 'stock service, 71 % of the time'),
    { type: 'record-value', ...step('look-for-a-change'), name: 'PREVIOUS', value: '2026.11.1' },
    { type: 'record-value', ...step('look-for-a-change'), name: 'CURRENT', value: '2026.11.2' },
    { type: 'start-change', what: 'More workers for the stock service', where: 'stock', temporary: true },
  ];
}

function note(index: number): Command {
  const text = `Look ${index + 1}: the slowest tenth is at ${(5.4 - index / 100).toFixed(2)} s, \`stock-${index % 7}\` has the longest queue.`;
  return { type: 'add-note', text, flavour: 'note' };
}

/** Starts a server on the organisation and signs in. */
export async function openOffice(
  { dataFolder, member, number }: Organisation,
  starting: Partial<Starting> = {},
): Promise<Office> {
  const settings = { MUSTER_RUNBOOKS: RUNBOOKS, ...starting.settings };
  const muster = await startMuster({ ...starting, dataFolder, settings });
  const agent = new Agent();
  const session = await signIn(muster.address, agent, member);
  agent.destroy();
  return { muster, session, runPage: `${muster.address}/incidents/${number}` };
}
