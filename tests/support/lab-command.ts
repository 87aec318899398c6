// Runs commands of the command line, in a process of their own or in the test's.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, vi } from 'vitest';
import { runCommand } from '../../src/cli/program.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `lab <args>` as a user does, in a process of its own. Every command has a test that does so. */
export function spawnLab(...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['scripts/run.mjs', 'src/cli/main.ts', ...args],
      { cwd: ROOT },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Runs `lab <args>` in this process, without the start of another. Not concurrently: stdout and stderr are captured. */
export async function runLab(...args: string[]): Promise<CommandResult> {
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

/** Expects a command to fail with exit code 1, nothing on stdout, and this message on stderr, without a stack trace. */
export async function expectRefusal(args: readonly string[], message: string): Promise<void> {
  const { code, stdout, stderr } = await runLab(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect([code, stdout]).toEqual([1, '']);
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
