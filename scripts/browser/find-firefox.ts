// Finds Firefox: the one that FIREFOX_PATH names, or an installed one.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer';

/** Default locations of installers, for machines where it is not on the PATH. */
const defaultPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Mozilla Firefox/firefox.exe')],
};

/**
 * The path of the executable.
 *
 * @throws Error when FIREFOX_PATH names no file, or no Firefox is installed
 */
export function findFirefox(): string {
  const found = findInstalledFirefox();
  if (found) return found;
  throw new Error('No Firefox was found: `npm run install:browsers` installs one, FIREFOX_PATH names one.');
}

/** As `findFirefox`; undefined if no Firefox is installed. */
export function findInstalledFirefox(): string | undefined {
  const named = process.env.FIREFOX_PATH;
  if (named && !existsSync(named)) throw new Error(`FIREFOX_PATH names '${named}', which does not exist.`);
  return named || findOnMachine();
}

function findOnMachine(): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['firefox-esr', 'firefox'].map((name) => join(folder, name + suffix)));
  return [...onPath, ...(defaultPaths[process.platform] ?? []), puppeteerFirefoxPath()].find(
    (path) => path !== undefined && existsSync(path),
  );
}

/** The location of `npx puppeteer browsers install firefox`. */
function puppeteerFirefoxPath(): string | undefined {
  try {
    return puppeteer.executablePath({ browser: 'firefox' });
  } catch {
    return undefined;
  }
}
