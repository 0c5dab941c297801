import { anchorOf } from './text.ts';

/**
 * Names anchors for the headings of one document, in their order: the anchor of the words, and for a repeated
 * one `-1`, `-2` behind it, as Markdown hosts do.
 */
export function anchorNames(): (heading: string) => string {
  const used = new Map<string, number>();
  return (heading) => {
    const base = anchorOf(heading);
    let anchor = base;
    let count = used.get(base) ?? 0;
    while (used.has(anchor)) anchor = `${base}-${++count}`;
    used.set(base, count);
    used.set(anchor, used.get(anchor) ?? 0);
    return anchor;
  };
}
