/** What the run page is measured against: Express sending the bytes of a file from a string. Its argument is the file. */
import express from 'express';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

const text = readFileSync(process.argv[2] ?? '', 'utf8');
const app = express();
app.use((_request, response) => {
  response.type('html').send(text);
});
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
