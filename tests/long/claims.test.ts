// What the docs state about what models learned is what is computed now: `npm run claims -- --check`, a section at a time.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { SECTIONS } from '../../scripts/claims/sections.ts';

/** Some sections train networks over several seeds. */
const HOURS = 3;

it.each(Object.keys(SECTIONS))(
  'the docs state the figures of %s',
  async (section) => {
    const command = ['scripts/run.mjs', 'scripts/claims.ts', section, '--check'];
    const { stdout } = await promisify(execFile)(process.execPath, command).catch(
      (failed: { stdout: string; stderr: string }) => ({ stdout: failed.stdout || failed.stderr }),
    );
    expect(stdout).toBe('');
  },
  HOURS * 3_600_000,
);
