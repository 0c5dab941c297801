import { LRUCache } from 'lru-cache';
import type { SafeHtml } from '../core/html.ts';
import type { Render } from '../web/render.ts';
import type { StateStore } from './state-store.ts';
import type { EntryLine } from './timeline-pages.ts';

/**
 * The HTML of timeline lines, kept by everything it depends on: the entry, the last correction of it, its pin and its
 * distance from the start.
 */
export function entryHtml(
  part: Render['part'],
  states: StateStore,
): (zone: string) => (line: EntryLine) => SafeHtml {
  const kept = new LRUCache<string, SafeHtml>({
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: (html) => html.length * 2,
  });
  states.whenWordsAreForgotten(() => {
    kept.clear();
  });
  return (zone) => (line) => {
    const key = [line.id, zone, line.offset, line.corrected, line.isPinned].join('|');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const html = part('entry', line);
    kept.set(key, html);
    return html;
  };
}
