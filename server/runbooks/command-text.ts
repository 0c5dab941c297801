import type { Command } from './runbook.ts';

/** A command as it is copied: its text, the names whose values stand in it, and those that nobody recorded yet. */
export type FilledCommand = { text: string; names: readonly string[]; missing: readonly string[] };

/** Puts recorded values in the place of `$NAME` and `${NAME}`; a name without a value stays as it is. */
export function filledCommand(command: Command, values: ReadonlyMap<string, string>): FilledCommand {
  return {
    text: filled(command.text, values),
    names: command.placeholders.filter((name) => values.has(name)),
    missing: command.placeholders.filter((name) => !values.has(name)),
  };
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{([A-Z][A-Z0-9_]*)\}|\$([A-Z][A-Z0-9_]*)/g,
    (whole, braced?: string, bare?: string) => {
      return values.get(braced ?? bare ?? '') ?? whole;
    },
  );
}
