import { z } from 'zod';
import { enterRoom } from '../incidents/room-actions.ts';
import {
  beginPostmortem,
  publishPostmortem,
  readPostmortem,
  savePostmortem,
  type PostmortemKit,
} from '../postmortems/actions.ts';
import { TextsDiffer } from '../postmortems/conflict.ts';
import { withOwnLinks } from '../postmortems/document.ts';
import { json } from '../web/answer.ts';
import { changedSince, entityTag, mustMatch } from '../web/entity-tag.ts';
import { noFields, optionalLine, text, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { numberAsked } from '../incidents/room-routes.ts';
import { Postmortem, postmortemJson, type PostmortemJson } from './postmortem-json.ts';

/** 0 stands for the version that its reader sees by themselves: the newest, or the published one. */
const ReadFields = z.strictObject({
  version: wholeNumber(0, 1_000_000, 'the number of a version; 0 is the newest that you may read', 0),
});

const SaveFields = z.strictObject({ text: text('the text of the postmortem', 300_000) });
const PublishFields = z.strictObject({
  version: z
    .int({ error: 'Give the number of the version that is to be published.' })
    .min(1, { error: 'Versions count from 1.' })
    .describe('the newest one, which somebody has read'),
  unreviewed: optionalLine(500).describe('why it is published although this version has had no review'),
});

/** Postmortems for programs: drafted from the record, read as its owner may read it, written and published. */
export function postmortemApi(kit: PostmortemKit): Route[] {
  const postmortem = async (ask: SignedInAsk, rev?: number): Promise<PostmortemJson> => {
    const number = await numberIn(ask);
    const read = await readPostmortem(kit, ask.viewer, number, rev);
    return postmortemJson(read, {
      url: ask.absolute(href(paths.postmortem, { number })),
      absolute: ask.absolute,
    });
  };
  /** @throws NotFound also for an incident that the viewer may not see */
  const numberIn = async (ask: SignedInAsk): Promise<number> => {
    const { row } = await enterRoom(kit.incidents, ask, numberAsked(ask));
    return row.number;
  };
  return [
    route(
      'POST',
      paths.apiPostmortem,
      'postmortem.write',
      noFields,
      async (ask) => {
        const number = await numberIn(ask);
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
    route(
      'PUT',
      paths.apiPostmortem,
      'postmortem.write',
      SaveFields,
      async (ask) => {
        const before = await postmortem(ask);
        mustMatch(ask, before);
        const written = { text: withOwnLinks(ask.fields.text, ask.absolute), baseRev: before.version };
        try {
          await savePostmortem(kit, ask.viewer, await numberIn(ask), written);
        } catch (error) {
          throw error instanceof TextsDiffer ? changedSince() : error;
        }
        const after = await postmortem(ask);
        return json(after, 200, { ETag: entityTag(after) });
      },
      {
        summary: 'Save the text as the next version; If-Match names the version it was written upon',
        scope: 'postmortems:write',
        answers: Postmortem,
      },
    ),
    route(
      'POST',
      paths.apiPostmortemPublication,
      'postmortem.publish',
      PublishFields,
      async (ask) => {
        const { version: rev, unreviewed } = ask.fields;
        const asked = { rev, opId: ask.opId, unreviewed };
        await publishPostmortem(kit, ask.viewer, await numberIn(ask), asked);
        return json(await postmortem(ask, rev));
      },
      {
        summary: 'Publish the newest version, which from then on is what everybody reads',
        scope: 'postmortems:write',
        answers: Postmortem,
      },
    ),
  ];
}
