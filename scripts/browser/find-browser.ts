// Finds Chrome or Chromium: the one that PUPPETEER_EXECUTABLE_PATH names, or an installed one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const shellNames = ['chromium-headless-shell', 'chrome-headless-shell'];

/** Default locations of installers, for machines where it is not on the PATH. */
const defaultPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/opt/google/chrome/chrome',
    '/usr/lib/chromium/chromium',
    '/usr/lib/chromium-browser/chromium-browser',
  ],
  darwin: ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
    `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${folder}/Chromium.app/Contents/MacOS/Chromium`,
  ]),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
    ]),
};

/**
 * The path of the executable.
 *
 * @throws Error when PUPPETEER_EXECUTABLE_PATH names no file, or no working browser is installed
 */
export function findBrowser(): string {
  const found = findInstalledBrowser();
  if (found) return found;
  throw new Error(
    'No working Chrome or Chromium was found: `npm run install:browsers` installs one, PUPPETEER_EXECUTABLE_PATH names one.',
  );
}

/** As `findBrowser`; undefined if no working browser is installed. */
export function findInstalledBrowser(): string | undefined {
  const named = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named && !existsSync(named))
    throw new Error(`PUPPETEER_EXECUTABLE_PATH names '${named}', which does not exist.`);
  if (named) return named;
  foundOnMachine ??= findOnMachine();
  return foundOnMachine;
}

/** Looked for once: candidates are started. */
let foundOnMachine: string | undefined;

function findOnMachine(): string | undefined {
  return firstThatRuns([
    ...onPath(names),
    ...(defaultPaths[process.platform] ?? []),
    puppeteerBrowserPath(true),
  ]);
}

/**
 * Chromium's headless shell: the same engine without a window, for an eighth less of a test's processor time. Undefined if none is
 * installed, or if PUPPETEER_EXECUTABLE_PATH names a browser.
 */
export function findHeadlessShell(): string | undefined {
  if (process.env.PUPPETEER_EXECUTABLE_PATH) return undefined;
  shellOnMachine ??= firstThatRuns([...onPath(shellNames), puppeteerBrowserPath('shell')]);
  return shellOnMachine;
}

let shellOnMachine: string | undefined;

function onPath(programs: readonly string[]): string[] {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => programs.map((name) => join(folder, name + suffix)));
}

const firstThatRuns = (paths: readonly (string | undefined)[]) =>
  paths.find((path) => path !== undefined && existsSync(path) && runs(path));

/** A browser without a library it needs, or Ubuntu's stub that recommends a snap, does not print a version. */
function runs(path: string): boolean {
  if (process.platform === 'win32') return true; // `--version` would open a window
  return spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

/** The location of `npx puppeteer browsers install chrome`, or of `chrome-headless-shell`. */
function puppeteerBrowserPath(headless: true | 'shell'): string | undefined {
  try {
    return puppeteer.executablePath({ headless });
  } catch {
    return undefined;
  }
}
