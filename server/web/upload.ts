import { Busboy, type BusboyConfig, type BusboyInstance } from '@fastify/busboy';
import { parse as parseDisposition } from 'content-disposition';
import type { Request } from 'express';
import { Stop } from './errors.ts';

/** A file that came with a request, whole and in memory. What it is, is told by its bytes and not by its name. */
export type SentFile = { name: string; bytes: Buffer };

/** What was sent: fields as a form has them, and a file if there was one. */
export type Sent = { fields: Record<string, unknown>; file: SentFile | undefined };

/** The most that one file may have, and what stands around it. */
const MOST_FILE_BYTES = 10 * 1024 * 1024;
const MOST_AROUND_BYTES = 256 * 1024;

/** Fields beside the file are few and short; more than that is no form of ours. */
const LIMITS: BusboyConfig['limits'] = {
  files: 1,
  fields: 20,
  parts: 21,
  fieldNameSize: 100,
  fieldSize: 64 * 1024,
  headerPairs: 20,
  fileSize: MOST_FILE_BYTES,
};

/** Files of that many bytes are held in memory at once; who comes then is asked to come again. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

/** Reads files out of requests, within the memory that there is for it. */
export type Uploads = {
  /**
   * Reads what was sent and hands it on; the memory counts as taken until `use` is done.
   * @throws Stop 413 when it is larger than a file may be, 400 when it cannot be read, 503 when too many came at once
   */
  reading<T>(request: Request, use: (sent: Sent) => Promise<T>): Promise<T>;
};

export function makeUploads(mostHeldBytes = MOST_HELD_BYTES): Uploads {
  let held = 0;
  return {
    reading: async (request, use) => {
      const wanted = wantedBytes(request);
      if (held + wanted > mostHeldBytes) throw tooMany();
      held += wanted;
      try {
        return await use(
          request.is('multipart/form-data') ? await readForm(request) : await readRaw(request),
        );
      } finally {
        held -= wanted;
      }
    },
  };
}

/** What the request says it will send, or the most that it may. @throws Stop 413 before anything is read */
function wantedBytes(request: Request): number {
  const most = MOST_FILE_BYTES + MOST_AROUND_BYTES;
  const length = request.headers['content-length'];
  if (length === undefined) return most;
  if (Number(length) > most) throw tooLarge(request);
  return Number(length);
}

function readForm(request: Request): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent: Sent = { fields: {}, file: undefined };
    const parser = parserOf(request);
    const fail = (error: Error): void => {
      // What still comes is let go by, so that the answer can be read; then the connection is closed.
      request.unpipe(parser);
      request.resume();
      reject(error);
    };
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) fail(tooLarge(request));
      else addField(sent.fields, name, value);
    });
    parser.on('file', (_field, stream, given) => {
      // A part without a name counts as a file when it says that it is one.
      const name = (given as string | undefined) ?? '';
      const parts: Buffer[] = [];
      stream.on('error', () => {
        fail(malformed('The form ends in its middle.'));
      });
      stream.on('limit', () => {
        fail(tooLarge(request));
      });
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const bytes = Buffer.concat(parts);
        // A browser sends a field for a file that nobody chose.
        if (bytes.length > 0 || name !== '') sent.file = { name, bytes };
      });
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
      parser.on(limit, () => {
        fail(malformed('More was sent than one file with its fields.'));
      });
    }
    parser.on('finish', () => {
      resolve(sent);
    });
    parser.on('error', () => {
      fail(malformed('The form ends in its middle.'));
    });
    request.on('close', () => {
      if (!request.complete) fail(malformed('The connection was lost.'));
    });
    request.pipe(parser);
  });
}

function parserOf(request: Request): BusboyInstance {
  const { 'content-type': type } = request.headers;
  if (type === undefined) throw malformed('The request does not say what it sends.');
  try {
    return new Busboy({ headers: { ...request.headers, 'content-type': type }, limits: LIMITS });
  } catch {
    throw malformed('The form does not say where its parts end.');
  }
}

/** A name that came before becomes a list, as in other forms. A name that objects have themselves stays a plain field. */
function addField(fields: Record<string, unknown>, name: string, value: string): void {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const held: unknown = known === undefined ? value : [known, value].flat();
  Object.defineProperty(fields, name, { value: held, enumerable: true, configurable: true, writable: true });
}

/** The body is the file; its name stands in `Content-Disposition`, fields stand in the query. */
async function readRaw(request: Request): Promise<Sent> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_FILE_BYTES) {
      request.resume();
      throw tooLarge(request);
    }
    parts.push(part);
  }
  const file = size === 0 ? undefined : { name: nameIn(request), bytes: Buffer.concat(parts) };
  return { fields: { ...request.query }, file };
}

function nameIn(request: Request): string {
  const header = request.get('content-disposition');
  if (header === undefined) return '';
  try {
    return parseDisposition(header).parameters.filename ?? '';
  } catch {
    throw malformed('Content-Disposition cannot be read. Send it as: attachment; filename="graph.png".');
  }
}

function tooLarge(request: Request): Stop {
  // Whoever sends too much goes on sending: the connection ends with the answer.
  request.res?.setHeader('Connection', 'close');
  return new Stop(
    413,
    'too-large',
    'A file may have 10 MB, and this one has more, so nothing was written. Cut out what matters, or add a link to it.',
  );
}

function malformed(what: string): Stop {
  return new Stop(400, 'malformed', `${what} Nothing was written: send it again.`);
}

function tooMany(): Stop {
  return new Stop(
    503,
    'busy',
    'Too many files are being sent at this moment, and nothing was written. Send it again in a few seconds.',
    { 'Retry-After': '5' },
  );
}
