/** What to do otherwise next time: a line for each mark below three, made of the objective and its evidence. */
import { counted as countedWords } from '../core/text.ts';
import { secondsBetween } from '../core/time.ts';
import type { Condition } from './condition.ts';
import { clockOf } from './outline.ts';
import type { Objective, Scenario } from './scenario.ts';
import type { Marked, Reason } from './score.ts';

/** "Next time: say the impact in percent before 6:00; you said it at 6:26"; undefined for what needs no line. */
export function nextTime(marked: Marked, { start }: Pick<Scenario, 'start'>): string | undefined {
  const { objective, mark, judged, reasons, proof } = marked;
  const counted = judged ?? mark;
  if (counted === undefined || counted === 3) return undefined;
  if (mark === undefined || (judged !== undefined && judged < mark))
    return `Next time: ask whoever led it what "${objective.title}" would have needed.`;
  const deed = deedOf(objective);
  if (proof === undefined) return `Next time: ${deed.act}${limitOf(objective, ' before')}; ${NOTHING}.`;
  const wish = [deed.act, ...reasons.map((reason) => WISHES[reason.is](reason, objective))].join(' ');
  const at = clockOf(Math.max(0, secondsBetween(start, proof.at)));
  const after = reasons.some(({ is }) => is === 'hint') ? ', after a hint' : '';
  return `Next time: ${wish.trim()}; you ${deed.done} at ${at}${after}.`;
}

const NOTHING = 'nothing in the record shows it';

const WISHES: Readonly<Record<Reason['is'], (reason: Reason, objective: Objective) => string>> = {
  late: (_reason, objective) => limitOf(objective, 'before'),
  hint: () => 'without a hint',
  unsafe: ({ step }) => `with a go for "${step ?? 'each dangerous step'}" first`,
};

function limitOf({ bySeconds }: Objective, word: string): string {
  return bySeconds === undefined ? '' : `${word} ${clockOf(bySeconds)}`;
}

type Deed = { act: string; done: string };

function deedOf({ evidence, title }: Objective): Deed {
  const named = { act: `see to it that "${title}" holds`, done: 'had it' };
  return (evidence?.condition && deed(evidence.condition)) ?? named;
}

/** A condition as something to do; undefined for one that has no plain words. */
function deed(condition: Condition): Deed | undefined {
  const it = (act: string, done: string): Deed => ({ act, done });
  switch (condition.is) {
    case 'and':
    case 'or':
      return joined(condition.of.map(deed), condition.is);
    case 'not':
      return undefined;
    case 'acknowledged':
      return it('acknowledge it', 'did');
    case 'declared':
      return it('declare it', 'declared it');
    case 'on-time':
      return it('send each update before it is due', 'had sent them');
    case 'severity':
      return it(`call it at least ${condition.least}`, 'did');
    case 'impact':
      return it(`say the impact${condition.withPercent ? ' in percent' : ''}`, 'said it');
    case 'runbook':
      return it(`attach the runbook "${plain(condition.id)}"`, 'attached it');
    case 'step':
      return it(`${STEP_DEEDS[condition.done]} the step "${plain(condition.id)}"`, 'did');
    case 'check':
      return it(`tick the check of the step "${plain(condition.stepId)}"`, 'ticked it');
    case 'hypothesis':
      return it(`${HYPOTHESIS_DEEDS[condition.done]} "${condition.words}"`, 'did');
    case 'escalation': {
      const whom = condition.target === undefined ? 'help' : plain(condition.target);
      return condition.done === 'requested'
        ? it(`ask for ${whom}`, 'asked')
        : it(`have ${whom} with you`, 'had them');
    }
    case 'update': {
      const to = condition.audience === undefined ? '' : ` to ${condition.audience} readers`;
      const what = condition.times === 1 ? 'an update' : `${String(condition.times)} updates`;
      return it(`send ${what}${to}`, condition.times === 1 ? 'sent it' : 'had sent them');
    }
    case 'hand-over':
      return it(`hand the role of ${condition.role} over`, 'did');
    case 'status':
      return it(`bring it to "${condition.status}"`, 'did');
    case 'value':
      return it(`record ${condition.name} ${condition.side} ${String(condition.than)}`, 'did');
  }
}

const STEP_DEEDS = {
  answered: 'answer',
  skipped: 'skip',
  confirmed: 'get a go for',
  undone: 'undo',
} as const;
const HYPOTHESIS_DEEDS = {
  opened: 'write down the suspicion',
  'ruled-out': 'rule out, with what you saw,',
  confirmed: 'confirm, with what you saw,',
} as const;

function joined(deeds: readonly (Deed | undefined)[], word: string): Deed | undefined {
  const known = deeds.filter((one) => one !== undefined);
  const [only] = known;
  if (known.length < deeds.length || only === undefined) return undefined;
  if (known.length === 1) return only;
  return { act: known.map(({ act }) => act).join(` ${word} `), done: 'had it' };
}

function plain(id: string): string {
  return id.replaceAll('-', ' ');
}

/** What stands above the marks: how many were reached, and the competences in which something is left. */
export function summaryOf(marked: readonly Marked[]): string | undefined {
  const counted = marked.flatMap(({ objective, judged, mark }) => {
    const given = judged ?? mark;
    return given === undefined ? [] : [{ competence: objective.competence, given }];
  });
  if (counted.length === 0) return undefined;
  const whole = counted.filter(({ given }) => given === 3).length;
  const left = [
    ...new Set(counted.flatMap(({ competence, given }) => (given === 3 ? [] : (competence ?? [])))),
  ];
  const head = `Reached unprompted and in time: ${String(whole)} of ${countedWords(counted.length, 'objective')}`;
  return left.length === 0 ? `${head}.` : `${head}. What is left lies in: ${left.join(', ')}.`;
}
