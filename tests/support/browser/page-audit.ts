// Nobody is harmed, in whatever a browser test does: every page of every browser is watched, and a browser that has something
// to report does not close in peace, which fails its test file.
import type { Browser, HTTPRequest, Page } from 'puppeteer';

/** Hosts that a page has asked the visitor about: a test names them once it has pressed what starts them. */
const allowedOrigins = new WeakMap<Page, Set<string>>();
/** What a test provokes itself. */
const expectedViolations = new WeakMap<Page, RegExp[]>();

/** From now on the page may ask this host: the visitor has started what needs it. */
export function allowOrigin(page: Page, origin: string): void {
  allowedOrigins.set(page, (allowedOrigins.get(page) ?? new Set<string>()).add(origin));
}

/** What a test does on purpose, to see it refused. */
export function expectViolation(page: Page, complaint: RegExp): void {
  expectedViolations.set(page, [...(expectedViolations.get(page) ?? []), complaint]);
}

/** Watches all pages the browser opens from now on; closing it throws a list of what was wrong, if anything was. */
export function auditBrowser(browser: Browser): Browser {
  const violations: string[] = [];
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (...asked) => {
    const page = await newPage(...asked);
    await auditPage(page, (found) => {
      if (!expectedViolations.get(page)?.some((complaint) => complaint.test(found))) violations.push(found);
    });
    return page;
  };
  const close = browser.close.bind(browser);
  browser.close = async () => {
    const cookies = await browser.cookies().catch(() => []);
    violations.push(...cookies.map(({ name, domain }) => `cookie: ${name} of ${domain}`));
    await close();
    if (violations.length > 0) throw new Error(`Pages did harm:\n${violations.join('\n')}`);
  };
  return browser;
}

async function auditPage(page: Page, report: (found: string) => void): Promise<void> {
  // An unhandled rejection is an uncaught error to Chromium's protocol.
  page.on('pageerror', (error) => report(`uncaught: ${error instanceof Error ? error.message : error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isResourceError(message.text())) report(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const found = requestViolation(request, allowedOrigins.get(page) ?? new Set());
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
const isResourceError = (text: string) => text.startsWith('Failed to load resource');

/** Requests go to where the page came from and bring nothing there; others wait for a click. */
function requestViolation(request: HTTPRequest, allowed: ReadonlySet<string>): string | undefined {
  const { protocol, hostname, origin, href } = new URL(request.url());
  if (!protocol.startsWith('http') || allowed.has(origin)) return undefined;
  if (hostname !== 'localhost') return `third party without consent: ${href}`;
  return request.method() === 'GET' ? undefined : `left the device: ${request.method()} ${href}`;
}
