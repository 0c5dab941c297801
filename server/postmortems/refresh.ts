/**
 * Brings what the record knows now into a text that people have worked on. A sentence that a person wrote or changed is
 * never touched: blocks are taken anew only where they stand as they were generated, lists and tables row by row.
 */
import { block, blocksIn, withBlocks, withWords, type BlockName } from './block.ts';
import { mergedRows, ROW_BLOCKS } from './refresh-rows.ts';

export type Refresh = {
  text: string;
  counts: { updated: number; added: number; kept: number };
  /** What the record would say where people wrote otherwise. */
  suggestions: readonly { name: string; mine: string; fresh: string }[];
  /** Blocks of the record that are nowhere in the text; they are not put back. */
  offered: readonly { name: string; fresh: string }[];
};

/**
 * @param mine the newest version
 * @param base the text as it was last generated, upon which `mine` was written
 * @param fresh the text as the record gives it now
 */
export function refreshed(mine: string, base: string, fresh: string): Refresh {
  const [before, now] = [byName(base), byName(fresh)];
  const counts = { updated: 0, added: 0, kept: 0 };
  const suggestions: Refresh['suggestions'][number][] = [];
  const text = withBlocks(mine, (name, own, whole) => {
    const [old, next] = [before.get(name), now.get(name)];
    if (next === undefined || next === own || next === old) return whole;
    if (own === old) {
      counts.updated += 1;
      return block(name as BlockName, next);
    }
    if (old === undefined || !ROW_BLOCKS.has(name)) {
      counts.kept += 1;
      suggestions.push({ name, mine: own, fresh: next });
      return whole;
    }
    const rows = mergedRows({ mine: own, base: old, fresh: next });
    counts.updated += rows.updated;
    counts.added += rows.added;
    counts.kept += rows.kept;
    return withWords(whole, rows.text);
  });
  const there = new Set(blocksIn(mine).map(({ name }) => name));
  const offered = blocksIn(fresh)
    .filter(({ name, text: words }) => !there.has(name) && words !== before.get(name))
    .map(({ name, text: words }) => ({ name, fresh: words }));
  return { text, counts, suggestions, offered };
}

/** "4 updated, 2 new, 3 kept as you wrote them", for the list of versions. */
export function refreshSummary({ counts: { updated, added, kept } }: Pick<Refresh, 'counts'>): string {
  const said = [
    ...(updated > 0 ? [`${String(updated)} updated`] : []),
    ...(added > 0 ? [`${String(added)} new`] : []),
    ...(kept > 0 ? [`${String(kept)} kept as people wrote ${kept === 1 ? 'it' : 'them'}`] : []),
  ];
  return said.length === 0 ? 'the record knows nothing new' : `from the record: ${said.join(', ')}`;
}

function byName(markdown: string): Map<string, string> {
  return new Map(blocksIn(markdown).map(({ name, text }) => [name, text]));
}
