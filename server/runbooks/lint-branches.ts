/** RB301 to RB305 and RB307 to RB309: where branches lead, and whether there is a way to get help. */
import type { Remark } from './finding.ts';
import type { Known } from './lint.ts';
import { onCircles, reachable, waysThrough } from './paths.ts';
import { phaseByWords } from './phases.ts';
import type { ReadRunbook } from './reading.ts';
import { counted } from '../core/text.ts';

export function branchRemarks(runbook: ReadRunbook, known: Known | undefined): Remark[] {
  return [
    ...targetRemarks(runbook),
    ...pathRemarks(runbook),
    ...escalationRemarks(runbook, known),
    ...somebodyRemarks(runbook),
  ];
}

function targetRemarks({ steps, source }: ReadRunbook): Remark[] {
  return steps.flatMap(({ branches, range }, place): Remark[] => {
    const places = source.steps[place]?.branches ?? [];
    const each = branches.flatMap(({ targets }, index): Remark[] => {
      const at = places[index] ?? range.from;
      const hint =
        'End the line with → and a heading link, a runbook, or stop, cancel, resolve, escalate to NAME.';
      if (targets.length === 0) return [{ code: 'RB302', at, message: 'Branch leads nowhere', hint }];
      return targets.flatMap((target): Remark[] =>
        target.to === 'missing'
          ? [{ code: 'RB301', at, message: `Branch leads to a step that does not exist: #${target.anchor}` }]
          : [],
      );
    });
    if (branches.length > 0 && !branches.some(({ otherwise }) => otherwise)) {
      const hint = 'Add a last line that begins with **Otherwise**.';
      each.push({ code: 'RB303', at: places[0] ?? range.from, message: 'No branch for anything else', hint });
    }
    return each;
  });
}

function pathRemarks(runbook: ReadRunbook): Remark[] {
  const { steps } = runbook;
  const ways = waysThrough(runbook);
  const reached = reachable(ways);
  const dead = steps.filter((_, place) => !reached.has(place));
  const circles = onCircles(ways, (place) => steps[place]?.limitSeconds === undefined);
  return [
    ...dead.map(({ range, title }): Remark => {
      return {
        code: 'RB304',
        at: range.from,
        message: 'Step can never be reached',
        hint: `No path leads to "${title}".`,
      };
    }),
    ...circles.map((places): Remark => {
      const hint = `${counted(places.length, 'step')} and no limit: ${places
        .map((place) => steps[place]?.title ?? '')
        .slice(0, 5)
        .join(' → ')}`;
      const at = steps[places[0] ?? 0]?.range.from ?? 0;
      return { code: 'RB305', at, message: 'Steps can go round without end', hint };
    }),
  ];
}

function escalationRemarks(
  { metadata, steps, source, references }: ReadRunbook,
  known: Known | undefined,
): Remark[] {
  const escalateTo = metadata.escalateTo;
  const keyAt = source.frontMatter.keys.find(({ key }) => key === 'escalate_to')?.at ?? 0;
  const named = [
    ...(escalateTo === undefined ? [] : [{ name: escalateTo, at: keyAt }]),
    ...steps.flatMap(({ branches }, place) =>
      branches.flatMap(({ targets }, index) => {
        const at = source.steps[place]?.branches[index] ?? 0;
        return targets.flatMap((target) => (target.to === 'escalate' ? [{ name: target.name, at }] : []));
      }),
    ),
  ];
  const headings = [...steps, ...references].map(({ title }) => title ?? '');
  const hasWay = named.length > 0 || steps.some(({ phase }) => phase === 'escalate');
  const remarks: Remark[] = [];
  if (!hasWay && !headings.some((title) => phaseByWords(title) === 'escalate')) {
    const hint = 'Add `escalate_to:`, a phase `## Escalate`, or a branch → escalate to NAME.';
    remarks.push({ code: 'RB307', at: 0, message: 'No way to escalate', hint });
  }
  const targets = new Set(known?.targets.map((target) => target.toLowerCase()));
  for (const { name, at } of known ? named : []) {
    if (targets.has(name.toLowerCase())) continue;
    const hint = 'It is no policy, schedule, team or person.';
    remarks.push({ code: 'RB308', at, message: `Escalation target ${name} is unknown`, hint });
  }
  return remarks;
}

const SOMEBODY =
  /\b(?:ask|call|page|ping|contact|consult|escalate\s+to|reach\s+out\s+to|talk\s+to|check\s+with)\s+(?:the\s+(?:team|others|experts?|developers?|devs?)\b|(?:some|any)(?:body|one)\b|people\b|an?\s+(?:expert|colleague|developer|engineer)\b|your\s+(?:team|colleagues?)\b|whoever\b)/gi;

/** "Ask the team" in a step: nobody is asked by it. */
function somebodyRemarks({ steps, text }: ReadRunbook): Remark[] {
  return steps.flatMap(({ range }) =>
    [...text.slice(range.from, range.to).matchAll(SOMEBODY)].map(({ 0: words, index }): Remark => {
      const hint = `"${words.replace(/\s+/g, ' ')}": name a policy, a schedule, a team or a person.`;
      return { code: 'RB309', at: range.from + index, message: '"Ask somebody" is not a target', hint };
    }),
  );
}
