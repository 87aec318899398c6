// A small tree beside the project, under the project's own rules, in which a test plants a violation.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const rules = ['biome.json', '.gitignore', 'tsconfig.json', 'tsconfig.worker.json'];

/**
 * What a tool prints about a tree of these files, and whether it was content. The tree is removed afterwards; it lies
 * elsewhere, so that a broken run leaves nothing in src/ and a lint beside it sees nothing.
 */
export function runPlanted(
  files: Record<string, string>,
  command: string,
  ...args: string[]
): { content: boolean; output: string } {
  const tree = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    for (const rule of rules) cpSync(rule, join(tree, rule));
    symlinkSync(join(process.cwd(), 'node_modules'), join(tree, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    const run = spawnSync(process.execPath, [join('node_modules', command), ...args], {
      cwd: tree,
      encoding: 'utf8',
    });
    return { content: run.status === 0, output: run.stdout + run.stderr };
  } finally {
    rmSync(tree, { recursive: true });
  }
}

/** Lint alone, how a planted line is laid out is not the point: one line of output a finding, with its file and line. */
export function lintPlanted(files: Record<string, string>): { content: boolean; output: string } {
  return runPlanted(
    files,
    '@biomejs/biome/bin/biome',
    'lint',
    '--error-on-warnings',
    '--max-diagnostics=none',
    '--reporter=github',
  );
}
