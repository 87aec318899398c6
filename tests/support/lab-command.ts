// Runs commands of the command line, in a process of their own or in the test's.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, vi } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LAB = ['scripts/run.mjs', 'src/cli/main.ts'];

/** Runs `lab <args>` as a user does, in a process of its own. Every command has a test that does so. */
export function spawnLab(...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...LAB, ...args], { cwd: ROOT }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Runs a shell command in which `"$@"` is `lab <args>`, such as `ulimit -f 100; exec "$@"`. */
export function runShell(command: string, ...args: string[]): Promise<CommandResult> {
  return collect(spawn('sh', ['-c', command, 'sh', process.execPath, ...LAB, ...args], { cwd: ROOT }));
}

/** Starts `lab <args>`, for signals; `ended` resolves with its output. */
export function startLab(...args: string[]) {
  const child = spawn(process.execPath, [...LAB, ...args], { cwd: ROOT });
  return { child, ended: collect(child) };
}

function collect(child: ChildProcess): Promise<CommandResult & { signal: NodeJS.Signals | null }> {
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code: code ?? -1, signal, ...output }));
  });
}

/** Runs `lab <args>` in this process, without the start of another. Not concurrently: stdout and stderr are captured. */
export async function runLab(...args: string[]): Promise<CommandResult> {
  // Loaded on demand: Vitest takes six times as long as Node to load the command line.
  const { runCommand } = await import('../../src/cli/program.ts');
  const output = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text, ...rest: unknown[]) => {
      output[stream] += text;
      const written = rest.at(-1);
      if (typeof written === 'function') written();
      return true;
    }),
  );
  try {
    return { code: await runCommand(args), ...output };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The JSON line of a command that succeeds. Throws the command's stderr if it fails. */
export const runLabJson = async (...args: string[]) => parseResult(await runLab(...args));
export const spawnLabJson = async (...args: string[]) => parseResult(await spawnLab(...args));

function parseResult({ code, stdout, stderr }: CommandResult) {
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  const lines = stdout.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line on stdout: ${stdout}`);
  return JSON.parse(lines[0]);
}

/** Expects a command to fail with nothing on stdout and this message on stderr, without a stack trace. */
export async function expectRefusal(args: readonly string[], message: string, exitCode = 1): Promise<void> {
  const { code, stdout, stderr } = await runLab(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect([code, stdout]).toEqual([exitCode, '']);
}

/** A folder for the files of one test file, removed after its tests. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    /** Writes a text as it is, or any other value as JSON. Returns the path. */
    write(name: string, content: unknown): string {
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
      return path(name);
    },
  };
}
