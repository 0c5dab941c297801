/** Ids by which steps are known for ever: a comment of the author, else what the title says. */
import { anchorOf } from '../core/text.ts';
import type { Draft } from './segments.ts';

/** An id stands in addresses and in entries, which are kept for ever. */
const MOST = 80;

const COMMENT = /^\s*<!--\s*id:\s*(\S+?)\s*-->\s*/;

/** The id that the comment under a heading names, if that is what the first piece of the body is. */
export function declaredId({ body, anchor }: Draft): string | undefined {
  if (anchor === undefined) return undefined;
  const first = body.find(({ token }) => token.type !== 'space')?.token;
  const named = first?.type === 'html' ? COMMENT.exec(first.raw)?.[1] : undefined;
  return named === undefined ? undefined : anchorOf(named).slice(0, MOST) || undefined;
}

/**
 * One id for each draft, all different. Those that authors declared are given first, so that a title cannot
 * take them away; a repeated one gets `-2`, `-3`.
 */
export function stepIds(drafts: readonly Draft[]): string[] {
  const used = new Map<string, number>();
  const take = (wanted: string): string => {
    let count = used.get(wanted) ?? 1;
    let id = wanted;
    while (used.has(id)) id = `${wanted}-${++count}`;
    used.set(wanted, count);
    if (id !== wanted) used.set(id, 1);
    return id;
  };
  const declared = drafts.map((draft) => {
    const id = declaredId(draft);
    return id === undefined ? undefined : take(id);
  });
  return drafts.map(
    (draft, index) => declared[index] ?? take(anchorOf(draft.idWords).slice(0, MOST) || 'step'),
  );
}
