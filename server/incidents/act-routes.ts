import type { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import { readTyped } from '../core/typed-time.ts';
import { Invalid } from '../web/problem.ts';
import type { When } from './act.ts';
import type { SentFile } from '../web/upload.ts';
import type { Command } from './command.ts';

/**
 * One thing that a person or a program can do in an incident: the noun it posts to, the fields it takes and the
 * commands it becomes. Pages and API are both made from this table, so they can never disagree.
 */
export type Act = {
  /** The address below `/incidents/:number`: `/hypotheses/:id/ruling-out`. */
  path: string;
  permission: string;
  /** One line for the description of the API. */
  summary: string;
  fields: z.ZodType;
  /** It brings a file along. */
  takesFile: boolean;
  /** A browser may keep it while there is no network: it tells what somebody saw or did, and asks nothing of others. */
  mayWait: boolean;
  commands(fields: unknown, reading: ActReading): readonly Command[];
  /** The fields by the names that refusals give them, where that is more than another spelling. */
  names: Readonly<Record<string, string>>;
};

/** What turning fields into commands may look at: values of the address, the time, the zone of typed times. */
export type ActReading = {
  params: Readonly<Record<string, string>>;
  now: Instant;
  zone: string;
  file: SentFile | undefined;
};

/** Declares an act. */
export function act<S extends z.ZodType>(
  path: string,
  permission: string,
  summary: string,
  fields: S,
  commands: (fields: z.output<S>, reading: ActReading) => Command | readonly Command[],
  names: Readonly<Record<string, string>> = {},
): Act {
  return {
    path,
    permission,
    summary,
    fields,
    takesFile: false,
    mayWait: false,
    // Whoever calls has read the fields by this very schema.
    commands: (given, reading) => [commands(given as z.output<S>, reading)].flat(),
    names,
  };
}

/** Declares an act that a browser may keep while there is no network, and send later. */
export function waitingAct<S extends z.ZodType>(...declared: Parameters<typeof act<S>>): Act {
  return { ...act(...declared), mayWait: true };
}

/** Declares an act that brings a file along. */
export function fileAct<S extends z.ZodType>(...declared: Parameters<typeof act<S>>): Act {
  return { ...act(...declared), takesFile: true };
}

/**
 * The time that a person typed for what they tell, or undefined for "just now". `field` is where they typed it.
 * @throws Invalid with a question when it has more than one reading, and with what to type when it has none
 */
export function whenTyped(
  text: string | undefined,
  reading: Pick<ActReading, 'now' | 'zone'>,
  field = 'at',
): When | undefined {
  if (text === undefined) return undefined;
  const read = readTyped(text, reading);
  if ('instant' in read) return { instant: read.instant, precision: read.precision };
  if ('refuse' in read) throw new Invalid([{ field, sentence: read.refuse }]);
  throw new Invalid([{ field, sentence: read.ask, choices: read.choices }]);
}

/** The same for an estimate: "about 10:02". */
export function aboutTyped(
  text: string | undefined,
  isAbout: boolean,
  reading: Pick<ActReading, 'now' | 'zone'>,
): When | undefined {
  const when = whenTyped(text, reading);
  return when !== undefined && isAbout ? { ...when, precision: 'about' } : when;
}
