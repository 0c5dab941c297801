/** `npm run check`: its scripts, two at a time. Each says what it has to say when it ends; one that fails fails the whole. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The longest first, so that none is left to run alone at the end. */
const CHECKS = ['check:lint', 'check:types', 'check:dead', 'check:views', 'check:format'];
const LANES = 2;

const waiting = [...CHECKS];
const failed: string[] = [];

async function lane(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const began = performance.now();
    const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0) failed.push(name);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(
      `${said}${complained}${name} ${code === 0 ? 'holds' : 'FAILED'} after ${seconds} s\n`,
    );
  }
}

await Promise.all(Array.from({ length: LANES }, lane));
if (failed.length > 0) process.stdout.write(`Not as it should be: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
