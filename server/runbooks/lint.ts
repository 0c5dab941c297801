/** The linter: what an author should know about a runbook. Findings never block reading or running. */
import { findingsOf } from './finding.ts';
import type { Code, Finding, Remark } from './finding.ts';
import { answerRemarks } from './lint-answers.ts';
import { branchRemarks } from './lint-branches.ts';
import { dangerRemarks } from './lint-danger.ts';
import { linkRemarks } from './lint-links.ts';
import { metadataRemarks } from './lint-metadata.ts';
import { secretRemarks } from './lint-secrets.ts';
import { structureRemarks } from './lint-structure.ts';
import { valueRemarks } from './lint-values.ts';
import type { ReadRunbook } from './reading.ts';

export type { Finding };

/** What only the database knows. Without it, the codes of `NEEDS_KNOWN` are not given. */
export type Known = {
  /** A run or a drill has gone through the runbook. */
  exercised: boolean;
  /** Names and slugs of policies, schedules, teams and people. */
  targets: readonly string[];
  /** Hosts of the services that the runbook is for. */
  hosts: readonly string[];
  /** The steps of the last version, in their order. */
  previousSteps: readonly { id: string; title: string }[];
};

export const NEEDS_KNOWN: readonly Code[] = ['RB103', 'RB207', 'RB308', 'RB701'];

/** A file of the same library. Without an id, only that it is there is known. */
export type Neighbour = { file: string; id?: string };

export type LintOptions = {
  /** The day from which dates are judged: `2026-11-23`. */
  today: string;
  known?: Known;
  neighbours: readonly Neighbour[];
};

/** What one file says wrong, in the order of its lines. */
export function lint(runbook: ReadRunbook, options: LintOptions): Finding[] {
  const remarks = runbook.source.preformatted ? plainFile(runbook) : allRemarks(runbook, options);
  return findingsOf([...remarks, ...secretRemarks(runbook)], runbook.text);
}

export type LibraryOptions = {
  today: string;
  known?: (runbook: ReadRunbook) => Known;
  /** Files that are there although they are not linted. */
  alsoThere?: readonly string[];
};

/** Findings by file, and the codes that were not looked for. */
export type LibraryFindings = { findings: Map<string, Finding[]>; notGiven: readonly Code[] };

/** Lints files as one library: links and ids are judged among them. */
export function lintLibrary(runbooks: readonly ReadRunbook[], options: LibraryOptions): LibraryFindings {
  const others = (options.alsoThere ?? []).map((file) => ({ file }));
  const neighbours = [...runbooks.map(({ file, id }) => ({ file, id })), ...others];
  const findings = new Map(
    runbooks.map((runbook) => {
      const known = options.known?.(runbook);
      return [runbook.file, lint(runbook, { today: options.today, neighbours, ...(known ? { known } : {}) })];
    }),
  );
  return { findings, notGiven: options.known ? [] : NEEDS_KNOWN };
}

function allRemarks(runbook: ReadRunbook, options: LintOptions): Remark[] {
  return [
    ...metadataRemarks(runbook, options),
    ...structureRemarks(runbook, options.known),
    ...branchRemarks(runbook, options.known),
    ...linkRemarks(runbook, options),
    ...dangerRemarks(runbook),
    ...valueRemarks(runbook),
    ...answerRemarks(runbook),
  ];
}

/** A file that is shown as it stands has no place for most of what we ask. */
function plainFile(runbook: ReadRunbook): Remark[] {
  return structureRemarks(runbook, undefined).filter(({ code }) => code === 'RB201' || code === 'RB703');
}
