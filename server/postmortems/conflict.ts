import { Refused } from '../core/refused.ts';

/** A version of a text with who saved it. */
export type Saved = { rev: number; text: string; authorName: string; createdAt: string };

/** Somebody else saved a newer version in the meantime. Nothing is overwritten; both texts are here for a decision. */
export class TextsDiffer extends Refused {
  /** The text that was to be saved. */
  readonly mine: string;
  /** The version that came first. */
  readonly theirs: Saved;

  constructor(mine: string, theirs: Saved) {
    super(
      'stale-text',
      `${theirs.authorName} saved version ${theirs.rev} while you were writing. Both texts are kept: choose, or put them together.`,
      { field: 'text' },
    );
    this.name = 'TextsDiffer';
    this.mine = mine;
    this.theirs = theirs;
  }
}
