import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { artifacts, newcomer, root, summary, url } from './demo';

/** Serves a copy of the demo's data, so that every run starts from the same state; stops it at the end. */
export default async function start(): Promise<(() => void) | undefined> {
  mkdirSync(artifacts, { recursive: true });
  if (process.env.LEYE_URL) return undefined;
  const { data, today } = summary();
  const binary = process.env.LEYE_BINARY ?? join(root, 'build/release/leye');
  const copy = join(artifacts, 'data');
  rmSync(copy, { recursive: true, force: true });
  cpSync(isAbsolute(data) ? data : join(root, data), copy, { recursive: true });
  // The demo's accounts have confirmed the confidentiality text; one that has not is made here.
  execFileSync(binary, ['user', 'add', '--data', copy, '--login', newcomer.account, '--role', newcomer.role, '--division', newcomer.division, '--today', today],
    { input: `${newcomer.password}\n`, stdio: ['pipe', 'ignore', 'inherit'] });
  const log = openSync(join(artifacts, 'server.log'), 'w');
  const server = spawn(binary, ['serve', '--data', copy, '--port', new URL(url).port, '--today', today], { cwd: root, stdio: ['ignore', log, log] });
  const gone = new Promise<never>((_, reject) => server.once('exit', (code) => reject(new Error(`leye serve ended with ${code}: see var/browser/server.log`))));
  gone.catch(() => undefined);
  for (let tries = 0; tries < 100; tries += 1) {
    if (await Promise.race([ready(), gone])) return () => void server.kill('SIGTERM');
    await new Promise((later) => setTimeout(later, 200));
  }
  server.kill('SIGTERM');
  throw new Error('leye serve was not ready in 20 s: see var/browser/server.log');
}

async function ready(): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
