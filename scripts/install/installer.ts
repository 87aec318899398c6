// How programs that tests need are installed where they are missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

type Command = readonly string[];

export interface Installer {
  readonly name: string;
  readonly isInstalled: () => boolean;
  /** Tried in order until the program is installed. */
  readonly attempts: readonly (readonly Command[])[];
}

const isRoot = process.getuid?.() === 0;
export const hasApt = process.platform === 'linux' && isRoot && existsSync('/usr/bin/apt-get');

/** An attempt with Debian's packages, for root on Debian. */
export const apt = (...packages: string[]): Command[][] =>
  hasApt
    ? [
        [
          ['apt-get', 'update', '-qq'],
          ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
        ],
      ]
    : [];

/** Installs what is missing and logs each command. Sets the exit code to 1 where that fails. */
export function installAll(missing: readonly Installer[]): void {
  for (const { name, attempts, isInstalled } of missing) {
    if (attempts.some((commands) => commands.every(run) && isInstalled())) continue;
    console.error(`${name} could not be installed.`);
    process.exitCode = 1;
  }
}

function run([name, ...args]: Command): boolean {
  console.log(`Running: ${name} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const shell = process.platform === 'win32';
  return spawnSync(name, args, { env, stdio: ['ignore', 'inherit', 'inherit'], shell }).status === 0;
}
