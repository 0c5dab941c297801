/** What a calendar program reads: a feed by a parser that is not ours. */
import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import type { World } from './world.ts';

export type CalendarEvent = {
  uid: string;
  summary: string;
  description: string;
  /** As the feed says it: a day, or a time with its zone. */
  start: string;
  isAllDay: boolean;
  /** Instants. */
  begins: string;
  ends: string;
  url: unknown;
};

/** Reads a text in the format of RFC 5545, and fails where a line of it is longer than that allows. */
export function readCalendar(text: string): { name: unknown; events: CalendarEvent[] } {
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const calendar = new ICAL.Component(ICAL.parse(text) as never[]);
  return {
    name: calendar.getFirstPropertyValue('x-wr-calname'),
    events: calendar.getAllSubcomponents('vevent').map((component) => {
      const { uid, summary, description, startDate, endDate } = new ICAL.Event(component);
      return {
        uid,
        summary,
        description,
        start: startDate.toString(),
        isAllDay: startDate.isDate,
        begins: startDate.toJSDate().toISOString(),
        ends: endDate.toJSDate().toISOString(),
        url: component.getFirstPropertyValue('url'),
      };
    }),
  };
}

/** Fetches a feed without signing in, as such a program does. */
export async function fetchCalendar(
  world: World,
  path: string,
): Promise<{ name: unknown; events: CalendarEvent[] }> {
  const { text } = await world
    .browser()
    .get(path)
    .expect(200)
    .expect('Content-Type', /^text\/calendar/);
  return readCalendar(text);
}
