import { z } from 'zod';
import { beginPostmortem, readPostmortem, type PostmortemKit } from '../postmortems/actions.ts';
import { json } from '../web/answer.ts';
import { noFields, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { numberOf } from './incident-routes.ts';
import { Postmortem, postmortemJson, type PostmortemJson } from './postmortem-json.ts';

/** 0 stands for the version that its reader sees by themselves: the newest, or the published one. */
const ReadFields = z.strictObject({
  version: wholeNumber(0, 1_000_000, 'the number of a version; 0 is the newest that you may read', 0),
});

/** Postmortems for programs: drafted from the record, and read as its owner may read it. */
export function postmortemApi(kit: PostmortemKit): Route[] {
  const postmortem = async (ask: SignedInAsk, rev?: number): Promise<PostmortemJson> => {
    const number = numberOf(ask);
    const read = await readPostmortem(kit, ask.viewer, number, rev);
    return postmortemJson(read, {
      url: ask.absolute(href(paths.postmortem, { number })),
      absolute: ask.absolute,
    });
  };
  return [
    route(
      'POST',
      paths.apiPostmortem,
      'postmortem.write',
      noFields,
      async (ask) => {
        const number = numberOf(ask);
        // It is begun once, whoever asks how often, so a repeat needs no key to be harmless.
        const { isNew } = await beginPostmortem(kit, ask.viewer, number);
        const location = ask.absolute(href(paths.apiPostmortem, { number }));
        return json(await postmortem(ask), isNew ? 201 : 200, { Location: location });
      },
      {
        summary: 'Draft the postmortem from the record, unless it is begun already',
        scope: 'postmortems:write',
        answers: Postmortem,
      },
    ),
    route(
      'GET',
      paths.apiPostmortem,
      'postmortem.read',
      ReadFields,
      async (ask) => json(await postmortem(ask, ask.fields.version || undefined)),
      { summary: 'Read the postmortem of an incident', scope: 'postmortems:read', answers: Postmortem },
    ),
  ];
}
