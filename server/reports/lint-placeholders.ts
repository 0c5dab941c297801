/** What a template asks for and nobody has written yet. */
import { finding, type Finding } from './finding.ts';
import type { Line } from './line.ts';
import type { Linted } from './lint.ts';

/** Written in capitals by people who mean to come back. */
const MARKS = /\b(?:T(?:ODO|B[AD])|FIX ?ME|X{3}|XX:XX|YYYY-MM-DD)\b/;
const GAPS =
  /\b(?:lorem ipsum|to be (?:written|added|completed|filled in))\b|\{\{[^{}]{1,80}\}\}|\[(?:insert|describe|add|enter|your|name|date|fill in)\b[^\]]{0,80}\](?!\()|<(?:insert|describe|add|enter|your|name|date|fill in)\b[^>]{0,80}>/i;

export function placeholderFindings({ lines, beside }: Linted): Finding[] {
  const prompts = (beside.prompts ?? []).map((words) => `*${words}*`);
  return lines.flatMap((line) => {
    const open = openIn(line, prompts);
    if (open === undefined) return [];
    const sentence = `"${open}" still waits for an answer. Write one, or take the line out.`;
    return [finding('PM506', line.number, sentence)];
  });
}

function openIn({ raw, kind }: Line, prompts: readonly string[]): string | undefined {
  if (kind === 'code' || kind === 'data' || kind === 'blank') return undefined;
  const prompt = prompts.find((words) => raw.includes(words));
  return prompt?.slice(1, -1) ?? (MARKS.exec(raw) ?? GAPS.exec(raw))?.[0];
}
