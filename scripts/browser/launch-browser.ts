// Launches Chromium, with or without WebGPU, for tests, benchmarks and pictures.
import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import puppeteer, {
  type Browser,
  type FrameWaitForFunctionOptions,
  type Page,
  TimeoutError,
  type WaitForSelectorOptions,
} from 'puppeteer';
import { findBrowser, findHeadlessShell } from './find-browser.ts';
import { queryInPage } from './page-queries.ts';

/** Chrome on Linux offers WebGPU behind this flag only. */
const WEBGPU_FLAGS = ['--enable-unsafe-webgpu'];
/** Chrome's software adapter, for machines without a GPU. */
const SOFTWARE_WEBGPU_FLAGS = ['--use-webgpu-adapter=swiftshader'];
/** Without a GPU, WebGL needs permission for software rendering. */
const NO_WEBGPU_FLAGS = ['--disable-gpu', '--enable-unsafe-swiftshader'];

/** Parts of Chrome's own window that are pages: hidden as they are, each start of a browser would load them, for half of its processor time. */
const WINDOW_PAGES = ['WebUIOmniboxAimPopup', 'WebUIOmniboxPopup', 'WebUIReloadButton'];

/** Milliseconds until a wait for a page's state fails. Generous, because the machine may be busy. */
const PAGE_TIMEOUT = 60_000;
/** Milliseconds between two looks of such a wait. */
const LOOK_INTERVAL = 100;
/** A wait rests this many times as long as its last look took: a look by role takes the processor time that the page needs. */
const REST = 4;
/** Milliseconds that it rests at most: what it waits for may be there for a second only. */
const LONGEST_REST = 400;

/** Where pictures of pages go whose wait failed. */
const PICTURES = '.cache/test/pages';

export interface LaunchOptions {
  /** Whether pages get a WebGPU adapter. */
  readonly webgpu: boolean;
  /** A profile folder that outlives the browser. The default is a temporary one. */
  readonly profile?: string;
  /** Whether Chromium's headless shell takes the browser's place, where it is installed. */
  readonly shell?: boolean;
}

/**
 * Launches a browser whose pages retry their waits and click like a visitor. Logs browser and adapter on stderr.
 *
 * @throws Error when the browser has no adapter although `webgpu` is set, or has one although it is not
 */
export async function launchBrowser({ webgpu, profile, shell }: LaunchOptions): Promise<Browser> {
  const flags = webgpu ? [...WEBGPU_FLAGS, ...(hasGpu() ? [] : SOFTWARE_WEBGPU_FLAGS)] : [...NO_WEBGPU_FLAGS];
  flags.push(`--disable-features=${WINDOW_PAGES}`);
  if (process.getuid?.() === 0) flags.push('--no-sandbox'); // Chrome has no sandbox for root
  const shellPath = shell ? findHeadlessShell() : undefined;
  const browser = await puppeteer.launch({
    executablePath: shellPath ?? findBrowser(),
    headless: shellPath ? 'shell' : true,
    args: flags,
    userDataDir: profile,
  });
  adapters[`${webgpu}`] ??= adapterOf(browser);
  const adapter = await adapters[`${webgpu}`];
  // stdout belongs to the figures of the command that launches the browser.
  process.stderr.write(`browser: ${await browser.version()}, adapter: ${adapter ?? 'none'}\n`);
  if (webgpu !== (adapter !== null)) {
    await browser.close();
    throw new Error(
      `launchBrowser: expected ${webgpu ? 'a' : 'no'} WebGPU adapter, got ${adapter ?? 'none'}.`,
    );
  }
  return preparePages(browser, preparePage);
}

/** Applies `prepare` to every page that `browser.newPage` opens from now on. */
export function preparePages(browser: Browser, prepare: (page: Page) => void | Promise<void>): Browser {
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (...options) => {
    const page = await newPage(...options);
    await prepare(page);
    return page;
  };
  return browser;
}

function preparePage(page: Page): void {
  page.setDefaultTimeout(PAGE_TIMEOUT);
  queryInPage(page);
  retryWaits(page);
  waitForVisible(page);
  actWhenReady(page);
}

/**
 * Makes `waitForFunction` treat an exception of its condition as “not yet”: a page that loads has no lab. Puppeteer would
 * give up, and count the exception among the page's own errors.
 */
function retryWaits(page: Page): void {
  const wait = page.waitForFunction.bind(page);
  page.waitForFunction = ((
    condition: () => unknown,
    options: FrameWaitForFunctionOptions = {},
    ...rest: never[]
  ) =>
    wait(
      new Function(
        '...values',
        `try { return (${condition})(...values); } catch { return false; }`,
      ) as typeof condition,
      { polling: LOOK_INTERVAL / 2, ...options },
      ...rest,
    )) as typeof wait;
}

/**
 * Makes `waitForSelector` wait for a visible element unless `hidden` is set, and look at most ten times a second. Puppeteer looks with
 * every frame: that makes a page at rest draw, and a look by role reads the whole page. Errors of a look mean “not yet”: the page
 * may be loading.
 */
function waitForVisible(page: Page): void {
  const look = async (selector: string, hidden: boolean) => {
    const element = await page.$(selector);
    const isVisible = (await element?.isVisible()) ?? false;
    return isVisible === hidden ? undefined : { element: hidden ? null : element };
  };
  const wait = async (selector: string, options: WaitForSelectorOptions = {}) => {
    const { hidden = false, timeout = page.getDefaultTimeout(), signal } = options;
    const end = performance.now() + timeout;
    let cause: unknown;
    for (let delay = 10; performance.now() < end; delay = Math.min(2 * delay, LOOK_INTERVAL)) {
      signal?.throwIfAborted();
      const start = performance.now();
      try {
        const found = await look(selector, hidden);
        if (found) return found.element;
      } catch (error) {
        if (page.isClosed()) throw error;
        cause = error;
      }
      await setTimeout(Math.max(delay, Math.min(LONGEST_REST, REST * (performance.now() - start))));
    }
    const state = hidden ? 'hidden' : 'visible';
    const picture = await takePicture(page);
    throw new TimeoutError(`'${selector}' is not ${state} after ${timeout} ms: see ${picture}`, { cause });
  };
  page.waitForSelector = wait as typeof page.waitForSelector;
}

/** Saves what a page shows, and returns the path of the file. */
async function takePicture(page: Page): Promise<string> {
  mkdirSync(PICTURES, { recursive: true });
  const path = join(PICTURES, `${Date.now()}.png`);
  return page.screenshot({ path }).then(
    () => path,
    (error) => `${page.url()} (${error.message})`,
  );
}

/** Makes `click` wait until the element is visible, enabled and at rest, and `focus` until it is enabled. */
function actWhenReady(page: Page): void {
  page.click = async (selector, options) => {
    await page.waitForSelector(selector);
    await page.locator(selector).click(options);
  };
  page.focus = async (selector) => {
    await page.waitForSelector(selector);
    const element = await page
      .locator(selector)
      .filter((each) => !each.matches(':disabled'))
      .waitHandle();
    await element.focus();
  };
}

/** Looked up once for each kind of browser: that takes as long as a page of the lab. */
const adapters: Record<string, Promise<string | null>> = {};

/** Vendor and architecture of the adapter. Read on the listing of a folder, because about:blank has no access to WebGPU. */
async function adapterOf(browser: Browser): Promise<string | null> {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(tmpdir()).href);
  const adapter = await page.evaluate(async () => {
    const found = await navigator.gpu?.requestAdapter();
    return found ? [found.info.vendor, found.info.architecture].join(' ') : null;
  });
  await page.close();
  return adapter;
}

/** Linux lists a GPU's render node in /dev/dri; elsewhere every machine with a desktop has a GPU. */
function hasGpu(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}
