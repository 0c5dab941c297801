/** Schedules and policies as files, out and in. What is brought in is written whole, or nothing of it. */
import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { yamlReader, type LineFault, type YamlReader } from '../core/yaml-reading.ts';
import { sentenceList } from '../core/text.ts';
import { listTeams, lockStanding } from '../identity/actions.ts';
import { contactables } from '../identity/directory-actions.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Names } from './file-names.ts';
import { silences, type House, type Policy } from './policy.ts';
import { findPolicy, houseOf, listPolicies, type StoredPolicy } from './policy-actions.ts';
import { policyIn, policyText, type FiledPolicy } from './policy-file.ts';
import { insertPolicy, updatePolicy } from './policy-store.ts';
import { findSchedule, listSchedules, type StoredSchedule } from './schedule-actions.ts';
import { newestLayers, scheduleIn, scheduleText, type FiledSchedule } from './schedule-file.ts';
import { insertSchedule, insertVersion, touchSchedule } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type FilingKit = Pick<EscalationKit, 'db' | 'clock' | 'ids'>;

/** What became, or would become, of each thing that a text names. */
export type Filed = {
  kind: 'schedule' | 'policy';
  slug: string;
  name: string;
  how: 'made' | 'changed' | 'same';
};

/** The text cannot be brought in: everything that is wrong with it, by the line. */
export class WrongFile extends Error {
  readonly faults: readonly LineFault[];

  constructor(faults: readonly LineFault[]) {
    super(faults.map(({ line, sentence }) => `Line ${String(line)}: ${sentence}`).join('\n'));
    this.name = 'WrongFile';
    this.faults = faults;
  }
}

/** One schedule as a file, or all of them as one, each a document. @throws NotFound */
export async function schedulesAsText(db: Db, slug?: string): Promise<string> {
  const names = await namesOf(db);
  const chosen = slug === undefined ? await listSchedules(db) : [await findSchedule(db, slug)];
  return chosen.map((schedule) => scheduleText(schedule, names)).join('---\n');
}

/** @throws NotFound */
export async function policiesAsText(db: Db, slug?: string): Promise<string> {
  const names = await namesOf(db);
  const chosen = slug === undefined ? await listPolicies(db) : [await findPolicy(db, slug)];
  return chosen.map((policy) => policyText(policy, names)).join('---\n');
}

/** What a text would change; nothing is written. @throws WrongFile */
export async function lookAtFile(kit: FilingKit, text: string): Promise<Filed[]> {
  return (await readFile(kit, kit.db, text)).map(({ filed }) => filed);
}

/** Writes what a text says, in one transaction. @throws WrongFile, and then nothing is written */
export async function bringInFile(kit: FilingKit, text: string, by: By): Promise<Filed[]> {
  return inTransaction(kit.db, async (db) => {
    await lockStanding(db);
    const read = await readFile(kit, db, text);
    for (const one of read) await write({ ...kit, db }, one, by);
    return read.map(({ filed }) => filed);
  });
}

/** "Shop is made, Search is changed, Night is as it was." */
export function filedWords(filed: readonly Filed[]): string {
  const HOW = { made: 'is made', changed: 'is changed', same: 'is as it was' } as const;
  return `${sentenceList(filed.map(({ kind, name, how }) => `the ${kind} ${name} ${HOW[how]}`))}.`.replace(
    /^t/,
    'T',
  );
}

type Read =
  | { filed: Filed; schedule: FiledSchedule & { id: string }; before: StoredSchedule | undefined }
  | { filed: Filed; policy: FiledPolicy & { id: string }; before: StoredPolicy | undefined };

async function readFile(kit: FilingKit, db: Db, text: string): Promise<Read[]> {
  const reader = yamlReader(text);
  const [schedules, policies] = [await listSchedules(db), await listPolicies(db)];
  const here = await namesOf(db);
  // What the text makes has an id before it is read, so that its parts may name each other in any order.
  const names = withNew(reader, here, kit);
  const found = documentsOf(reader, names);
  const house = houseWith(await houseOf(db), found, names);
  for (const one of found)
    if (one.kind === 'policy') tellSilences(reader, { ...one, id: idOf(names, one), version: 1 }, house);
  const read = found.map((one): Read => {
    const id = idOf(names, one);
    if (one.kind === 'schedule') {
      const before = schedules.find(({ slug }) => slug === one.slug);
      if (before !== undefined) tellFixed(reader, one, before);
      return { filed: filedOf(one, before && sameSchedule(one, before)), schedule: { ...one, id }, before };
    }
    const before = policies.find(({ slug }) => slug === one.slug);
    return { filed: filedOf(one, before && samePolicy(one, before)), policy: { ...one, id }, before };
  });
  const faults = reader.faults.toSorted((a, b) => a.line - b.line);
  if (faults.length > 0) throw new WrongFile(faults);
  return read;
}

function documentsOf(reader: YamlReader, names: Names): (FiledSchedule | FiledPolicy)[] {
  const seen = new Set<string>();
  return reader.documents.flatMap((document) => {
    const kind = kindOf(document);
    if (kind !== 'schedule' && kind !== 'policy') {
      reader.fault(document.line, 'Begin with "kind: schedule" or "kind: policy".');
      return [];
    }
    const read =
      kind === 'schedule' ? scheduleIn(reader, document, names) : policyIn(reader, document, names);
    if (read === undefined) return [];
    const name = `${read.kind} ${read.slug}`;
    if (seen.has(name)) reader.fault(document.line, `The ${name} stands here twice.`);
    seen.add(name);
    return [read];
  });
}

/** What a document says that it is; it is looked at quietly, as the rest of it is not read yet. */
function kindOf({ node }: YamlReader['documents'][number]): unknown {
  return fieldOf(node, 'kind');
}

function fieldOf(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && 'get' in node && typeof node.get === 'function'
    ? (node as { get(name: string): unknown }).get(name)
    : undefined;
}

function withNew(reader: YamlReader, names: Names, { ids }: FilingKit): Names {
  const all = { ...names, schedule: new Map(names.schedule), policy: new Map(names.policy) };
  for (const document of reader.documents) {
    const kind = kindOf(document);
    if (kind !== 'schedule' && kind !== 'policy') continue;
    // Read apart: what is wrong is told when the document is read in earnest.
    const apart = yamlReader('');
    const read = kind === 'schedule' ? scheduleIn(apart, document, names) : policyIn(apart, document, names);
    if (read !== undefined && read.slug !== '' && !all[kind].has(read.slug))
      all[kind].set(read.slug, ids.next());
  }
  return all;
}

function idOf(names: Names, { kind, slug }: FiledSchedule | FiledPolicy): string {
  return names[kind].get(slug) ?? '';
}

function filedOf({ kind, slug, name }: FiledSchedule | FiledPolicy, isSame: boolean | undefined): Filed {
  return { kind, slug, name, how: isSame === undefined ? 'made' : isSame ? 'same' : 'changed' };
}

/** Whoever reads a schedule knows it by its name, and its past was told in its zone: both stay. */
function tellFixed(reader: YamlReader, { name, zone, line }: FiledSchedule, before: StoredSchedule): void {
  if (name !== before.name)
    reader.fault(
      line,
      `The schedule ${before.slug} is called ${before.name}. Keep that name, or give another slug.`,
    );
  if (zone !== before.zone)
    reader.fault(
      line,
      `The schedule ${before.slug} has the zone ${before.zone}. Give the layers another zone, not it.`,
    );
}

function sameSchedule({ layers }: FiledSchedule, before: StoredSchedule): boolean {
  return canonical(layers) === canonical(newestLayers(before));
}

function samePolicy(policy: FiledPolicy, before: StoredPolicy): boolean {
  return canonical(bodyOf(policy)) === canonical(bodyOf(before));
}

function bodyOf({ name, zone, levels, repeat, fallback, thenPolicyId }: Omit<Policy, 'id' | 'version'>) {
  return { name, zone, levels, repeat, fallback, thenPolicyId };
}

/** The same for the same values, in whatever order their fields stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(
          Object.entries(held)
            .filter(([, one]) => one !== undefined && one !== false)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : held,
  );
}

function houseWith(house: House, found: readonly (FiledSchedule | FiledPolicy)[], names: Names): House {
  const thens = new Map(house.thens);
  for (const one of found) if (one.kind === 'policy') thens.set(idOf(names, one), one.thenPolicyId);
  return { ...house, schedules: new Set(names.schedule.values()), thens };
}

function tellSilences(reader: YamlReader, policy: FiledPolicy & Policy, house: House): void {
  // A level or a person that could not be read is told already.
  if (reader.faults.length > 0) return;
  for (const { field, sentence } of silences(policy, house))
    reader.fault(policy.lines[field.replace(/\.targets.*$/, '')] ?? policy.lines.levels ?? 1, sentence);
}

async function write({ db, clock, ids }: FilingKit, read: Read, by: By): Promise<void> {
  if (read.filed.how === 'same') return;
  const now = clock.now();
  const told = { db, clock, ids };
  const isNew = read.before === undefined;
  if ('policy' in read) {
    const { id, slug } = read.policy;
    const version = read.before?.version ?? 1;
    const policy = { ...bodyOf(read.policy), id, slug, version };
    mustBeFirst(
      read.before === undefined ? await insertPolicy(db, policy, now) : await updatePolicy(db, policy),
    );
    const subject = { type: 'policy', id, name: policy.name } as const;
    await audit(
      told,
      by,
      isNew
        ? { kind: 'policy-made', subject, details: {} }
        : { kind: 'policy-changed', subject, details: { version: version + 1 } },
    );
    return;
  }
  const { id, slug, name, zone, layers } = read.schedule;
  const { before } = read;
  mustBeFirst(
    before === undefined
      ? await insertSchedule(db, { id, slug, name, zone }, now)
      : await touchSchedule(db, id, before.rev),
  );
  const number = Math.max(0, ...(before?.versions ?? []).map((version) => version.number)) + 1;
  // What was decided for later and is older than this may not come after it.
  const inForceAt =
    [now, ...(before?.versions ?? []).map((version) => version.inForceAt)].toSorted().at(-1) ?? now;
  await insertVersion(db, id, { number, inForceAt, layers }, { by: by.name, at: now });
  const subject = { type: 'schedule', id, name } as const;
  await audit(
    told,
    by,
    isNew
      ? { kind: 'schedule-made', subject, details: {} }
      : { kind: 'schedule-changed', subject, details: { from: inForceAt } },
  );
}

/** @throws SeqTaken when somebody wrote there since the file was read against it: it is read again from the start */
function mustBeFirst(isFirst: boolean): void {
  if (!isFirst) throw new SeqTaken();
}

/** Ids by the names that files use. */
async function namesOf(db: Db): Promise<Names> {
  const bySlug = (rows: readonly { id: string; slug: string }[]): Map<string, string> =>
    new Map(rows.map(({ id, slug }) => [slug, id]));
  const people = await contactables(db);
  return {
    person: new Map(people.map(({ id, email }) => [email.toLowerCase(), id])),
    schedule: bySlug(await listSchedules(db)),
    policy: bySlug(await listPolicies(db)),
    team: bySlug(await listTeams(db)),
  };
}
