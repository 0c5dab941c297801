/** What authors do: draft a scenario from an incident that is over, read one with its secrets, and save a version. */
import { sha256Hex } from '../core/canonical.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { counted } from '../core/text.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import { newest } from '../postmortems/actions.ts';
import { readReport } from '../reports/report.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { takeTurn } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { ScenarioVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { draftId } from './draft-head.ts';
import { draftScenario } from './draft-scenario.ts';
import type { DrillKit } from './kit-actions.ts';
import { lintScenario, type DrillFinding } from './lint.ts';
import { neutralizer } from './neutral.ts';
import { pastOfRecord } from './past-record.ts';
import { lessonsOf, pastOfReport } from './past-report.ts';
import type { Past } from './past.ts';
import { readScenario, type ReadScenario } from './reading.ts';
import { hasRead, practisedNow, versionBeginning, versionsOf } from './reading-store.ts';
import { endScenarios, keepScenario, scenarioByHash } from './store.ts';

/**
 * Drafts a scenario from an incident that is over. Whoever comes second opens the one that is there.
 * @throws NotFound for what the viewer may not see, Refused for what is open, was left, or is not for everybody
 */
export async function draftFromIncident(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
): Promise<{ hash: string; isNew: boolean }> {
  const { state } = await openRoom(kit.incidents, viewer, number);
  mustBeOver(state);
  const id = draftId(state.key);
  const there = await offeredOf(kit.db, id);
  if (there !== undefined) return { hash: there.content_hash, isNew: false };
  const past = await pastOf(kit, viewer, state);
  const shelf = await kit.incidents.library.shelf();
  const people = (await activePeople(kit.db)).map(({ name }) => ({ name, role: 'a colleague' }));
  const text = draftScenario(past, {
    neutral: neutralizer([...past.people, ...people]),
    hasRunbook: shelf.some(({ runbook }) => runbook.id === past.runbook?.id),
  });
  return saveDraft(kit, viewer, readScenario(`${id}.md`, text));
}

async function saveDraft(
  kit: DrillKit,
  viewer: Viewer,
  read: ReadScenario,
): Promise<{ hash: string; isNew: boolean }> {
  return inTransaction(kit.db, async (db) => {
    // No version is there yet to wait for: whoever drafts at the same moment waits here, and opens what is then there.
    await takeTurn(db, 'scenario-draft');
    const there = await offeredOf(db, read.scenario.id);
    if (there !== undefined) return { hash: there.content_hash, isNew: false };
    return { hash: await keepVersion({ ...kit, db }, viewer, read), isNew: true };
  });
}

/** The version that is on offer. */
async function offeredOf(db: Db, scenarioId: string): Promise<ScenarioVersionRow | undefined> {
  return (await versionsOf(db, scenarioId)).find(({ gone_at: gone }) => gone === null);
}

function mustBeOver({ key, kind, status, how, visibility }: State): void {
  if (kind !== 'incident') throw new Refused('not-real', 'A drill is drafted from what really happened.');
  if (status === 'cancelled' || status === 'merged')
    throw new Refused('no-story', `${key} is ${status}: there is no story to practise.`);
  const isOver = status === 'resolved' || status === 'review' || status === 'closed' || how === 'imported';
  if (!isOver) throw new Refused('still-open', `${key} is not over. Resolve it first, then draft a drill.`);
  if (visibility !== 'all')
    throw new Refused('not-for-all', `${key} is not for everybody, and a scenario can be played by anybody.`);
}

/** What a real incident was, by its record; where it was brought in, by the report that tells it. */
export async function pastOf(kit: DrillKit, viewer: Viewer, state: State): Promise<Past> {
  const text = await postmortemText(kit, viewer, Number(state.key.replace(/^\D+/, '')));
  if (state.how === 'imported' && text !== undefined) return pastOfReport(text, state);
  const runbooks = new Map<string, Runbook>();
  for (const { contentHash } of state.runs) {
    const runbook = await kit.incidents.library.version(contentHash);
    if (runbook !== undefined) runbooks.set(contentHash, runbook);
  }
  const past = pastOfRecord(state, runbooks);
  const learned = text === undefined ? [] : lessonsOf(readReport(text, 'postmortem.md'));
  return { ...past, lessons: [...past.lessons, ...learned] };
}

async function postmortemText(kit: DrillKit, viewer: Viewer, number: number): Promise<string | undefined> {
  try {
    return (await newest(kit.db, viewer, number)).version.text;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

export type AuthoredScenario = {
  row: ScenarioVersionRow;
  read: ReadScenario;
  findings: readonly DrillFinding[];
  versions: readonly ScenarioVersionRow[];
  /** The one on offer, when this is another. */
  newest: ScenarioVersionRow | undefined;
};

/**
 * A scenario with its secrets; that somebody has read it is kept.
 * @throws Refused for whoever practises it at the moment
 */
export async function readAsAuthor(kit: DrillKit, viewer: Viewer, slug: string): Promise<AuthoredScenario> {
  const row = await versionBeginning(kit.db, slug);
  if (row === undefined) throw new NotFound(`There is no scenario "${slug}". The page of drills shows all.`);
  const practised = await practisedNow(kit.db, row.scenario_id, viewer.id);
  if (practised !== undefined)
    throw new Refused(
      'you-practise-it',
      `You take part in DRILL-${String(practised)}. What it is made of opens when that has ended.`,
    );
  await hasRead(kit.db, row.scenario_id, viewer.id, kit.clock.now());
  const read = readScenario(row.file, row.text);
  const versions = await versionsOf(kit.db, row.scenario_id);
  return {
    row,
    read,
    findings: await findingsOf(kit, read),
    versions,
    newest: versions.find((one) => one.gone_at === null && one.content_hash !== row.content_hash),
  };
}

/** What the linter says of a scenario, with the runbooks and the people that are here. */
async function findingsOf(kit: DrillKit, read: ReadScenario): Promise<DrillFinding[]> {
  const runbooks = (await kit.incidents.library.shelf()).map(({ runbook }) => runbook);
  const people = (await activePeople(kit.db)).map(({ name }) => name);
  return lintScenario(read, { runbooks, people });
}

/**
 * Saves a text as the newest version of a scenario. One that is on offer already is saved.
 * @throws Refused when it was written upon an older version, has an error, or comes from a file
 */
export async function saveVersion(
  kit: DrillKit,
  viewer: Viewer,
  slug: string,
  text: string,
): Promise<string> {
  const { row, newest, versions } = await readAsAuthor(kit, viewer, slug);
  if (row.origin === 'file')
    throw new Refused(
      'is-a-file',
      `This is the file ${row.file} of the folder of runbooks. Change it there.`,
    );
  const read = readScenario(row.file, text);
  const hash = sha256Hex(read.scenario.text);
  if (versions.some((one) => one.content_hash === hash && one.gone_at === null)) return hash;
  if (row.gone_at !== null || newest !== undefined) throw newerVersion();
  if (read.scenario.id !== row.scenario_id)
    throw new Refused('other-id', `Leave the id as it is: ${row.scenario_id}.`, { field: 'text' });
  const errors = (await findingsOf(kit, read)).filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined)
    throw new Refused(
      'has-errors',
      `It has ${counted(errors.length, 'error')}. Line ${String(first.line)}: ${first.message}.`,
      { field: 'text' },
    );
  return replace(kit, viewer, read, row.content_hash);
}

function newerVersion(): Refused {
  return new Refused(
    'newer-version',
    'Somebody saved a newer version meanwhile. Open it from the list of versions, and bring yours in there.',
    { field: 'text' },
  );
}

/**
 * Puts a version in the place of the one upon which it was written.
 * @throws Refused when another took the place of that one in the meantime
 */
async function replace(kit: DrillKit, viewer: Viewer, read: ReadScenario, base: string): Promise<string> {
  const hash = sha256Hex(read.scenario.text);
  await inTransaction(kit.db, async (db) => {
    // Ended before anything is read: whoever saves upon the same one at this moment waits here, and comes second.
    if ((await endScenarios(db, [base], kit.clock.now())) === 0) {
      const same = await scenarioByHash(db, hash);
      if (same?.gone_at === null) return;
      throw newerVersion();
    }
    await keepVersion({ ...kit, db }, viewer, read);
  });
  return hash;
}

/** Puts a version on offer, as the only one of its scenario. */
async function keepVersion(
  { db, clock }: DrillKit,
  viewer: Viewer,
  { scenario }: ReadScenario,
): Promise<string> {
  const hash = sha256Hex(scenario.text);
  const now = clock.now();
  const others = (await versionsOf(db, scenario.id)).filter(
    (one) => one.gone_at === null && one.content_hash !== hash,
  );
  await endScenarios(
    db,
    others.map((one) => one.content_hash),
    now,
  );
  await keepScenario(db, {
    content_hash: hash,
    scenario_id: scenario.id,
    file: scenario.file,
    text: scenario.text,
    origin: 'app',
    author: viewer.name,
    created_at: now,
    gone_at: null,
  });
  await hasRead(db, scenario.id, viewer.id, now);
  return hash;
}
