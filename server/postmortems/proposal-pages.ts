import { diffRows, lineDiff, type DiffRow } from '../core/line-diff.ts';
import { dateClockText } from '../core/time.ts';
import type { Parting } from '../runbooks/text-actions.ts';
import { href, paths } from '../web/paths.ts';
import type { Proposal } from './proposal-store.ts';

export type ProposalView = {
  id: string;
  step: string;
  because: string;
  incident: { key: string; href: string };
  diff: readonly DiffRow[];
  /** What became of it; undefined while it is open. */
  settled: string | undefined;
  /** The step as it would be, for whoever decides. */
  forms: { accept: string; decline: string; step: string } | undefined;
};

export type ProposalsPage = {
  title: string;
  runbookHref: string;
  open: readonly ProposalView[];
  settled: readonly ProposalView[];
  parting:
    | {
        file: string;
        words: string;
        diff: readonly DiffRow[];
        downloadHref: string;
        pick: string | undefined;
      }
    | undefined;
};

const KIND_WORDS: Readonly<Record<string, string>> = {
  skipped: 'was skipped',
  overran: 'took longer than its limit',
  mismatch: 'did not match what was seen',
  edit: 'would read otherwise',
};

export function proposalsPage(
  { slug, title }: { slug: string; title: string },
  proposals: readonly Proposal[],
  parted: { parting: Parting; fileText: string; text: string } | undefined,
  { zone, mayDecide }: { zone: string; mayDecide: boolean },
): ProposalsPage {
  const views = proposals.map((one) => ({
    state: one.state,
    view: proposalView(slug, one, zone, mayDecide),
  }));
  return {
    title,
    runbookHref: href(paths.runbook, { slug }),
    open: views.filter(({ state }) => state === 'open').map(({ view }) => view),
    settled: views.filter(({ state }) => state !== 'open').map(({ view }) => view),
    parting: parted && {
      file: parted.parting.file,
      words: parted.parting.isRival
        ? `The file ${parted.parting.file} changed as well since a change was accepted here. Both stand until somebody picks one.`
        : `The text here differs from the file ${parted.parting.file}: what was accepted is kept here, and the file is left alone. Put it into the file with the download.`,
      diff: diffRows(lineDiff(parted.fileText, parted.text)),
      downloadHref: href(paths.runbookFile, { slug }),
      pick: mayDecide ? href(paths.runbookPick, { slug }) : undefined,
    },
  };
}

function proposalView(slug: string, proposal: Proposal, zone: string, mayDecide: boolean): ProposalView {
  const { proposal_id: id, state, kind, before_text: before, after_text: after } = proposal;
  const at = proposal.settled_at === null ? '' : `, ${dateClockText(proposal.settled_at, zone)}`;
  const why = proposal.reason === null ? '' : `: ${proposal.reason}`;
  return {
    id,
    step: proposal.step_title,
    because: `${KIND_WORDS[kind] ?? kind}: ${proposal.because}`,
    incident: {
      key: proposal.incident_key,
      href: href(paths.incident, { number: proposal.incident_number }),
    },
    diff: diffRows(lineDiff(before.trim(), after.trim())),
    settled: state === 'open' ? undefined : `${proposal.settled_by ?? ''} ${state} it${at}${why}`,
    forms:
      mayDecide && state === 'open'
        ? {
            accept: href(paths.runbookProposalAcceptance, { slug, proposal: id }),
            decline: href(paths.runbookProposalRefusal, { slug, proposal: id }),
            step: after.trim(),
          }
        : undefined,
  };
}

/** What the page of a postmortem says of changes to runbooks that came out of its incident. */
export type ProposalsPanel = readonly { words: string; href: string; state: string }[];

export function proposalsPanel(proposals: readonly Proposal[]): ProposalsPanel {
  return proposals.map(({ runbook_id: slug, step_title: step, kind, state, proposal_id: id }) => ({
    words: `"${step}" ${KIND_WORDS[kind] ?? kind}`,
    href: `${href(paths.runbookProposals, { slug })}#proposal-${id}`,
    state,
  }));
}
