// What commands of `lab` print as JSON: those that the docs name.
import { spawn } from 'node:child_process';

/** @throws Error with what the command says */
export async function labJson<Result>(...args: string[]): Promise<Result> {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'src/cli/main.ts', ...args, '--backend', 'cpu'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr]: string[] = await Promise.all([read(child.stdout), read(child.stderr)]);
  const last = stdout.trim().split('\n').at(-1);
  if (!last) throw new Error(`claims: lab ${args.join(' ')} printed nothing: ${stderr}`);
  return JSON.parse(last) as Result;
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}
