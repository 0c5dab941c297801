/** The times of those who practised beside those of the real incident on which their drill was based. */
import { clockOf } from './outline.ts';
import { isAlike, MILESTONES, type Milestone, type Past, type Suspect } from './past.ts';

export type Compared = {
  rows: readonly { what: string; own: string; real: string; words: string }[];
  deeds: readonly { at: string; text: string }[];
};

const WHAT: Readonly<Record<Milestone, string>> = {
  acknowledged: 'Somebody answered',
  declared: 'It was declared',
  impact: 'The impact was said in percent',
  asked: 'Somebody was asked to come',
  came: 'Somebody came',
  update: 'People outside were told',
  cause: 'The cause was confirmed',
  better: 'It was better',
  over: 'It was over',
};

/** Both from the detection on. What neither has is left out. */
export function compared(own: Past, real: Past): Compared {
  const rows = MILESTONES.flatMap((name) => row(WHAT[name], own.milestones[name], real.milestones[name]));
  const suspects = real.suspects.flatMap((suspect) =>
    row(`Ruled out: ${suspect.words}`, clearedIn(own, suspect), suspect.clearedSeconds, true),
  );
  const end = rows.findIndex(({ what }) => what === WHAT.cause);
  const at = end === -1 ? rows.length : end;
  return {
    rows: [...rows.slice(0, at), ...suspects, ...rows.slice(at)],
    deeds: real.deeds.map(({ seconds, text }) => ({
      at: seconds === undefined ? 'no time is known' : clockOf(seconds),
      text,
    })),
  };
}

function clearedIn({ suspects }: Past, { words }: Suspect): number | undefined {
  return suspects.find((suspect) => isAlike(words, suspect.words))?.clearedSeconds;
}

function row(what: string, own: number | undefined, real: number | undefined, isAlways = false) {
  if (own === undefined && real === undefined && !isAlways) return [];
  return [
    {
      what,
      own: own === undefined ? 'not done' : clockOf(own),
      real: real === undefined ? 'no time is known' : clockOf(real),
      words: distance(own, real),
    },
  ];
}

function distance(own: number | undefined, real: number | undefined): string {
  if (own === undefined || real === undefined) return '';
  if (own === real) return 'the same';
  return own < real ? `${clockOf(real - own)} sooner` : `${clockOf(own - real)} later`;
}
