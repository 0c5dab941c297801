import { z } from 'zod';
import { localDate } from '../core/time.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, noFields, optionalLine, text, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { approvePublic, openPublic, savePublic, withdrawPublic } from './public-actions.ts';
import { publicPage } from './public-pages.ts';
import { numberIn, rev, zoneOf } from './routes.ts';

const SaveFields = z.strictObject({
  text: text('what everybody may read', 100_000),
  base_rev: wholeNumber(0, 1_000_000, 'the version that it was written upon', 0),
  act: choice(['save', 'preview'], 'Save the text, or look at its preview.'),
});
const ApproveFields = z.strictObject({ rev });
const WithdrawFields = z.strictObject({ reason: optionalLine(500) });

/** The text for the public: written inside, approved by a manager who did not write it, read on the status page. */
export function publicVersionRoutes(kit: PostmortemKit): Route[] {
  const show = async (ask: SignedInAsk, typed?: string): Promise<Answer> => {
    const number = await numberIn(kit, ask);
    const zone = zoneOf(kit, ask);
    const room = await openPublic(kit, ask.viewer, number, localDate(ask.now, zone), typed);
    const model = publicPage(room, {
      zone,
      me: ask.viewer.id,
      mayWrite: may(ask.viewer, 'postmortem.write'),
      mayApprove: may(ask.viewer, 'postmortem.publish-public'),
    });
    return page('postmortems/public', `Public version of the postmortem of ${model.key}`, model, {
      noStore: true,
    });
  };
  const again = (ask: SignedInAsk): Promise<Answer> => show(ask);
  const back = async (ask: SignedInAsk, notice: string): Promise<Answer> =>
    seeOther(href(paths.postmortemPublic, { number: await numberIn(kit, ask) }), notice);
  return [
    route('GET', paths.postmortemPublic, 'postmortem.write', noFields, (ask) => show(ask)),
    route(
      'POST',
      paths.postmortemPublic,
      'postmortem.write',
      SaveFields,
      async (ask) => {
        const { text: typed, base_rev: baseRev, act } = ask.fields;
        if (act === 'preview') return show(ask, typed);
        const saved = await savePublic(kit, ask.viewer, await numberIn(kit, ask), { text: typed, baseRev });
        return back(ask, `Saved as version ${String(saved)}. Nobody outside reads it before it is approved.`);
      },
      { again },
    ),
    route(
      'POST',
      paths.postmortemPublicApproval,
      'postmortem.publish-public',
      ApproveFields,
      async (ask) => {
        const today = localDate(ask.now, zoneOf(kit, ask));
        await approvePublic(kit, ask.viewer, await numberIn(kit, ask), { ...ask.fields, today });
        return back(ask, `Version ${String(ask.fields.rev)} is public now.`);
      },
      { again },
    ),
    route(
      'POST',
      paths.postmortemPublicWithdrawal,
      'postmortem.publish-public',
      WithdrawFields,
      async (ask) => {
        await withdrawPublic(kit, ask.viewer, await numberIn(kit, ask), ask.fields.reason);
        return back(ask, 'It is taken down. What was read or copied meanwhile is out of our hands.');
      },
      { again },
    ),
  ];
}
