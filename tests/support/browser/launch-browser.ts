// Opens a browser for a test, with or without WebGPU, and says which browser and adapter it turned out to be.
import { readdirSync } from 'node:fs';
import puppeteer, { type Browser, type Page, type Viewport } from 'puppeteer';
import { findBrowser } from './find-browser.ts';
import { addLatency } from './latency.ts';
import { auditBrowser } from './page-audit.ts';

/** WebGPU on Linux, where Chrome still asks for the flag. */
const webgpuFlags = ['--enable-unsafe-webgpu'];
/** Chrome's own software adapter, for machines without a GPU. */
const softwareFlags = ['--use-webgpu-adapter=swiftshader'];
/** Without a GPU, WebGL is drawn in software, which Chrome wants to be told to do. */
const withoutWebgpuFlags = ['--disable-gpu', '--enable-unsafe-swiftshader'];

/** Milliseconds that a page's state is waited for, at most: the machine may be busy. */
export const PAGE_TIMEOUT = 60_000;

/**
 * A fresh browser with a profile of its own, removed when the browser is closed. Close it in `afterAll`: it throws if any of
 * its pages broke the security policy, let an error go unheard, or asked another host without consent.
 *
 * @param options.webgpu whether pages get an adapter
 * @param options.profile a folder that outlives the browser
 * @throws one sentence when the browser has no adapter though one is wanted, or has one though none is
 */
export async function launchBrowser({
  webgpu,
  profile,
}: {
  webgpu: boolean;
  profile?: string;
}): Promise<Browser> {
  const flags = webgpu ? [...webgpuFlags, ...(hasGpu() ? [] : softwareFlags)] : withoutWebgpuFlags;
  if (process.getuid?.() === 0) flags.push('--no-sandbox'); // Chrome refuses to sandbox for root
  const browser = await puppeteer.launch({
    executablePath: findBrowser(),
    args: flags,
    userDataDir: profile,
  });
  const adapter = await adapterOf(browser);
  // Not on stdout, where a command that opens a browser prints its own figures.
  process.stderr.write(`browser: ${await browser.version()}, adapter: ${adapter ?? 'none'}\n`);
  if (webgpu !== (adapter !== null)) {
    await browser.close();
    throw new Error(`launchBrowser: wanted ${webgpu ? 'a' : 'no'} WebGPU adapter, got ${adapter ?? 'none'}.`);
  }
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (...asked) => {
    const page = await newPage(...asked);
    page.setDefaultTimeout(PAGE_TIMEOUT);
    retryWaits(page);
    clickWhenReady(page);
    await addLatency(page);
    return page;
  };
  return auditBrowser(browser);
}

/**
 * Has `waitForFunction` go on where what it asks throws: a page that is loading has no lab yet. Puppeteer would ask no more,
 * and leave the error to the page, where it counts as one of the page's own.
 */
function retryWaits(page: Page): void {
  const wait = page.waitForFunction.bind(page);
  page.waitForFunction = ((condition: () => unknown, ...rest: never[]) =>
    wait(
      new Function(
        '...given',
        `try { return (${condition})(...given); } catch { return false; }`,
      ) as typeof condition,
      ...rest,
    )) as typeof wait;
}

/** Has `click` wait, as a visitor does, until what is to be pressed is there, can be pressed and stands still. */
function clickWhenReady(page: Page): void {
  page.click = async (selector, options) => {
    await page.waitForSelector(selector, { visible: true });
    await page.locator(selector).click(options);
  };
}

/** A browser of its own with one page, and what that page complains of. */
export async function launchPage(
  options: Parameters<typeof launchBrowser>[0],
  viewport?: Viewport,
): Promise<{ browser: Browser; page: Page; pageErrors: string[] }> {
  const browser = await launchBrowser(options);
  const page = await browser.newPage();
  const pageErrors = collectPageErrors(page);
  if (viewport) await page.setViewport(viewport);
  return { browser, page, pageErrors };
}

/**
 * Everything a page complains of from now on: uncaught errors, console errors and warnings (a broken security policy
 * is one) and requests that fail or leave for another host. A test that expects none asserts an empty list.
 */
export function collectPageErrors(page: Page): string[] {
  const pageErrors: string[] = [];
  page.on('pageerror', (error) =>
    pageErrors.push(`uncaught: ${error instanceof Error ? error.message : error}`),
  );
  page.on('console', (message) => {
    // A driver's remarks on its own speed are no complaint of the page's.
    if (/GL Driver Message .*Performance/.test(message.text())) return;
    if (['error', 'warn'].includes(message.type())) pageErrors.push(`${message.type()}: ${message.text()}`);
  });
  page.on('requestfailed', (request) => pageErrors.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== 'localhost')
      pageErrors.push(`left for: ${url.href}`);
  });
  return pageErrors;
}

/** chrome://version is the page at hand where scripts may see WebGPU: about:blank may not. */
async function adapterOf(browser: Browser): Promise<string | null> {
  const page = await browser.newPage();
  await page.goto('chrome://version');
  const adapter = await page.evaluate(async () => {
    const found = await navigator.gpu?.requestAdapter();
    return found ? [found.info.vendor, found.info.architecture].join(' ') : null;
  });
  await page.close();
  return adapter;
}

/** Linux lists a GPU's render node here; elsewhere every machine that shows a desktop has a GPU. */
function hasGpu(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}
