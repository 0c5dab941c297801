import { z } from 'zod';
import type { Asked } from '../runbooks/questions.ts';
import { instant, orNull, orNullAs } from './shape.ts';

export const RunbookQuestion = z
  .object({
    question: z.string().describe('names it in addresses'),
    problem: z
      .enum(['wrong', 'missing', 'unclear', 'fits-none'])
      .describe('fits-none: what was seen fitted none of the ways of a step'),
    step: z.string().nullable().describe('as it was called then; null for the whole runbook'),
    text: z.string(),
    by: z.string(),
    at: instant,
    incident: z.string(),
    answer: z.object({ text: z.string(), by: z.string(), at: instant }).nullable(),
  })
  .meta({ id: 'RunbookQuestion', description: 'What somebody asked of a runbook while they followed it' });

export const RunbookQuestions = z.object({ data: z.array(RunbookQuestion) });

export function questionJson({
  id,
  problem,
  step,
  text,
  by,
  at,
  key,
  answer,
}: Asked): z.infer<typeof RunbookQuestion> {
  return {
    question: id,
    problem,
    step: orNull(step),
    text,
    by,
    at,
    incident: key,
    answer: orNullAs(answer, (one) => one),
  };
}
