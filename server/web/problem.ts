/** What is wrong with one field, as the person reads it beside the field and in the summary. */
export type Problem = {
  /** Name of the field; empty when no single field is to blame. */
  field: string;
  sentence: string;
  /** Where the field stands in a JSON body (RFC 6901), when the name alone does not say it. */
  pointer?: string;
  /** Readings to choose from, when the answer is a question: "did you mean 10:15 PDT or 10:15 PST?" */
  choices?: readonly { label: string; value: string }[];
};

/** What was typed cannot be taken. Nothing was written; the form comes back with everything that was typed. */
export class Invalid extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.sentence).join(' '));
    this.name = 'Invalid';
    this.problems = problems;
  }
}

/** The same `op_id` came before with other content: one of the two is a mistake, so nothing is done. */
export class OtherContent extends Invalid {
  constructor() {
    super([
      {
        field: 'op_id',
        sentence: 'This form was sent before with other content. Open the page anew and send it again.',
      },
    ]);
    this.name = 'OtherContent';
  }
}
