/** The public status as feeds: the same words as on its page, an item an update. */
import type { Instant } from '../core/clock.ts';
import { encoded } from '../core/html.ts';
import type { PublicIncident, PublicStatus, PublicUpdate } from './status.ts';

type Item = { incident: PublicIncident; update: PublicUpdate };

/** Where the feeds lie: whole addresses. */
export type Places = { status: string; json: string; atom: string; incident(number: number): string };

function itemsOf({ open, past }: PublicStatus): Item[] {
  return [...open, ...past]
    .flatMap((incident) => incident.updates.map((update) => ({ incident, update })))
    .toSorted((a, b) => (a.update.at < b.update.at ? 1 : -1))
    .slice(0, 50);
}

/** @see https://www.jsonfeed.org/version/1.1/ */
export function jsonFeed(status: PublicStatus, places: Places): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: TITLE,
    home_page_url: places.status,
    feed_url: places.json,
    items: itemsOf(status).map(({ incident, update }) => ({
      id: `${places.incident(incident.number)}#${update.id}`,
      url: places.incident(incident.number),
      title: incident.headline,
      content_text: update.words.join('\n'),
      date_published: update.at,
    })),
  };
  return `${JSON.stringify(feed, undefined, 2)}\n`;
}

const TITLE = 'Status';

/**
 * @param began when nothing was ever told: the time that the feed carries then
 * @see https://www.rfc-editor.org/rfc/rfc4287
 */
export function atomFeed(status: PublicStatus, places: Places, began: Instant): string {
  const items = itemsOf(status);
  const entries = items.map(({ incident, update }) => entryOf(incident, update, places)).join('');
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${TITLE}</title>
<id>${encoded(places.status)}</id>
<link rel="self" href="${encoded(places.atom)}"/>
<link href="${encoded(places.status)}"/>
<author><name>${TITLE}</name></author>
<updated>${items[0]?.update.at ?? began}</updated>
${entries}</feed>
`;
}

function entryOf(incident: PublicIncident, { id, at, words }: PublicUpdate, places: Places): string {
  const place = places.incident(incident.number);
  return `<entry>
<title>${encoded(incident.headline)}</title>
<id>${encoded(`${place}#${id}`)}</id>
<link href="${encoded(place)}"/>
<updated>${at}</updated>
<content type="text">${encoded(words.join('\n'))}</content>
</entry>
`;
}
