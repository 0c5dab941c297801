/** What a crowd of people did to some incidents, as each of them saw it. Times are milliseconds of one running clock. */
export type History = { acts: Act[]; looks: Look[] };

/** A change that somebody sent; the same again with the same id is another act of this list. */
export type Act = {
  /** Who sent it and which change it is: a sender counts for itself. */
  opId: string;
  /** The number of the incident. */
  room: number;
  sentAt: number;
  /** Left out when the connection ended before the answer: it was done or it was not. */
  answer?: Answer;
};

export type Answer = {
  at: number;
  /** `done`: it is on the timeline from `first` to `last`. `nothing`: there was nothing to add. `refused`: not done. */
  outcome: { done: { first: number; last: number } } | 'nothing' | 'refused';
};

/** Somebody read the timeline. */
export type Look = { room: number; sentAt: number; at: number; seen: readonly Line[] };

/** An entry as a reader saw it. */
export type Line = { seq: number; opId: string; hash: string };
