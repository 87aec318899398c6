// Runs the command line as a user would, in a process of its own.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `lab <args>`, with its exit code and everything it wrote. */
export function runLab(...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['scripts/run.mjs', 'src/cli/main.ts', ...args],
      { cwd: ROOT },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** The one JSON line of a command that succeeds; throws what it says if it does not. */
export async function runLabJson(...args: string[]) {
  const { code, stdout, stderr } = await runLab(...args);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  const lines = stdout.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line on stdout: ${stdout}`);
  return JSON.parse(lines[0]);
}

/** A folder for the files of one test file, removed when its tests are done. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    /** Writes a value as JSON, or a text as it is, and returns where. */
    write(name: string, content: unknown): string {
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
      return path(name);
    },
  };
}
