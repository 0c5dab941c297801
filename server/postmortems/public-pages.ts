import type { SafeHtml } from '../core/html.ts';
import { diffRows, lineDiff, type DiffRow } from '../core/line-diff.ts';
import { toHtml } from '../core/markdown.ts';
import { dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { keptInside } from './public-text.ts';
import type { PublicRoom } from './public-actions.ts';

export type PostmortemPublicPage = {
  key: string;
  readHref: string;
  action: string;
  text: string;
  html: SafeHtml;
  baseRev: number;
  standing: 'none' | 'draft' | 'public' | 'changed' | 'withdrawn';
  words: string;
  statusHref: string | undefined;
  findings: readonly { sentence: string; about: string }[];
  /** From what everybody reads to what is written since; undefined when there is nothing to compare. */
  diff: readonly DiffRow[] | undefined;
  approve: { action: string; rev: number; why: string | undefined } | undefined;
  withdraw: { action: string } | undefined;
  /** Said when the text inside went on since this one was written. */
  internal: string | undefined;
};

export type PublicReading = { zone: string; me: string; mayWrite: boolean; mayApprove: boolean };

export function publicPage(room: PublicRoom, reading: PublicReading): PostmortemPublicPage {
  const { row, version, text, approved, approval, findings } = room;
  const { number } = row;
  const standing = standingOf(room);
  const diff =
    approved === undefined || version === undefined || approved.rev === version.rev
      ? undefined
      : diffRows(lineDiff(approved.text, version.text));
  return {
    key: `INC-${String(number)}`,
    readHref: href(paths.postmortem, { number }),
    action: href(paths.postmortemPublic, { number }),
    text,
    html: toHtml(text),
    baseRev: version?.rev ?? 0,
    standing,
    words: wordsOf(room, standing, reading.zone),
    statusHref: approved === undefined ? undefined : href(paths.publicIncident, { number }),
    findings: findings.map(({ code, weight, line, sentence }) => ({
      sentence,
      about: `${code}, ${weight}${line === undefined ? '' : `, line ${String(line)}`}`,
    })),
    diff,
    approve:
      reading.mayApprove && version !== undefined && approved?.rev !== version.rev
        ? {
            action: href(paths.postmortemPublicApproval, { number }),
            rev: version.rev,
            why: whyNotYet(room, reading.me),
          }
        : undefined,
    withdraw:
      reading.mayApprove && approved !== undefined
        ? { action: href(paths.postmortemPublicWithdrawal, { number }) }
        : undefined,
    internal:
      version !== undefined && version.made_from < row.rev && approval !== undefined
        ? `The postmortem inside went on since this was written: from version ${String(version.made_from)} to ${String(row.rev)}. Nothing here follows by itself.`
        : undefined,
  };
}

function standingOf({ version, approval, approved }: PublicRoom): PostmortemPublicPage['standing'] {
  if (version === undefined) return 'none';
  if (approved === undefined) return approval === undefined ? 'draft' : 'withdrawn';
  return approved.rev === version.rev ? 'public' : 'changed';
}

function wordsOf(
  { version, approval, approved }: PublicRoom,
  standing: PostmortemPublicPage['standing'],
  zone: string,
): string {
  const by = version && `version ${String(version.rev)} by ${version.author_name}`;
  switch (standing) {
    case 'none':
      return 'Nothing is saved yet. This is what the record gives, without people, services and links.';
    case 'draft':
      return `Nobody outside can read it yet: ${by ?? ''}.`;
    case 'withdrawn':
      return `${approval?.withdrawn_by ?? 'Somebody'} took it down: ${approval?.withdrawn_why ?? ''}`;
    case 'public':
    case 'changed': {
      const at = approval === undefined ? '' : `, ${dateClockText(approval.approved_at, zone)}`;
      const out = `Everybody reads version ${String(approved?.rev ?? 0)}, approved by ${approval?.approved_by ?? ''}${at}.`;
      return standing === 'public' ? out : `${out} What is new waits for an approval: ${by ?? ''}.`;
    }
  }
}

function whyNotYet({ version, findings }: PublicRoom, me: string): string | undefined {
  if (version?.author_id === me) return 'You wrote this version, so another manager approves it.';
  return keptInside(findings).length > 0
    ? 'Something in it is not for outside yet: see what was found.'
    : undefined;
}
