// How the browsers of the tests are installed where they are missing.
import { apt, hasApt, type Installer } from '../install/installer.ts';
import { findHeadlessShell, findInstalledBrowser } from './find-browser.ts';
import { findInstalledFirefox } from './find-firefox.ts';

/** Downloads a build into the user's cache folder; as root also the system libraries that it needs. */
const puppeteer = (browser: string) => [
  ['npx', 'puppeteer', 'browsers', 'install', browser, ...(hasApt ? ['--install-deps'] : [])],
];

/** Mesa's software driver is included: GPU tests in Node run several times faster on it. */
const CHROMIUM_PACKAGES = ['chromium', 'fonts-liberation', 'libvulkan1', 'mesa-vulkan-drivers'];

const installers: readonly Installer[] = [
  {
    name: 'Chromium',
    isInstalled: () => findInstalledBrowser() !== undefined,
    attempts: [...apt(...CHROMIUM_PACKAGES), puppeteer('chrome')],
  },
  {
    name: 'Chromium’s headless shell',
    isInstalled: () => Boolean(process.env.PUPPETEER_EXECUTABLE_PATH) || findHeadlessShell() !== undefined,
    attempts: [...apt('chromium-headless-shell'), puppeteer('chrome-headless-shell')],
  },
  {
    name: 'Firefox',
    isInstalled: () => findInstalledFirefox() !== undefined,
    attempts: [...apt('firefox-esr'), puppeteer('firefox')],
  },
];

/** @throws Error when a variable of the environment names a browser that does not exist */
export const missingBrowsers = (): Installer[] => installers.filter(({ isInstalled }) => !isInstalled());
