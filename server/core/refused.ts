/**
 * A rule said no. The sentence is for the person who asked and says what to do next; the code is for
 * programs and stays the same for ever.
 */
export class Refused extends Error {
  readonly code: string;
  /** Sequence number of the entry that came first, when somebody was faster. */
  readonly seq: number | undefined;
  /** Name of the field that is to blame, when it is one field. */
  readonly field: string | undefined;

  constructor(code: string, sentence: string, about: { seq?: number; field?: string } = {}) {
    super(sentence);
    this.name = 'Refused';
    this.code = code;
    this.seq = about.seq;
    this.field = about.field;
  }
}

/** What was asked for does not exist, or may not be seen: the answer is the same on purpose. */
export class NotFound extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotFound';
  }
}
