// Audits every page of a browser: `browser.close` throws if a page violated the security policy, logged an error, set a cookie
// or contacted another host, which fails the test file.
import type { Browser, HTTPRequest, Page } from 'puppeteer';
import { preparePages } from '../../../scripts/browser/launch-browser.ts';

/** Hosts that a page may contact, because the visitor has consented. */
const allowedOrigins = new WeakMap<Page, Set<string>>();
/** Violations that a test provokes. */
const expectedViolations = new WeakMap<Page, RegExp[]>();

/** Allows requests to this host from now on. Call it after the test has clicked what starts them. */
export function allowOrigin(page: Page, origin: string): void {
  allowedOrigins.set(page, (allowedOrigins.get(page) ?? new Set<string>()).add(origin));
}

/** Exempts violations that match `pattern`: the test provokes them to see them refused. */
export function expectViolation(page: Page, pattern: RegExp): void {
  expectedViolations.set(page, [...(expectedViolations.get(page) ?? []), pattern]);
}

/** Audits all pages that `browser.newPage` opens from now on. `browser.close` throws the list of violations, if any. */
export function auditBrowser(browser: Browser): Browser {
  const violations: string[] = [];
  preparePages(browser, (page) =>
    auditPage(page, (violation) => {
      const isExpected = expectedViolations.get(page)?.some((pattern) => pattern.test(violation));
      if (!isExpected) violations.push(violation);
    }),
  );
  const close = browser.close.bind(browser);
  browser.close = async () => {
    const cookies = await browser.cookies().catch(() => []);
    violations.push(...cookies.map(({ name, domain }) => `cookie: ${name} of ${domain}`));
    await close();
    if (violations.length > 0) throw new Error(`Violations on audited pages:\n${violations.join('\n')}`);
  };
  return browser;
}

async function auditPage(page: Page, report: (violation: string) => void): Promise<void> {
  // Chromium's protocol reports an unhandled rejection as an uncaught error.
  page.on('pageerror', (error) => report(`uncaught: ${error instanceof Error ? error.message : error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isResourceError(message.text())) report(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const violation = requestViolation(request, allowedOrigins.get(page) ?? new Set());
    if (violation) report(violation);
  });
  await page.exposeFunction('reportViolation', (violation: string) => report(`policy: ${violation}`));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { reportViolation } = window as unknown as { reportViolation?: (violation: string) => void };
      reportViolation?.(`${effectiveDirective} refused ${blockedURI} ${sample}`);
    });
  });
}

/** Chromium's message for a failed download. Tests provoke it by cutting the network, and assert the page's own message. */
const isResourceError = (text: string) => text.startsWith('Failed to load resource');

/** Allowed are GET requests to the page's own host, and any request to an allowed origin. */
function requestViolation(request: HTTPRequest, allowed: ReadonlySet<string>): string | undefined {
  const { protocol, hostname, origin, href } = new URL(request.url());
  if (!protocol.startsWith('http') || allowed.has(origin)) return undefined;
  if (hostname !== 'localhost') return `third party without consent: ${href}`;
  return request.method() === 'GET' ? undefined : `left the device: ${request.method()} ${href}`;
}
