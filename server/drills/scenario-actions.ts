import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock.ts';
import { NotFound } from '../core/refused.ts';
import type { Db } from '../store/open.ts';
import type { ScenarioVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { scenarioIn, unreadIn } from './folder-store.ts';
import { readScenario } from './reading.ts';
import { slugOf, type Offered, type Scenario } from './scenario.ts';
import { currentScenarios, endScenarios, keepScenario, scenarioByHash } from './store.ts';

/** The scenarios: files in `drills/` of the library, their versions in the database. */
export type Scenarios = {
  /** Reads the folder again. Files are never written. */
  refresh(): Promise<void>;
  list(): Promise<Offered[]>;
  /** @throws NotFound */
  find(slug: string): Promise<{ offered: Offered; place: number }>;
  /** The version that a drill plays. Inside a transaction give its handle. @throws NotFound */
  version(hash: string, within?: Db): Promise<Scenario>;
};

type Kit = { db: Db; clock: Clock; folder: string | undefined };

const MOST_KEPT = 200;

export function openScenarios({ db, clock, folder }: Kit): Scenarios {
  // A version never changes, so what was read of it stays true.
  const read = new LRUCache<string, Scenario>({ max: MOST_KEPT });
  const scenarioOf = ({ content_hash, file, text }: ScenarioVersionRow): Scenario => {
    const known = read.get(content_hash) ?? readScenario(file, text).scenario;
    read.set(content_hash, known);
    return known;
  };
  const list = async (): Promise<Offered[]> =>
    (await currentScenarios(db))
      .map((row) => ({ hash: row.content_hash, scenario: scenarioOf(row) }))
      .toSorted((a, b) => a.scenario.level - b.scenario.level || (a.scenario.id < b.scenario.id ? -1 : 1));
  return {
    list,
    find: async (slug) => {
      const all = await list();
      const index = all.findIndex(({ hash }) => slugOf(hash) === slug);
      const offered = all[index];
      if (offered !== undefined) return { offered, place: index + 1 };
      throw new NotFound(`There is no scenario "${slug}". The page of drills shows all.`);
    },
    version: async (hash, within = db) => {
      const known = read.get(hash);
      if (known !== undefined) return known;
      const row = await scenarioByHash(within, hash);
      if (row !== undefined) return scenarioOf(row);
      throw new NotFound('The scenario of this drill is not kept here.');
    },
    refresh: async () => {
      const files = await unreadIn(folder);
      if (folder === undefined) return;
      const now = clock.now();
      await inTransaction(db, async (db) => {
        const there = new Set(files.map(({ hash }) => hash));
        const onOffer = await currentScenarios(db);
        const known = new Set(onOffer.map(({ content_hash }) => content_hash));
        const gone = onOffer.filter(
          ({ origin, content_hash }) => origin === 'file' && !there.has(content_hash),
        );
        await endScenarios(
          db,
          gone.map(({ content_hash }) => content_hash),
          now,
        );
        for (const { scenario, hash } of files.filter((file) => !known.has(file.hash)).map(scenarioIn))
          await keepScenario(db, {
            content_hash: hash,
            scenario_id: scenario.id,
            file: scenario.file,
            text: scenario.text,
            origin: 'file',
            author: null,
            created_at: now,
            gone_at: null,
          });
      });
    },
  };
}
