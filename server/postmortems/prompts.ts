/** What no record knows. Each prompt is one line in italics that somebody replaces by an answer, or deletes. */
export const PROMPTS = {
  impact: 'What did this mean for the people affected, and for the business? What was not hurt?',
  detection: 'What would have halved the time to notice it?',
  leadUp: 'What came before? Walk forward in time: releases, changes, load. Facts only.',
  misleading: 'Why did each of these paths make sense at the time? What could be seen then?',
  trigger: 'What changed, and when?',
  conditions: 'What else had to be true for this to hurt?',
  notCaught: 'Which check or alert could have seen it, and what does it look at instead?',
  well: 'What helped, and is worth keeping?',
  badly: 'What made it harder, and what was missing?',
  lucky: 'What could have made it worse, and did not?',
  corrective: 'What keeps this very fault from coming back?',
  preventative: 'What makes this class of fault less likely, or noticed before users meet it?',
  tasks:
    'Give each task one owner, one date and a test that shows it is done. Three good ones are better than ten.',
  lessons: 'What do we know today that we did not know before?',
} as const;

export type PromptName = keyof typeof PROMPTS;

/** A prompt as it stands in the document. */
export function prompt(name: PromptName): string {
  return `*${PROMPTS[name]}*`;
}

/** The prompts that nobody has answered: they still stand in the text word for word. */
export function openPrompts(markdown: string): string[] {
  return Object.values(PROMPTS).filter((words) => markdown.includes(`*${words}*`));
}
