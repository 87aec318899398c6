// Finds Firefox: the one that FIREFOX_PATH names, an installed one, or Debian's, which it installs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const APT = '/usr/bin/apt-get';

/** Default locations of installers, for machines where it is not on the PATH. */
const defaultPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Mozilla Firefox/firefox.exe')],
};

/**
 * The path of the executable.
 *
 * @throws Error when FIREFOX_PATH names no file, or no Firefox can be found or installed
 */
export function findFirefox(): string {
  const named = process.env.FIREFOX_PATH;
  if (named && !existsSync(named)) throw new Error(`FIREFOX_PATH names '${named}', which does not exist.`);
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

/** On Debian as root. Logs the commands; apt prints its errors. */
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
