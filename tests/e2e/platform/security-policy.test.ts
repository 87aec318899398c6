// The security policy holds in the page that people get, and the page lives under it.
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../../scripts/vite/security-policy.ts';
import { launchBrowser, launchPage } from '../../support/browser/launch-browser.ts';
import { expectViolation } from '../../support/browser/page-audit.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
  await page.goto(inject('pageUrl'), { waitUntil: 'networkidle0' });
});

afterAll(() => browser?.close());

test('the page has nothing to complain of', () => {
  expect(pageErrors).toEqual([]);
});

test('it comes as a header, to the page and to its scripts', async () => {
  const script = await page.$eval('script[src]', (element) => (element as HTMLScriptElement).src);
  for (const url of [page.url(), script]) {
    const { headers } = await fetch(url);
    for (const [name, value] of Object.entries(securityHeaders)) expect(headers.get(name)).toBe(value);
  }
});

test('it stands in the page, for hosts that send no headers', async () => {
  const meta = await page.$eval('meta[http-equiv="Content-Security-Policy"]', (element) =>
    element.getAttribute('content'),
  );
  expect(meta).toBe(contentSecurityPolicy);
});

test('the first screen takes 150 kB of JavaScript at most, and neither three.js nor a stage', async () => {
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js')),
  );
  // What computes runs beside the screen, and is waited for by nobody who reads.
  const shown = scripts.filter((url) => !url.includes('lab-worker'));
  expect(shown.filter((url) => /stage|scene|webgl/.test(url))).toEqual([]);
  const sizes = await Promise.all(
    shown.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(
    `the first screen: ${(total / 1000).toFixed(1)} kB of JavaScript, gzip, in ${shown.length} files`,
  );
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(150_000);
});

// As text, run by the page's own timer: what the test itself evaluates is exempt from the policy.
test.each([
  ['a string as markup', "document.body.innerHTML = '<b>text</b>'", 'require-trusted-types-for'],
  ['a Trusted Types policy of another name', "trustedTypes.createPolicy('other', {})", 'trusted-types'],
  ['code in a string', "new Function('return 1')", 'require-trusted-types-for'],
  ['a worker that nobody approved', "new Worker('service-worker.js')", 'require-trusted-types-for'],
  ['another host', "fetch('https://example.com/')", 'connect-src'],
  [
    'a frame of another host',
    "document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' }))",
    'frame-src',
  ],
])('it refuses %s', async (_, attempt, directive) => {
  expectViolation(page, /./);
  const refused = await page.evaluate(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    setTimeout(() => { ${attempt} });
    setTimeout(() => resolve('nothing refused'), 5000);
  })`);
  expect(refused).toBe(directive);
});

// Every browser test closes its browser, and so stands or falls with this.
test.each([
  [
    'broke the policy',
    "document.body.innerHTML = '<b>text</b>'",
    'policy: require-trusted-types-for refused',
  ],
  ['let an error go unheard', "Promise.reject(new Error('nobody listens'))", 'uncaught: nobody listens'],
  ['complained', "console.error('something is wrong')", 'console: something is wrong'],
  ['sent something', "fetch('?diary', { method: 'POST', body: 'dear diary' })", 'left the device: POST'],
  ['left a cookie', "document.cookie = 'who=you'", 'cookie: who of localhost'],
])('a browser whose page %s does not close in peace', async (_, harm, report) => {
  const other = await launchBrowser({ webgpu: false });
  const harmful = await other.newPage();
  await harmful.goto(`${inject('pageUrl')}models/manifest.json`);
  await harmful.evaluate(`new Promise((resolve) => {
    setTimeout(() => { ${harm} });
    setTimeout(resolve, 300);
  })`);
  await expect(other.close()).rejects.toThrow(report);
});
