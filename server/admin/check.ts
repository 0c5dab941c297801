/** One thing that `muster doctor` looked at: what it found, and what to do about it when it is a problem. */
import { counted } from '../core/text.ts';

export type Check = { name: string; found: string; todo: string | undefined };

export function fine(name: string, found: string): Check {
  return { name, found, todo: undefined };
}

export function problem(name: string, found: string, todo: string): Check {
  return { name, found, todo };
}

/** A setting as it holds, secrets masked. */
export type ShownSetting = { name: string; value: string; given: boolean };

/** Everything that the doctor has to say, for people. */
export function doctorWords(settings: readonly ShownSetting[], checks: readonly Check[]): string {
  const nameWidth = Math.max(...settings.map(({ name }) => name.length), 0);
  const checkWidth = Math.max(...checks.map(({ name }) => name.length), 0);
  const settingLines = settings.map(
    ({ name, value, given }) => `  ${name.padEnd(nameWidth)}  ${value}${given ? '' : '  (default)'}`,
  );
  const checkLines = checks.flatMap(({ name, found, todo }) => {
    const start = `  ${todo === undefined ? 'fine   ' : 'PROBLEM'}  ${name.padEnd(checkWidth)}  `;
    return [
      `${start}${found}`,
      ...(todo === undefined ? [] : [`${' '.repeat(start.length)}What to do: ${todo}`]),
    ];
  });
  const problems = checks.filter(({ todo }) => todo !== undefined).length;
  const end = problems === 0 ? 'Everything is fine.' : `${counted(problems, 'problem')}.`;
  return ['Settings', ...settingLines, '', 'Checks', ...checkLines, '', end].join('\n');
}
