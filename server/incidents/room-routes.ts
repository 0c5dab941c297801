import { NotFound } from '../core/refused.ts';
import { moved, type Answer } from '../web/answer.ts';
import { href, paths } from '../web/paths.ts';
import type { SignedInAsk } from '../web/route.ts';
import { numberNamed } from './key.ts';

/** `/incidents/INC-42` is said in chat; its address is the short form. */
export function roomNumber(ask: SignedInAsk): number | Answer {
  const text = ask.params.number ?? '';
  const [, number] = /^INC-(\d{1,9})$/i.exec(text) ?? [];
  if (number !== undefined) return moved(href(paths.incident, { number }));
  const drill = drillAsked(ask);
  if (drill !== undefined) return drill;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new NotFound(`There is no incident "${text}". The list of incidents shows all.`);
}

/**
 * The incident that an address names by either of its names.
 * @throws NotFound for a word that names none
 */
export function numberAsked(ask: Pick<SignedInAsk, 'params' | 'inDrill'>): number {
  const text = ask.params.number ?? '';
  const number = drillAsked(ask) ?? numberNamed(text);
  if (number !== undefined) return number;
  throw new NotFound(`There is no incident "${text}". Name it as 42 or INC-42.`);
}

/** Inside a drill the number is below zero. No address says so by itself: `inDrill` stands in no request. */
function drillAsked({ params, inDrill }: Pick<SignedInAsk, 'params' | 'inDrill'>): number | undefined {
  const text = params.number ?? '';
  return inDrill === true && /^-[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
