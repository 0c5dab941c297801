import { z } from 'zod';
import { seeOther } from '../web/answer.ts';
import { line } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { PostmortemKit } from './actions.ts';
import { addPicture } from './picture-actions.ts';
import { numberIn, readPage } from './routes.ts';

const PictureFields = z.strictObject({
  section: line('the section in which it stands', 130),
  alt: line('what the picture shows, for those who cannot see it'),
});

/** A picture for a section of a postmortem. */
export function pictureRoutes(kit: PostmortemKit): Route[] {
  return [
    route(
      'POST',
      paths.postmortemPictures,
      'postmortem.write',
      PictureFields,
      async (ask) => {
        const number = await numberIn(kit, ask);
        const wanted = { ...ask.fields, file: ask.file };
        const rev = await addPicture(kit, ask.viewer, number, wanted, ask.opId);
        return seeOther(href(paths.postmortem, { number }), `The picture stands in version ${String(rev)}.`);
      },
      { takesFile: true, again: (ask) => readPage(kit, ask, undefined) },
    ),
  ];
}
