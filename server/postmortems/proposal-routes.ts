import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { choice, noFields, optionalLine, text } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { acceptProposal, declineProposal, proposalsForRunbook } from './proposal-actions.ts';
import { proposalsPage } from './proposal-pages.ts';
import { zoneOf } from './routes.ts';

const AcceptFields = z.strictObject({ step: text('the step as it shall be', 40_000) });
const DeclineFields = z.strictObject({ reason: optionalLine(500) });
const PickFields = z.strictObject({
  which: choice(['file', 'here'], 'Take the file, or keep the text that is here.'),
});

/** Proposed changes to a runbook, and how its text stands to its file. */
export function proposalRoutes(kit: PostmortemKit): Route[] {
  const { library } = kit.incidents;
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const slug = ask.params.slug ?? '';
    const { row, runbook } = await library.find(slug);
    const parting = await library.parting(slug);
    const lying = parting && (await library.version(parting.fileHash));
    const parted =
      parting === undefined || lying === undefined
        ? undefined
        : { parting, fileText: lying.text, text: runbook.text };
    const proposals = await proposalsForRunbook(kit.db, ask.viewer, row.runbook_id);
    const model = proposalsPage({ slug, title: runbook.title }, proposals, parted, {
      zone: zoneOf(kit, ask),
      mayDecide: may(ask.viewer, 'runbook.publish'),
    });
    return page('runbooks/proposals', `Proposed changes: ${model.title}`, model, { noStore: true });
  };
  const back = ({ params }: SignedInAsk, notice: string): Answer =>
    seeOther(href(paths.runbookProposals, { slug: params.slug ?? '' }), notice);
  return [
    route('GET', paths.runbookProposals, 'runbook.read', noFields, show),
    route('GET', paths.runbookFile, 'runbook.read', noFields, async ({ params }) => {
      const { row, runbook } = await library.find(params.slug ?? '');
      const name = row.file.split('/').at(-1) ?? 'runbook.md';
      return file(runbook.text, 'text/markdown; charset=utf-8', name);
    }),
    route(
      'POST',
      paths.runbookProposalAcceptance,
      'runbook.publish',
      AcceptFields,
      async (ask) => {
        const { slug = '', proposal: id = '' } = ask.params;
        await acceptProposal(kit, ask.viewer, { slug, id, step: ask.fields.step });
        return back(ask, 'Accepted. It is the current version now; open runs keep theirs.');
      },
      { again: show },
    ),
    route(
      'POST',
      paths.runbookProposalRefusal,
      'runbook.publish',
      DeclineFields,
      async (ask) => {
        const { slug = '', proposal: id = '' } = ask.params;
        await declineProposal(kit, ask.viewer, { slug, id, reason: ask.fields.reason });
        return back(ask, 'Declined. The reason stays with it.');
      },
      { again: show },
    ),
    route('POST', paths.runbookPick, 'runbook.publish', PickFields, async (ask) => {
      const { slug = '' } = ask.params;
      if ((await library.parting(slug)) === undefined) {
        throw new NotFound('The text here and the file are the same by now.');
      }
      await library.pick(slug, ask.fields.which, ask.viewer.name);
      return back(ask, ask.fields.which === 'file' ? 'The file is current now.' : 'The text here stays.');
    }),
  ];
}
