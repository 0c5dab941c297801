import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { Entry, type EntryJson, type MadeJson } from '../../server/api/entry-json.ts';
import { Incident, type IncidentJson } from '../../server/api/incident-json.ts';
import { Postmortem } from '../../server/api/postmortem-json.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { verify } from '../../server/incidents/chain.ts';
import type { StoredEntry } from '../../server/incidents/entry.ts';
import { byCurl, program, type Program } from '../support/api.ts';
import { served } from '../support/served.ts';
import type { Member } from '../support/cast.ts';
import { world, type World } from '../support/world.ts';

/** A cache-miss storm from the first word to the published postmortem, told by three programs that know nothing but the API. */
const ROOM = '/api/v1/incidents/INC-1';

type Step = IncidentJson['runs'][number]['steps'][number];

for (const isCurl of [false, true]) {
  suite(isCurl ? 'by curl' : 'in the process', () => {
    let here: World;
    let site: Awaited<ReturnType<typeof served>> | undefined;
    let ana: Program;
    let ben: Program;
    let max: Program;

    before(async () => {
      here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
      await createService(here.kit.people, { name: 'Storefront' }, COMMAND_LINE);
      site = isCurl ? await served(here) : undefined;
      const somebody = async (member: Member): Promise<Program> => {
        const who = await program(here, { member });
        return site === undefined ? who : byCurl(who, site.origin);
      };
      [ana, ben, max] = [await somebody('ana'), await somebody('ben'), await somebody('max')];
    });
    after(async () => {
      await site?.end();
      await here.end();
    });

    async function read(): Promise<IncidentJson> {
      const answer = await ana.get(ROOM);
      assert.equal(answer.status, 200, answer.text);
      return Incident.parse(answer.body);
    }

    /** Does one act and gives the kinds of the entries that it made. */
    async function did(who: Program, noun: string, body: object = {}): Promise<string[]> {
      const answer = await who.post(`${ROOM}${noun}`, body);
      assert.equal(answer.status, 201, `${noun}: ${answer.text}`);
      here.clock.wind(20);
      return (answer.body as MadeJson).entries.map(({ kind }) => kind);
    }

    async function currentStep(): Promise<Step> {
      const step = (await read()).runs[0]?.steps.find(({ is_current }) => is_current);
      assert.ok(step !== undefined, 'a step is under way');
      return step;
    }

    /** Answers the step that is under way, along the first branch that leads to a target. */
    async function answered(who: Program, observed: string, to: string, ...values: string[]): Promise<void> {
      const step = await currentStep();
      const branch = step.branches.find(({ leads_to }) => leads_to === to)?.branch;
      assert.ok(branch !== undefined, `${step.title} has a way to ${to}`);
      const fields = { observed, matched: 'yes', branch, values };
      const made = await did(who, `/runs/1/steps/${step.step_id}/result`, fields);
      assert.ok(made.includes('step-answered'));
    }

    async function idOfPerson(name: string): Promise<string> {
      const people = await ana.get('/api/v1/people');
      const { data } = people.body as { data: { person_id: string; name: string }[] };
      return data.find((person) => person.name === name)?.person_id ?? '';
    }

    /** Ben writes it, Ana sends what he wrote, and Ben looks whether it is there. */
    async function toldPublic(words: object): Promise<void> {
      await did(ben, '/updates/drafts', words);
      const [draft] = (await read()).update_drafts.filter(({ ended }) => ended === null);
      assert.ok(draft);
      const made = await did(ana, `/updates/drafts/${draft.update_id}/sending`);
      assert.deepEqual(made, ['update-approved', 'update-sent']);
      await did(ben, `/updates/${draft.update_id}/sighting`, { url: 'https://status.example.org/1' });
      assert.equal((await read()).updates.at(-1)?.seen_public?.by.id, ben.personId);
    }

    async function lastKinds(): Promise<string[]> {
      const { entry_count } = await read();
      const answer = await ana.get(`${ROOM}/entries?after=${String(entry_count - 3)}`);
      return (answer.body as { data: EntryJson[] }).data.map(({ kind }) => kind);
    }

    test('it is declared with a runbook, and found where the answer says', async () => {
      const found = await ana.get('/api/v1/runbooks?q=cache%20miss%20storm');
      const [runbook] = (found.body as { data: { slug: string; content_hash: string }[] }).data;
      assert.equal(runbook?.slug, 'cache-miss-storm');
      const fields = { title: 'Checkout is slow and fails', severity: 'SEV-1', take_command: true };
      const answer = await ana.post('/api/v1/incidents', fields);
      assert.equal(answer.status, 201, answer.text);
      const { incident, entries } = answer.body as MadeJson;
      assert.equal(incident, 'INC-1');
      assert.equal(answer.headers.location, 'http://localhost:3000/api/v1/incidents/1');
      assert.equal(entries[0]?.kind, 'incident-opened');
      assert.match(entries[0].sentence, /Checkout is slow and fails/);
      assert.equal(((await ana.get('/api/v1/incidents/1')).body as IncidentJson).key, 'INC-1');
      const attached = await did(ana, '/runs', {
        content_hash: runbook.content_hash,
        why: ['the hit rate fell'],
      });
      assert.ok(attached.includes('runbook-attached'));
    });

    test('people take part and say what hurts, since when', async () => {
      assert.deepEqual(await did(ben, '/roles/operations/holder'), ['role-taken']);
      await did(ana, '/services', { added: ['storefront'] });
      const statement = 'Payments fail for a third of shoppers';
      await did(ana, '/impacts', { statement, percent: 34, at: '2026-11-02T09:45:00+01:00', about: true });
      const { roles, impact, stamps, services } = await read();
      assert.deepEqual(
        roles.map(({ role, person_id, to }) => [role, person_id, to]),
        [
          ['commander', ana.personId, null],
          ['operations', ben.personId, null],
        ],
      );
      assert.deepEqual(services, ['storefront']);
      assert.deepEqual([impact[0]?.steps[0]?.percent, impact[0]?.to], [34, null]);
      assert.equal(stamps.impact_began_at?.at, '2026-11-02T08:45:00.000Z');
      assert.equal(stamps.impact_began_at.precision, 'about');
    });

    test('steps are answered with values, along branches', async () => {
      await answered(ben, '6 % and 4.1 s', 'step:read-the-cache-hit-rate', 'ERRORS=6 %', 'LATENCY=4.1 s');
      assert.equal((await currentStep()).number, '2');
      const values = (await read()).runs[0]?.values.map(({ name, value, step_id }) => [name, value, step_id]);
      assert.deepEqual(values, [
        ['ERRORS', '6 %', 'prove-that-shoppers-are-affected'],
        ['LATENCY', '4.1 s', 'prove-that-shoppers-are-affected'],
      ]);
      await did(ana, '/status', { to: 'investigating' });
      await answered(ben, 'normal, on the wrong board', 'step:rule-out-the-look-alikes', 'HIT_RATE=95 %');
      const look = await currentStep();
      assert.equal(look.checks.length, 3);
      await did(ben, `/runs/1/steps/${look.step_id}/checks/1`, { on: true });
      assert.deepEqual(
        (await currentStep()).checks.map(({ on }) => on),
        [true, false, false],
      );
    });

    test('suspicions are opened, ruled out and confirmed with evidence', async () => {
      await did(ana, '/hypotheses', {
        statement: 'The gateway fails',
        would_clear: 'its error rate is normal',
      });
      await did(ben, '/hypotheses', {
        statement: 'The cache keeps nothing since the release',
        limit_minutes: 10,
      });
      const [gateway, cache] = (await read()).hypotheses;
      assert.ok(gateway !== undefined && cache !== undefined);
      const fact = {
        text: 'Gateway errors are at 0.1 %',
        value: '0.1 %',
        url: 'https://gateway.example.org/status',
      };
      await did(ben, `/hypotheses/${gateway.hypothesis_id}/evidence`, { ...fact, direction: 'against' });
      await did(ben, `/hypotheses/${gateway.hypothesis_id}/ruling-out`, fact);
      await did(ben, `/hypotheses/${cache.hypothesis_id}/confirmation`, {
        text: 'Lifetime is 0 s since 08:40',
      });
      const settled = (await read()).hypotheses;
      assert.deepEqual(
        settled.map(({ status, evidence, limit_seconds }) => [status, evidence.length, limit_seconds]),
        [
          ['ruled-out', 2, 900],
          ['confirmed', 1, 600],
        ],
      );
      assert.equal(settled[0]?.evidence[0]?.direction, 'against');
    });

    test('a named person is asked, and accepts with a token of their own', async () => {
      await answered(ben, 'none of the three moved first', 'step:bring-in-infrastructure');
      const to = await idOfPerson('Max Orwell');
      assert.equal(to, max.personId);
      await did(ana, '/escalations', {
        to,
        reason: 'Gateway is ruled out; we need hands on the cache',
        by: 'step',
      });
      const [asked] = (await read()).escalations;
      assert.deepEqual([asked?.to?.name, asked?.accepted], ['Max Orwell', null]);
      const place = `/escalations/${asked?.escalation_id ?? ''}/acceptance`;
      assert.equal(
        (await ben.post(`${ROOM}${place}`, {})).status,
        409,
        'it is not for somebody else to accept',
      );
      await did(max, place);
      const [accepted] = (await read()).escalations;
      assert.equal(accepted?.accepted?.person_id, max.personId);
      assert.ok((await read()).participants.some(({ person_id }) => person_id === max.personId));
      await answered(ana, 'Max has accepted', 'step:find-change');
    });

    test('a dangerous step waits for its go, and what is changed is written down', async () => {
      await answered(
        ben,
        'release 118 at 08:40',
        'step:agree-on-the-rollback',
        'PREVIOUS=117',
        'CURRENT=118',
      );
      await answered(ana, 'nobody objects', 'step:rollback');
      const rollback = await currentStep();
      assert.deepEqual([rollback.danger, rollback.confirm], ['high', 'Commander']);
      const result = { observed: '84 % on the first node', matched: 'yes', branch: '1:0' };
      const early = await ben.post(`${ROOM}/runs/1/steps/rollback/result`, result);
      assert.equal(early.status, 409);
      assert.equal((early.body as { code: string }).code, 'needs-go');
      await did(ana, '/runs/1/steps/rollback/confirmation');
      await did(ben, '/changes', {
        what: 'Put back release 117',
        where: 'all cache nodes',
        undo: 'apply 118',
      });
      await did(ana, '/status', { to: 'mitigating' });
      await did(ben, '/runs/1/steps/rollback/result', result);
      const [change] = (await read()).changes;
      await did(ben, `/changes/${change?.change_id ?? ''}/outcome`, { outcome: 'worked' });
      assert.equal((await read()).changes[0]?.finished?.outcome, 'worked');
    });

    test('users are told, the impact ends, the criteria hold, and it is resolved', async () => {
      const update = {
        users_see: 'Payments fail',
        we_do: 'We put the cache back',
        changed: 'The cause is known',
      };
      const words = { ...update, audience: 'public', next_in_minutes: 15 };
      const alone = await ana.post(`${ROOM}/updates`, words);
      assert.equal((alone.body as { code: string }).code, 'needs-second', 'a SEV-1 has two readers');
      await toldPublic(words);
      const { impact, update_clocks } = await read();
      assert.equal(update_clocks.public?.promised, true);
      const early = await ana.post(`${ROOM}/status`, { to: 'monitoring' });
      assert.equal(early.status, 409, 'not while users are hurt');
      await did(ben, `/impacts/${impact[0]?.impact_id ?? ''}/end`, {
        signal: 'errors are normal',
        value: '0.3 %',
      });
      await did(ana, '/status', { to: 'monitoring' });
      for (const { criterion_id } of (await read()).exit_criteria?.criteria ?? []) {
        await did(ana, `/exit-criteria/${criterion_id}`, { holds: true, value: 'read from the board' });
      }
      here.clock.wind(31 * 60);
      const last = { ...update, changed: 'It is over', final: true, loss: 'None' };
      await toldPublic({ ...last, audience: 'public' });
      await did(ana, '/updates', { ...last, audience: 'internal' });
      await did(ana, '/status', { to: 'resolved', temporary_confirmed: true });
      const { status, stamps, updates } = await read();
      assert.equal(status, 'resolved');
      assert.ok(stamps.resolved_at !== null && stamps.resolved_at !== undefined);
      assert.equal(updates.length, 3);
    });

    test('the timeline reads page by page, and its chain of hashes holds for whoever has only the API', async () => {
      const all: EntryJson[] = [];
      let path: string | undefined = `${ROOM}/entries?limit=7`;
      while (path !== undefined) {
        const answer = await ben.get(path);
        assert.equal(answer.status, 200, answer.text);
        const { data, next_cursor } = answer.body as { data: EntryJson[]; next_cursor: string | null };
        all.push(...data.map((entry) => Entry.parse(entry)));
        const [, next] =
          /^<http:\/\/localhost:3000([^>]+)>; rel="next"$/.exec(answer.headers.link ?? '') ?? [];
        assert.equal(next === undefined, next_cursor === null);
        path = next;
      }
      const { entry_count, head_hash } = await read();
      assert.ok(entry_count > 40);
      assert.deepEqual(verify(all.map(stored), { seq: entry_count, hash: head_hash }), undefined);
      const spoilt = all.map((entry, index) =>
        index === 3 ? { ...entry, body: { text: 'changed' } } : entry,
      );
      assert.equal(verify(spoilt.map(stored))?.seq, 4);
    });

    test('the postmortem is drafted, answered where it asks, and published', async () => {
      const place = `${ROOM}/postmortem`;
      const begun = await ana.post(place);
      assert.equal(begun.status, 201, begun.text);
      const { text } = Postmortem.parse(begun.body);
      for (const fact of [
        /INC-1/,
        /34 % of users/,
        /The gateway fails/,
        /Gateway errors are at 0\.1 %/,
        /Max Orwell \(curl\) accepted/,
      ])
        assert.match(text, fact);
      const read = await ana.get(place);
      const answered = text.replace(
        /\*What do we know today[^*]*\*/,
        'A shorter lifetime of entries shows at once.',
      );
      const saved = await ana.put(place, { text: answered }, { 'If-Match': read.headers.etag ?? '' });
      assert.equal(saved.status, 200, saved.text);
      const { version } = Postmortem.parse(saved.body);
      const published = await max.post(`${place}/publication`, {
        version,
        unreviewed: 'There is nobody beside me.',
      });
      assert.equal(published.status, 200, published.text);
      assert.equal(Postmortem.parse(published.body).state, 'published');
      assert.ok((await lastKinds()).includes('postmortem-published'));
    });
  });
}

/** An entry of the API as the chain was made of it. */
function stored(entry: EntryJson): StoredEntry {
  return {
    id: entry.id,
    incidentId: entry.incident_id,
    seq: entry.seq,
    kind: entry.kind,
    body: entry.body,
    occurredAt: entry.occurred_at,
    recordedAt: entry.recorded_at,
    precision: entry.precision,
    actor: entry.actor,
    source: entry.source,
    opId: entry.op_id,
    previousHash: entry.previous_hash,
    hash: entry.hash,
  };
}
