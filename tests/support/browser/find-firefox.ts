// Finds a Firefox to test in: the one named, one on the machine, or Debian's, which it installs. Never a skip.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const APT = '/usr/bin/apt-get';

/** Where installers put it, for machines where it is not on the PATH. */
const defaultPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Mozilla Firefox/firefox.exe')],
};

/**
 * The browser's path.
 *
 * @throws one sentence when FIREFOX_PATH names no file, or no Firefox can be found or installed
 */
export function findFirefox(): string {
  const named = process.env.FIREFOX_PATH;
  if (named && !existsSync(named))
    throw new Error(`FIREFOX_PATH names '${named}', and there is no such file.`);
  const found = named ?? findInstalled() ?? (installByApt() ? findInstalled() : undefined);
  if (found) return found;
  throw new Error(
    "No Firefox was found or could be installed: install it (on Debian 'firefox-esr', as root the tests do so), or name it in FIREFOX_PATH.",
  );
}

function findInstalled(): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['firefox-esr', 'firefox'].map((name) => join(folder, name + suffix)));
  return [...onPath, ...(defaultPaths[process.platform] ?? [])].find((path) => existsSync(path));
}

/** On Debian as root. Says what it does; apt's own words follow where it fails. */
function installByApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync(APT)) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'firefox-esr'],
  ].every((args) => {
    console.log(`No Firefox found. Running: apt-get ${args.join(' ')}`);
    return spawnSync(APT, args, { env, stdio: 'inherit' }).status === 0;
  });
}
