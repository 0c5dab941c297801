/** Debian's own Alertmanager as a child process, sending to one address. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';

const PROGRAMS = ['/usr/bin/prometheus-alertmanager', '/usr/local/bin/alertmanager', '/usr/bin/alertmanager'];

export type SentAlert = {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt: string;
  endsAt?: string;
};

export type Alertmanager = {
  /** Tells it of alerts, as Prometheus does. */
  post(alerts: readonly SentAlert[]): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts one that waits, groups and repeats within seconds.
 * @throws Error when the program is not on this machine: what it is needed for was not tested then
 */
export async function startAlertmanager(hook: string, key: string): Promise<Alertmanager> {
  const program = PROGRAMS.find((path) => existsSync(path));
  if (program === undefined)
    throw new Error(
      'Alertmanager is missing: apt-get install --no-install-recommends prometheus-alertmanager',
    );
  const folder = mkdtempSync(join(tmpdir(), 'muster-alertmanager-'));
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(config, configuration(hook, key));
  const port = await freePort();
  const address = `http://127.0.0.1:${String(port)}`;
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${String(port)}`,
      '--cluster.listen-address=',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (words: string) => (said += words));
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await isReady(address)); tries += 1) {
    if (tries > 300 || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`Alertmanager did not start: ${said}`);
    }
    await passed(100);
  }
  return {
    stop,
    post: async (alerts) => {
      const answer = await fetch(`${address}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!answer.ok) throw new Error(`Alertmanager refused alerts: ${await answer.text()}`);
    },
  };
}

function configuration(hook: string, key: string): string {
  return `
route:
  receiver: muster
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1s
receivers:
  - name: muster
    webhook_configs:
      - url: ${hook}
        send_resolved: true
        http_config:
          authorization:
            credentials: ${key}
`;
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/-/ready`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
