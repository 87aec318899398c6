// Nobody is harmed, in whatever a browser test does: every page of every browser is watched, and a browser that has something
// to report does not close in peace, which fails its test file.
import type { Browser, HTTPRequest, Page } from 'puppeteer';

/** Hosts that a page has asked the visitor about: a test names them once it has pressed what starts them. */
const consented = new WeakMap<Page, Set<string>>();
/** What a test provokes itself. */
const provoked = new WeakMap<Page, RegExp[]>();

/** From now on the page may ask this host: the visitor has started what needs it. */
export function consent(page: Page, origin: string): void {
  consented.set(page, (consented.get(page) ?? new Set<string>()).add(origin));
}

/** What a test does on purpose, to see it refused. */
export function provoke(page: Page, complaint: RegExp): void {
  provoked.set(page, [...(provoked.get(page) ?? []), complaint]);
}

/** Watches all pages the browser opens from now on; closing it throws a list of what was wrong, if anything was. */
export function watchForHarm(browser: Browser): Browser {
  const harm: string[] = [];
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (...asked) => {
    const page = await newPage(...asked);
    await watchPage(page, (found) => {
      if (!provoked.get(page)?.some((complaint) => complaint.test(found))) harm.push(found);
    });
    return page;
  };
  const close = browser.close.bind(browser);
  browser.close = async () => {
    const cookies = await browser.cookies().catch(() => []);
    harm.push(...cookies.map(({ name, domain }) => `cookie: ${name} of ${domain}`));
    await close();
    if (harm.length > 0) throw new Error(`Pages did harm:\n${harm.join('\n')}`);
  };
  return browser;
}

async function watchPage(page: Page, report: (found: string) => void): Promise<void> {
  // An unhandled rejection is an uncaught error to Chromium's protocol.
  page.on('pageerror', (error) => report(`uncaught: ${error instanceof Error ? error.message : error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isLoading(message.text())) report(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const found = harmOf(request, consented.get(page) ?? new Set());
    if (found) report(found);
  });
  await page.exposeFunction('reportViolation', (violation: string) => report(`policy: ${violation}`));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { reportViolation } = window as unknown as { reportViolation?: (violation: string) => void };
      reportViolation?.(`${effectiveDirective} refused ${blockedURI} ${sample}`);
    });
  });
}

/** A file that cannot be had, which tests provoke by cutting the network: the page says so itself. */
const isLoading = (text: string) => text.startsWith('Failed to load resource');

/** Requests go to where the page came from and bring nothing there; others wait for a click. */
function harmOf(request: HTTPRequest, allowed: ReadonlySet<string>): string | undefined {
  const { protocol, hostname, origin, href } = new URL(request.url());
  if (!protocol.startsWith('http') || allowed.has(origin)) return undefined;
  if (hostname !== 'localhost') return `third party without consent: ${href}`;
  return request.method() === 'GET' ? undefined : `left the device: ${request.method()} ${href}`;
}
