/** The words of a page: why it is this person, who else was told, what happens next. */
import { sentenceList } from '../core/text.ts';
import { clockText } from '../core/time.ts';
import type { Cursor } from './cursor.ts';
import { ladder, type Predicted, type SkipReason } from './ladder.ts';
import type { Because, LeftOut, Setting } from './level.ts';

export type Names = {
  person(id: string): string;
  schedule(id: string): string;
  team(id: string): string;
};

export function namesOf(setting: Setting): Names {
  return {
    person: (id) => setting.people.get(id)?.name ?? 'somebody who is gone',
    schedule: (id) => setting.schedules.get(id)?.name ?? 'a schedule that is gone',
    team: (id) => setting.teams.get(id)?.name ?? 'a team that is gone',
  };
}

/** Why somebody is meant, as the rest of a sentence. */
export function becauseText(because: Because, names: Names, zone: string): string {
  switch (because.kind) {
    case 'named':
      return 'named in the policy';
    case 'on-call': {
      const { why, until, scheduleId } = because;
      const end = until === undefined ? '' : ` until ${clockText(until, zone)}`;
      const cover = why.kind === 'override' ? `, by an override of ${why.override.madeBy}` : '';
      return `on call in ${names.schedule(scheduleId)}${end}${cover}`;
    }
    case 'team':
      return `in the team ${names.team(because.teamId)}`;
    case 'role':
      return `${because.role} of the incident`;
    case 'owner':
      return 'accepted, and silent since';
    case 'fallback':
      return 'the fallback of the policy';
    case 'admins':
      return 'an administrator, since the fallback can no longer be asked';
  }
}

/** Why somebody was not told, as the rest of a sentence. */
export const LEFT_OUT_WORDS: Readonly<Record<LeftOut['why'], string>> = {
  'nobody-on-call': 'nobody was on call',
  inactive: 'their account does not work',
  declined: 'they had declined in this round',
  'quiet-hours': 'it was their quiet hours, and this was not urgent',
  'no-method': 'there is no way to reach them at this severity',
  'not-their-turn': 'it was somebody else’s turn',
  'same-people': 'they had just been told',
};

/** Why a level was left out. */
export const SKIP_WORDS: Readonly<Record<SkipReason, string>> = {
  'nobody-on-call': 'nobody was on call',
  condition: 'its condition did not hold',
  'same-people': 'the same people had just been told',
  inactive: 'nobody in it has an account that works',
  declined: 'everybody in it had declined in this round',
  'quiet-hours': 'it was quiet hours for everybody in it',
  'no-method': 'there was no way to reach anybody in it',
};

/** What happens when nobody answers: the next step that tells somebody. */
export function nextText(cursor: Cursor, setting: Setting, answerBy: string, zone: string): string {
  const names = namesOf(setting);
  const then = ladder(setting, answerBy, cursor).find(
    (step): step is Extract<Predicted, { kind: 'sent' }> => step.kind === 'sent',
  );
  if (then === undefined) return `If nobody accepts by ${clockText(answerBy, zone)}, nobody is left to ask.`;
  const whom = sentenceList(then.people.map(({ personId }) => names.person(personId)));
  return `If nobody accepts by ${clockText(then.at, zone)}, ${whom === '' ? 'nobody is left' : whom} is asked.`;
}
