/** One change that somebody sent, and what became of it as far as they can tell. */
export type Write = {
  /** The id of the request; the same again is the same change. */
  opId: string;
  what: What;
  /** The address that its form goes to. */
  path: string;
  fields: Readonly<Record<string, string>>;
  /** Words that occur in this change alone; empty for one that carries none. */
  words: string;
  /**
   * `unanswered`: it may have been done or not. `answered`: it is done, and must be there for ever. `refused`: it must
   * not be there.
   */
  outcome: 'unanswered' | 'answered' | 'refused';
};

export const WHATS = ['declare', 'note', 'result', 'impact', 'hypothesis', 'escalate', 'accept'] as const;
export type What = (typeof WHATS)[number];

/** What always leaves an entry with its words. An answer or a request may find that somebody was faster. */
export function alwaysTells({ what }: Write): boolean {
  return what === 'declare' || what === 'note' || what === 'impact' || what === 'hypothesis';
}
