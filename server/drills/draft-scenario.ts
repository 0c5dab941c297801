/** Drafts a scenario from what happened once: Markdown that plays as it is, for a person to make better. */
import { draftHead, whenOf } from './draft-head.ts';
import { findable, item, objective, probe, settled } from './draft-items.ts';
import { clockOf } from './outline.ts';
import { flat, isAlike, type Past, type Sign, type Suspect } from './past.ts';

export type DraftOptions = {
  /** Makes a text neutral. */
  neutral: (text: string) => string;
  /** Whether the library has that runbook. */
  hasRunbook: boolean;
};

const LONGEST_MINUTES = 600;
const SHORTEST_MINUTES = 30;
/** What is left after the last thing that is known. */
const REST_MINUTES = 15;
/** The text of a scenario, by the format that authors write. */
export function draftScenario(past: Past, options: DraftOptions): string {
  const draft = new Draft(past, options);
  return `${[
    draft.head(),
    `# ${draft.title()}`,
    part('Briefing', [draft.briefing()]),
    part('Secret', draft.secret()),
    part('Injects', draft.injects()),
    part('Probes', draft.probes()),
    part('Objectives', draft.objectives()),
    part('Hints', draft.hints()),
    part('Debrief', [draft.debrief()]),
  ].join('\n\n')}\n`;
}

function part(name: string, paragraphs: readonly string[]): string {
  return [`## ${name}`, ...paragraphs].join('\n\n');
}

type Suspected = Suspect & { at: number; title: string };

class Draft {
  readonly #past: Past;
  readonly #options: DraftOptions;
  readonly #minutes: number;
  readonly #suspects: readonly Suspected[];
  readonly #cause: string | undefined;

  constructor(past: Past, options: DraftOptions) {
    this.#past = past;
    this.#options = options;
    const lasted = Math.ceil(past.seconds / 60) + REST_MINUTES;
    this.#minutes = Math.min(LONGEST_MINUTES, Math.max(SHORTEST_MINUTES, lasted));
    this.#cause = past.cause === undefined ? undefined : this.#plain(past.cause);
    const until = past.milestones.cause ?? past.seconds;
    const count = past.suspects.length;
    // Where no record says when, they are spread over the first half of the way to the cause.
    this.#suspects = past.suspects.map((suspect, index) => ({
      ...suspect,
      at: suspect.seconds ?? Math.round((until * (index + 1)) / (2 * (count + 1))),
      title: `"${this.#plain(suspect.words)}" is cleared with evidence`,
    }));
  }

  #plain(text: string): string {
    return flat(this.#options.neutral(text));
  }

  title(): string {
    return this.#plain(this.#past.title) || `From ${this.#past.key}`;
  }

  head(): string {
    return draftHead(this.#past, {
      title: this.title(),
      minutes: this.#minutes,
      hasRunbook: this.#options.hasRunbook,
    });
  }

  briefing(): string {
    const { weekday, clock } = whenOf(this.#past);
    return `You are on call. It is ${weekday}, ${clock}. Nobody else has noticed yet. Ask for whatever you would look up, and say what you do.`;
  }

  secret(): string[] {
    const { key, repair, seconds } = this.#past;
    const guessed = this.#suspects.some((suspect) => suspect.seconds === undefined);
    return [
      `Drafted by Muster from ${key}, which took ${clockOf(seconds)} from its detection to the last thing that is known. Read it through, and make it better.`,
      this.#cause === undefined ? 'The record names no cause. Write it here.' : `The cause: ${this.#cause}`,
      ...(repair.length === 0
        ? []
        : [`What put it right: ${repair.map((one) => this.#plain(one)).join(' · ')}`]),
      ...(guessed ? ['The record does not say when each wrong path was taken: those times are chosen.'] : []),
      ...(this.#suspects.some(({ evidence }) => evidence === undefined)
        ? ['The record does not say what cleared a wrong path: those answers are written for it.']
        : []),
    ];
  }

  injects(): string[] {
    const end = this.#minutes * 60;
    const told = this.#past.signs
      .filter((sign) => sign.seconds <= end && !this.#tells(sign))
      .map((sign, index) => ({ at: sign.seconds, text: this.#sign(sign, index) }));
    const traps = this.#suspects
      .filter(({ at }) => at <= end)
      .map((suspect) => ({ at: suspect.at, text: this.#trap(suspect) }));
    return [...told, ...traps].toSorted((a, b) => a.at - b.at).map(({ text }) => text);
  }

  /** A word of a person that gives the cause away; what a machine said stays. */
  #tells({ as, text }: Sign): boolean {
    return as !== 'alert' && this.#cause !== undefined && isAlike(this.#cause, text);
  }

  #sign({ seconds, as, text }: Sign, index: number): string {
    const unless = seconds === 0 ? undefined : 'status monitoring or status resolved';
    return item(
      `${as === 'alert' ? 'Alert' : 'Message'} ${String(index + 1)}`,
      [
        ['At', clockOf(seconds)],
        ['Unless', unless],
        ['To', 'all'],
        ['As', as],
      ],
      this.#plain(text),
    );
  }

  #trap(suspect: Suspected): string {
    const words = this.#plain(suspect.words).replace(/[.?!]$/, '');
    return item(
      `A wrong path: ${words}`,
      [
        ['At', clockOf(suspect.at)],
        ['Unless', settled(suspect.words, 'ruled out')],
        ['To', 'all'],
        ['As', 'chat'],
        ['Trap', words],
      ],
      `A colleague: "I would look here first: ${words}. Is it that?"`,
    );
  }

  probes(): string[] {
    const { impact, readings, evidence } = this.#past;
    const late = this.#lateWhen();
    return [
      ...(impact === undefined
        ? []
        : [
            probe(
              'How many are hurt',
              'how many, users, customers, affected, impact, percent',
              this.#plain(impact),
            ),
          ]),
      ...this.#suspects.map(({ words, evidence }) =>
        probe(
          `Look at: ${this.#plain(words)}`,
          findable(words).join(', '),
          evidence === undefined
            ? 'As on any other day: nothing there has changed since before it began.'
            : this.#plain(evidence),
        ),
      ),
      ...readings
        .toSorted((a, b) => Number(a.isLate) - Number(b.isLate))
        .map(({ name, value, isLate }) =>
          probe(
            `Look at the ${name}${isLate ? ' after the repair' : ''}`,
            name,
            `${this.#plain(name)}: ${this.#plain(value)}`,
            isLate ? late : undefined,
          ),
        ),
      ...(this.#cause === undefined
        ? []
        : [
            probe(
              'Look at what changed',
              ['last change', 'what changed', 'changes', 'config', 'release', ...findable(this.#cause)].join(
                ', ',
              ),
              (evidence.length === 0 ? [this.#cause] : evidence.map((one) => this.#plain(one)))
                .map(ended)
                .join(' '),
            ),
          ]),
    ];
  }

  #lateWhen(): string {
    const [step] = this.#dangerous();
    return step === undefined ? 'status mitigating or status monitoring' : `step ${step.id} answered`;
  }

  #dangerous(): readonly { id: string; title: string }[] {
    return this.#options.hasRunbook ? (this.#past.runbook?.dangerous ?? []) : [];
  }

  objectives(): string[] {
    const { milestones, hasHandOver } = this.#past;
    const by = (seconds: number | undefined): string | undefined =>
      seconds === undefined ? undefined : clockOf(Math.max(60, seconds));
    const [step] = this.#dangerous();
    return [
      objective('It is declared', 'lead', 'declared', by(milestones.declared)),
      objective(
        'The impact is said in percent',
        'assess',
        'impact stated with percent',
        by(milestones.impact),
      ),
      ...this.#suspects.map(({ title, words, clearedSeconds }) =>
        objective(title, 'diagnose', settled(words, 'ruled out'), by(clearedSeconds)),
      ),
      ...(this.#past.cause === undefined
        ? []
        : [
            objective(
              CAUSE_OBJECTIVE,
              'diagnose',
              settled(this.#past.cause, 'confirmed'),
              by(milestones.cause),
            ),
          ]),
      objective('Somebody who can help is asked', 'escalate', 'escalation requested', by(milestones.asked)),
      objective('People outside are told', 'communicate', 'update sent', by(milestones.update)),
      ...(step === undefined
        ? [objective('What was changed is watched', 'act safely', 'status monitoring', by(milestones.over))]
        : [
            objective(
              `"${this.#plain(step.title)}" has its go`,
              'act safely',
              `step ${step.id} confirmed`,
              by(milestones.better),
            ),
          ]),
      ...(hasHandOver
        ? [objective('Command changes hands', 'lead', 'role commander accepted by hand-over', undefined)]
        : []),
    ];
  }

  hints(): string[] {
    return [
      ...this.#suspects.map(({ title, words }) =>
        item(`What would clear this: ${this.#plain(words).replace(/[.?!]$/, '')}? Ask for it.`, [
          ['For', title],
        ]),
      ),
      ...(this.#past.cause === undefined
        ? []
        : [item('What was changed shortly before it began?', [['For', CAUSE_OBJECTIVE]])]),
    ];
  }

  debrief(): string {
    const { lessons, doubts } = this.#past;
    return [
      ...this.#suspects.map(
        ({ words }) => `What made "${this.#plain(words)}" look likely? What would have cleared it sooner?`,
      ),
      'Where were you sooner than the real team, and where later?',
      ...lessons.map(
        (lesson) => `The real team learned this. Did you miss it as well? ${this.#plain(lesson)}`,
      ),
      ...doubts.map((doubt) => `This was asked of the runbook: ${this.#plain(doubt)}`),
    ]
      .map((line) => `- ${line}`)
      .join('\n');
  }
}

/** A sentence with its full stop. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const CAUSE_OBJECTIVE = 'The cause is named with evidence';
