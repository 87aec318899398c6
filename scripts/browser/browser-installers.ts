// How the browsers of the tests are installed where they are missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findInstalledBrowser } from './find-browser.ts';
import { findInstalledFirefox } from './find-firefox.ts';

type Command = readonly string[];

export interface BrowserInstaller {
  readonly name: string;
  readonly isInstalled: () => boolean;
  /** Tried in order until the browser is installed. */
  readonly attempts: readonly (readonly Command[])[];
}

const isRoot = process.getuid?.() === 0;
const hasApt = process.platform === 'linux' && isRoot && existsSync('/usr/bin/apt-get');

const apt = (...packages: string[]): Command[][] =>
  hasApt
    ? [
        [
          ['apt-get', 'update', '-qq'],
          ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
        ],
      ]
    : [];

/** Downloads a build into the user's cache folder; as root also the system libraries that it needs. */
const puppeteer = (browser: string): Command[] => [
  ['npx', 'puppeteer', 'browsers', 'install', browser, ...(hasApt ? ['--install-deps'] : [])],
];

/** Mesa's software driver is included: GPU tests in Node run several times faster on it. */
const CHROMIUM_PACKAGES = ['chromium', 'fonts-liberation', 'libvulkan1', 'mesa-vulkan-drivers'];

const installers: readonly BrowserInstaller[] = [
  {
    name: 'Chromium',
    isInstalled: () => findInstalledBrowser() !== undefined,
    attempts: [...apt(...CHROMIUM_PACKAGES), puppeteer('chrome')],
  },
  {
    name: 'Firefox',
    isInstalled: () => findInstalledFirefox() !== undefined,
    attempts: [...apt('firefox-esr'), puppeteer('firefox')],
  },
];

/** @throws Error when a variable of the environment names a browser that does not exist */
export const missingBrowsers = (): BrowserInstaller[] =>
  installers.filter(({ isInstalled }) => !isInstalled());

/** Logs each command. @returns whether the browser is installed */
export function installBrowser({ attempts, isInstalled }: BrowserInstaller): boolean {
  return attempts.some((commands) => commands.every(run) && isInstalled());
}

function run([name, ...args]: Command): boolean {
  console.log(`Running: ${name} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const shell = process.platform === 'win32';
  return spawnSync(name, args, { env, stdio: ['ignore', 'inherit', 'inherit'], shell }).status === 0;
}
