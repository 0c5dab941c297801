import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesText,
  fileName,
  fileWords,
  isPicture,
  mayBeOfType,
  mediaTypeOf,
} from '../../server/core/media-type.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What somebody sends under a name, and what it is. */
const FILES: readonly (readonly [name: string, content: Buffer, mediaType: string])[] = [
  ['graph.png', bytes('\x89PNG\r\n\x1a\n…'), 'image/png'],
  ['graph.txt', bytes('\x89PNG\r\n\x1a\n…'), 'image/png'],
  ['photo', bytes('\xff\xd8\xff\xe0..JFIF'), 'image/jpeg'],
  ['a.gif', bytes('GIF89a...'), 'image/gif'],
  ['a.gif', bytes('GIF90a...'), 'text/plain'],
  ['a.webp', bytes('RIFF\x10\x00\x00\x00WEBPVP8 '), 'image/webp'],
  ['a.webp', bytes('RIFF\x10\x00\x00\x00WAVEfmt '), 'application/octet-stream'],
  ['report.pdf', bytes('%PDF-1.7\n'), 'application/pdf'],
  ['logs.zip', bytes('PK\x03\x04....'), 'application/zip'],
  ['logs.gz', bytes('\x1f\x8b\x08'), 'application/gzip'],
  ['evil.png', bytes('<script>alert(1)</script>'), 'text/plain'],
  ['evil.html', bytes('<!doctype html>'), 'text/plain'],
  ['evil.svg', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'text/plain'],
  ['notes.md', Buffer.from('# Größe'), 'text/markdown'],
  ['rows.csv', bytes('a,b\n1,2\n'), 'text/csv'],
  ['state.json', bytes('{"a": 1}'), 'application/json'],
  ['state.json', bytes('{"a": '), 'text/plain'],
  ['LOG.JSON', bytes('[]'), 'application/json'],
  ['colours.log', bytes('\x1b[31mred\x1b[0m\n'), 'text/plain'],
  ['latin.txt', bytes('Gr\xf6\xdfe'), 'application/octet-stream'],
  ['zero.txt', bytes('a\x00b'), 'application/octet-stream'],
  ['empty', Buffer.alloc(0), 'text/plain'],
];

test('a file is what its content says, whatever its name', () => {
  for (const [name, content, mediaType] of FILES) assert.equal(mediaTypeOf(content, name), mediaType, name);
});

test('four kinds of picture may be shown, and nothing else', () => {
  const shown = new Set(FILES.map(([, , mediaType]) => mediaType).filter(isPicture));
  assert.deepEqual([...shown].sort(), ['image/gif', 'image/jpeg', 'image/png', 'image/webp']);
  assert.equal(isPicture('image/svg+xml'), false);
});

const MAY_BE: readonly (readonly [content: string, mediaType: string, may: boolean])[] = [
  ['a,b', 'text/csv', true],
  ['a,b', 'text/plain', true],
  ['a,b', 'text/markdown', true],
  ['a,b', 'application/json', false],
  ['{}', 'application/json', true],
  ['a,b', 'text/html', false],
  ['a,b', 'image/png', false],
  ['%PDF-1.7', 'application/pdf', true],
  ['%PDF-1.7', 'text/csv', false],
  ['\0', 'application/octet-stream', true],
  ['\0', 'text/plain', false],
];

test('without a name, text may be of any kind of text, and the rest is what its bytes say', () => {
  for (const [content, mediaType, may] of MAY_BE)
    assert.equal(mayBeOfType(Buffer.from(content), mediaType), may, `${content} as ${mediaType}`);
});

test('a name is the last part of a path, without what no name has', () => {
  const names: readonly (readonly [sent: string, name: string])[] = [
    ['graph.png', 'graph.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ana\\graph.png', 'graph.png'],
    ['a\r\nSet-Cookie: x.png', 'aSet-Cookie: x.png'],
    ['cod\u202egnp.exe', 'codgnp.exe'],
    ['  two   blanks.txt ', 'two blanks.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['/', 'file'],
    ['Größe 数.csv', 'Größe 数.csv'],
    ['\ud800.txt', '\ufffd.txt'],
  ];
  for (const [sent, name] of names) assert.equal(fileName(sent), name);
  const long = fileName(`${'a'.repeat(300)}.png`);
  assert.deepEqual([long.length, long.slice(-5)], [120, 'a.png']);
});

test('sizes are told as people say them', () => {
  assert.deepEqual([1, 999, 1000, 123_456, 1_499_999].map(bytesText), [
    '1 byte',
    '999 bytes',
    '1 KB',
    '123 KB',
    '1.5 MB',
  ]);
  assert.equal(fileWords('image/png', 120_000), 'PNG picture, 120 KB');
  assert.equal(fileWords('application/octet-stream', 5), 'file, 5 bytes');
});
