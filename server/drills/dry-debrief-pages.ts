/** Looking back at a dry run: what came out as the runbook says, and what is found. Nobody is marked. */
import type { State } from '../incidents/state.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { DrillFindingRow } from '../store/schema.ts';
import { findingLists, type WholeDebrief } from './debrief-pages.ts';
import { dryRunResult, type DryRunResult } from './dry-run.ts';

export type DryDebriefPage = {
  number: number;
  key: string;
  title: string;
  result: DryRunResult;
  /** Its address; undefined when it is no longer in the library. */
  runbook: string | undefined;
  lists: WholeDebrief['lists'];
};

export function dryDebriefPage(
  number: number,
  state: State,
  findings: readonly DrillFindingRow[],
  runbook: { href: string | undefined; version: Runbook | undefined },
): DryDebriefPage {
  const { key, title } = state;
  return {
    number,
    key,
    title,
    result: dryRunResult(state, runbook.version),
    runbook: runbook.href,
    lists: findingLists(findings),
  };
}
