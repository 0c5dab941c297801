/** The appendix: what the document rests on, so that somebody can look it up and check it. */
import { counted } from '../core/text.ts';
import { verify } from '../incidents/chain.ts';
import type { Effective } from '../incidents/state.ts';
import type { Run } from '../incidents/run.ts';
import type { Frame } from './frame.ts';
import { stepText } from './told-run.ts';
import { inSentence, typed } from '../core/typed-words.ts';

export function recordBlock(frame: Frame): string {
  const facts = [
    ...runbookFacts(frame),
    ...frame.state.runs.flatMap((run) => valueFacts(run, frame)),
    ...overriddenFacts(frame),
    ...aloneFacts(frame),
    ...delayFacts(frame),
    entriesFact(frame),
    chainFact(frame),
  ];
  return facts.map((fact) => `- ${fact}`).join('\n');
}

function runbookFacts({ state, ref }: Frame): string[] {
  const runs = state.runs.map(({ title, contentHash, seq, detached }) => {
    const off = detached === undefined ? '' : `, taken off: ${typed(detached.reason)} ${ref(detached.seq)}`;
    return `Runbook: ${typed(title)}, version \`${contentHash.slice(0, 12)}\` ${ref(seq)}${off}`;
  });
  if (runs.length > 0) return runs;
  return state.noneFits === undefined
    ? ['Runbook: none was followed']
    : [`Runbook: none fitted ${ref(state.noneFits.seq)}`];
}

function valueFacts({ values }: Run, { ref }: Frame): string[] {
  return Object.entries(values).map(
    ([name, { value, seq }]) => `Recorded: ${typed(name)} is ${typed(value)} ${ref(seq)}`,
  );
}

/** Checks that were not met when a status was left or entered, and why it went on. One reason goes for all of them. */
function overriddenFacts({ state, ref }: Frame): string[] {
  return state.statuses.flatMap(({ status, overridden, from }) =>
    [...Map.groupBy(overridden, ({ reason }) => reason)].map(([reason, same]) => {
      const checks = same.map(({ check }) => inSentence(check)).join('; ');
      return `Went on to ${status} because ${inSentence(reason)}, although: ${checks} ${ref(from.seq)}`;
    }),
  );
}

/** Dangerous steps that somebody confirmed alone are lines of the review. */
function aloneFacts(frame: Frame): string[] {
  const alone = frame.entries.filter(
    (entry): entry is Effective<'step-confirmed'> => entry.kind === 'step-confirmed' && entry.body.alone,
  );
  return alone.map(({ body, actor, occurredAt, seq }) => {
    const because = body.reason === undefined ? '' : `: ${typed(body.reason)}`;
    return `Dangerous, confirmed alone: ${stepText(body)}, by ${frame.who(actor, occurredAt)}${because} ${frame.ref(seq)}`;
  });
}

function delayFacts(frame: Frame): string[] {
  const delays = frame.entries.filter((entry) => entry.kind === 'delay-noticed');
  return delays.length === 0
    ? []
    : [
        `Muster itself was late ${counted(delays.length, 'time')} ${frame.ref(...delays.map(({ seq }) => seq))}`,
      ];
}

function entriesFact({ state, ref }: Frame): string {
  const kinds = [
    ['time', 'time corrected'],
    ['text', 'wording corrected'],
    ['struck', 'struck'],
    ['redacted', 'redacted'],
  ] as const;
  const said = kinds.flatMap(([what, words]) => {
    const seqs = state.corrections.filter((one) => one.what === what).map(({ by }) => by);
    return seqs.length === 0 ? [] : [`${seqs.length} ${words} ${ref(...seqs)}`];
  });
  const last = state.entries.length === 0 ? '' : `, the last is ${ref(state.seq)}`;
  return `Entries: ${state.entries.length}${said.length === 0 ? ', none corrected' : ` (${said.join(', ')})`}${last}`;
}

/** The hash of the last entry seals all before it; whoever holds the record can compute it again. */
function chainFact({ state, ref }: Frame): string {
  const broken = verify(state.entries, { seq: state.seq, hash: state.headHash });
  const verdict =
    broken === undefined ? 'the chain of hashes holds' : `**the chain of hashes breaks at #${broken.seq}**`;
  const upTo = state.entries.length === 0 ? `#${state.seq}` : ref(state.seq);
  return `Record up to ${upTo}, ${verdict}; its end is \`${state.headHash}\``;
}
