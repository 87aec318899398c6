// The Content-Security-Policy of the built page: sent, enforced, and not violated by the page itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, WebWorker } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../../scripts/vite/security-policy.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchBrowser, launchPage } from '../../support/browser/launch-browser.ts';
import { expectViolation } from '../../support/browser/page-audit.ts';
import { StaticHost } from '../../support/browser/static-host.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false, serviceWorker: true }));
  await page.goto(inject('pageUrl'), { waitUntil: 'networkidle0' });
});

afterAll(() => browser?.close());

test('the page loads without errors or violations', () => {
  expect(pageErrors).toEqual([]);
});

test('the page and its scripts are sent with the security headers, and scripts are kept', async () => {
  const script = await page.$eval('script[type=module]', (element) => (element as HTMLScriptElement).src);
  const sent = { [page.url()]: 'no-cache', [script]: 'public, max-age=31536000, immutable' };
  for (const [url, caching] of Object.entries(sent)) {
    const { headers } = await fetch(url);
    for (const [name, value] of Object.entries({ ...securityHeaders, 'Cache-Control': caching }))
      expect(headers.get(name)).toBe(value);
  }
});

test('the page contains the policy as a meta element, for hosts that send no headers', async () => {
  const meta = await page.$eval('meta[http-equiv="Content-Security-Policy"]', (element) =>
    element.getAttribute('content'),
  );
  expect(meta).toBe(contentSecurityPolicy);
});

/** Of which the choice of a language and the calls around each text, which find its translation, are 5 kB. */
const MAX_FIRST_SCREEN_BYTES = 155_000;

test('the first screen loads at most 155 kB of JavaScript, without three.js and without a stage', async () => {
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js')),
  );
  // The worker's script loads in parallel, and that of the offline cache after the engine has started.
  const shown = scripts.filter((url) => !/lab-worker|offline-client/.test(url));
  expect(shown.filter((url) => /\/stage-|cloud-scene|webgl/.test(url))).toEqual([]);
  const sizes = await Promise.all(
    shown.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(
    `the first screen: ${(total / 1000).toFixed(1)} kB of JavaScript, gzip, in ${shown.length} files`,
  );
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(MAX_FIRST_SCREEN_BYTES);
});

// Run by a timer of the page: code that Puppeteer evaluates is exempt from the policy.
test.each([
  ['markup from a string', "document.body.innerHTML = '<b>text</b>'", 'require-trusted-types-for'],
  ['a Trusted Types policy of another name', "trustedTypes.createPolicy('other', {})", 'trusted-types'],
  ['code from a string', "new Function('return 1')", 'require-trusted-types-for'],
  ['a worker without a trusted URL', "new Worker('service-worker.js')", 'require-trusted-types-for'],
  ['another host', "fetch('https://example.com/')", 'connect-src'],
  [
    'a form that is sent to another origin',
    "document.body.append(Object.assign(document.createElement('form'), { method: 'post', action: 'https://example.com/' })), document.forms[0].submit()",
    'form-action',
  ],
  [
    'a frame of another host',
    "document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' }))",
    'frame-src',
  ],
])('the policy refuses %s', async (_, attempt, directive) => {
  expectViolation(page, /./);
  const refused = await page.evaluate(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    setTimeout(() => { ${attempt} });
    setTimeout(() => resolve('nothing refused'), 60_000);
  })`);
  expect(refused).toBe(directive);
});

test('page and worker are isolated: no other site shares their process', async () => {
  const isolated = (target: Page | WebWorker) => target.evaluate(() => self.crossOriginIsolated);
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  for (const target of [page, ...page.workers()]) expect(await isolated(target)).toBe(true);
});

describe('a page of another site', () => {
  let host: StaticHost;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-frames-'));
    const frame = (path: string) =>
      writeFileSync(
        join(folder, `${path}.html`),
        `<!doctype html><iframe src="${inject('pageUrl')}${path}.html#preset=stories&layer=2" width="700" height="600"></iframe>`,
      );
    frame('index');
    frame('embed');
    host = new StaticHost(folder, '/');
    await host.start();
  });

  afterAll(async () => {
    await host.stop();
    rmSync(folder, { recursive: true });
  });

  test('cannot frame the lab', async () => {
    const other = await browser.newPage();
    expectViolation(other, /frame-ancestors 'self'/);
    await other.goto(`${host.url}index.html`);
    const [frame] = other.mainFrame().childFrames();
    expect(frame.url()).toMatch(/^chrome-error:/);
    await other.close();
  });

  test('can frame embed.html, which shows the head of its address', async () => {
    const other = await browser.newPage();
    await other.goto(`${host.url}embed.html`);
    const [frame] = other.mainFrame().childFrames();
    await frame.waitForSelector('::-p-aria([name="Head 2.1 of “stories”"][role="heading"])');
    await frame.waitForSelector('::-p-aria([role="application"])');
    await other.close();
  });
});

// Frames of another site have their own locks and storage.
test('embed.html on the same site leaves the saving of runs to the lab', async () => {
  const context = await browser.createBrowserContext();
  const embedded = await context.newPage();
  await embedded.goto(`${inject('pageUrl')}embed.html#preset=stories&layer=2`);
  await embedded.waitForSelector('::-p-aria([role="application"])');
  const lab = await context.newPage();
  // Without a service worker, whose installation takes longer than all of this.
  await lab.evaluateOnNewDocument(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await lab.goto(`${inject('pageUrl')}#view=runs&preset=facts`);
  await lab.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  const autosave = () => (document.querySelector('lab-app') as LabApp).lab.runs.value.autosave;
  expect(await lab.evaluate(autosave)).toEqual({ state: 'saved' });
  await context.close();
});

/** What a page must not do, and what is reported of it. */
const VIOLATIONS = [
  ["document.body.innerHTML = '<b>text</b>'", 'policy: require-trusted-types-for refused'],
  ["Promise.reject(new Error('nobody listens'))", 'uncaught: nobody listens'],
  ["console.error('something is wrong')", 'console: something is wrong'],
  ["fetch('?diary', { method: 'POST', body: 'dear diary' })", 'left the device: POST'],
  ["document.cookie = 'who=you'", 'cookie: who of localhost'],
] as const;

// Every browser test relies on this: it closes its browser.
test('closing a browser throws what its pages have violated', async () => {
  const other = await launchBrowser({ webgpu: false });
  const violating = await other.newPage();
  await violating.goto(`${inject('pageUrl')}models/manifest.json`);
  for (const [violation] of VIOLATIONS) {
    await violating.evaluate(`new Promise((resolve) => {
    setTimeout(() => { ${violation} });
    setTimeout(resolve, 300);
  })`);
  }
  const { message } = await other.close().then(
    () => new Error('nothing was reported'),
    (error: Error) => error,
  );
  for (const [, report] of VIOLATIONS) expect(message).toContain(report);
});
