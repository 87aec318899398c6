// Launches a browser for a test: audited, and with the worker's messages delayed where LATENCY is set.
import type { Browser, Page, Viewport } from 'puppeteer';
import {
  launchBrowser as launch,
  type LaunchOptions as Options,
  preparePages,
} from '../../../scripts/browser/launch-browser.ts';
import { addLatency } from './latency.ts';
import { auditBrowser } from './page-audit.ts';

export interface LaunchOptions extends Omit<Options, 'shell'> {
  /** Whether pages have a service worker, which copies the whole lab. By default they do not, as in a private window. */
  readonly serviceWorker?: boolean;
  /** Whether the browser has a window, where tabs hide one another. */
  readonly window?: boolean;
}

/**
 * A browser with a profile of its own. Close it in `afterAll`: `close` throws if one of its pages violated the security policy,
 * raised an uncaught error, or contacted another host without consent.
 */
export async function launchBrowser({ serviceWorker, window, ...options }: LaunchOptions): Promise<Browser> {
  // The shell ignores a profile's settings, and WebGPU is tested in what visitors have.
  const shell = !(window || options.profile || options.webgpu);
  const browser = preparePages(await launch({ ...options, shell }), addLatency);
  preparePages(browser, reduceMotion);
  if (!serviceWorker) preparePages(browser, removeServiceWorkers);
  return auditBrowser(browser);
}

/**
 * A second of a flight, drawn in software, takes as long as ten moments at rest. Tests of what moves emulate `no-preference`.
 */
const reduceMotion = (page: Page) =>
  page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);

async function removeServiceWorkers(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
}

/** A browser with one page, and the errors of that page. */
export async function launchPage(
  options: LaunchOptions,
  viewport?: Viewport,
): Promise<{ browser: Browser; page: Page; pageErrors: string[] }> {
  const browser = await launchBrowser(options);
  const page = await browser.newPage();
  const pageErrors = collectPageErrors(page);
  if (viewport) await page.setViewport(viewport);
  return { browser, page, pageErrors };
}

/**
 * Collects a page's errors from now on: uncaught errors, console errors and warnings (a violated security policy is one),
 * failed requests and requests to another host. A test that expects none asserts an empty list. A request that the page itself
 * abandons (closed, left for another address, or stopped by a signal) is no failure.
 */
export function collectPageErrors(page: Page): string[] {
  const pageErrors: string[] = [];
  page.on('pageerror', (error) =>
    pageErrors.push(`uncaught: ${error instanceof Error ? error.message : error}`),
  );
  page.on('console', (message) => {
    // Performance hints of the GL driver are no errors of the page.
    if (/GL Driver Message .*Performance/.test(message.text())) return;
    if (['error', 'warn'].includes(message.type())) pageErrors.push(`${message.type()}: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') pageErrors.push(`failed: ${request.url()} (${reason})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== 'localhost')
      pageErrors.push(`other host: ${url.href}`);
  });
  return pageErrors;
}
