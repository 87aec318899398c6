// A host on which index.html arrives before the files that it names, and which lets browsers keep its 404s: the page says what is
// missing, and a new visitor has the lab as soon as the host has it.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { nextLoad } from '../../support/browser/open-link.ts';
import { expectViolation } from '../../support/browser/page-audit.ts';
import { copyPage } from '../../support/browser/page-copy.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { StaticHost } from '../../support/browser/static-host.ts';

const ALERT = byRole('alert');
const FACTS = 'view=runs&preset=facts';
const PICTURE = 'preset=stories&layer=2&head=1';

let browser: Browser;
let folder: string;
let host: StaticHost;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, serviceWorker: true });
  folder = copyPage((name) => /^models\/.*\/step-|^models\/(?!facts|stories|manifest)|\.bin$/.test(name));
});

/** A host of its own for each test, whose browser has nothing of it, as that of a new visitor. */
beforeEach(async () => {
  host = new StaticHost(folder, '/some/path/');
  // As `npm start` of 0.3.0, and many hosts: by the address, whatever the status.
  host.headersOf = (name) => ({
    'Cache-Control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  await host.start();
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
  await host.stop();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const { textsOf, press } = pageReader(() => page);

/** Scripts and styles that a page names. */
const filesOf = (html: string) =>
  [
    ...readFileSync(join(folder, html), 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g),
  ].map(([, name]) => name);
const fileOf = (pattern: RegExp) =>
  `assets/${readdirSync(join(folder, 'assets')).find((name) => pattern.test(name))}`;

const alert = async () => (await textsOf(ALERT)).join(' ');
const hasModel = () =>
  expect
    .poll(async () => (await textsOf(`${byRole('group', 'Current model')}${byRole('button')}`))[0])
    .toMatch(/^facts .*pretrained/);
const hasServiceWorker = () => page.waitForFunction(() => navigator.serviceWorker.controller);

test('a missing script is named; the page starts once it has arrived, and the service worker installs', async () => {
  const script = fileOf(/^page-.*\.js$/);
  host.isMissing = (name) => name === script;
  await page.goto(`${host.url}#${FACTS}`);
  await page.waitForSelector(ALERT, { visible: true });
  expect(await alert()).toContain(`${script} (404)`);
  host.isMissing = () => false;
  await hasModel();
  await hasServiceWorker();
});

test('404s that the browser has kept do not stop the next visit', async () => {
  const files = filesOf('index.html');
  expect(files.length).toBeGreaterThan(5);
  host.isMissing = (name) => files.includes(name);
  await page.goto(`${host.url}#${FACTS}`);
  await page.waitForSelector(ALERT, { visible: true });
  await page.goto('about:blank');
  host.isMissing = () => false;
  await page.goto(`${host.url}#${FACTS}`);
  await hasModel();
  await hasServiceWorker();
});

test.each(['language', 'lit', 'shared', 'page'])(
  'the first half of the script %s, with status 200: it is named, and neither this visit nor the next is stuck',
  async (chunk) => {
    const script = fileOf(new RegExp(`^${chunk}-.*\\.js$`));
    host.isHalf = (name) => name === script;
    // What a parser says of half a script depends on where the half ends.
    expectViolation(page, /uncaught: (Unexpected|Invalid|missing|Private field) /);
    await page.goto(`${host.url}#${FACTS}`);
    await page.waitForSelector(ALERT, { visible: true });
    expect(await alert()).toContain(`${script} (damaged)`);
    await page.goto('about:blank');
    host.isHalf = () => false;
    await page.goto(`${host.url}#${FACTS}`);
    await hasModel();
  },
);

test('a missing script, and with it the one that says so: the page starts once both have arrived', async () => {
  const missing = [fileOf(/^page-.*\.js$/), 'recover.js'];
  host.isMissing = (name) => missing.includes(name);
  await page.goto(`${host.url}#${FACTS}`);
  await expect
    .poll(() => host.requestedFiles.filter((name) => name === 'recover.js').length)
    .toBeGreaterThan(1);
  host.isMissing = () => false;
  await hasModel();
});

test.each([
  ['missing', 'isMissing'],
  ['half', 'isHalf'],
] as const)('a worker that was %s on the last visit: this one has the lab', async (_, state) => {
  const script = fileOf(/^lab-worker-.*\.js$/);
  host[state] = (name) => name === script;
  await page.goto(`${host.url}#${FACTS}`);
  await page.waitForSelector(`${byRole('region', 'Notifications')}${byRole('button', 'Reload page')}`);
  await page.goto('about:blank');
  host[state] = () => false;
  await page.goto(`${host.url}#${FACTS}`);
  await hasModel();
});

test.each(['styles', 'a module that the script imports'])('embed.html without %s', async (kind) => {
  const files = filesOf('embed.html');
  const missing = kind === 'styles' ? /\.css$/ : /attention-grid-.*\.js$/;
  host.isMissing = (name) => missing.test(name) && files.includes(name);
  await page.goto(`${host.url}embed.html#${PICTURE}`);
  await page.waitForSelector(ALERT, { visible: true });
  expect(await alert()).toMatch(
    missing.source === '\\.css$' ? /tokens-.*\.css \(404\)/ : /attention-grid-.*\.js \(404\)/,
  );
  host.isMissing = () => false;
  await page.waitForSelector(byRole('application'), { visible: true });
  await page.waitForFunction(
    (alert) =>
      !document.querySelector(alert) &&
      getComputedStyle(document.documentElement).getPropertyValue('--space-m'),
    {},
    '[role=alert]',
  );
});

test('styles alone that are missing come later, without a reload', async () => {
  const files = filesOf('index.html').filter((name) => name.endsWith('.css'));
  host.isMissing = (name) => files.includes(name);
  await page.goto(`${host.url}#${FACTS}`);
  await hasModel();
  await page.evaluate(() => Object.assign(window, { isFirst: true }));
  host.isMissing = () => false;
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--space-m'));
  expect(await page.evaluate(() => 'isFirst' in window)).toBe(true);
});

test.each([
  ['the worker', /^lab-worker-.*\.js$/],
  ['its kernels', /^kernels-(relaxed|simd)-.*\.js$/],
])('%s: a message with a button, which loads what the host has by then', async (_, pattern) => {
  host.isMissing = (name) => pattern.test(name.replace('assets/', ''));
  await page.goto(`${host.url}#${FACTS}`);
  const button = `${byRole('region', 'Notifications')}${byRole('button', 'Reload page')}`;
  await page.waitForSelector(button, { visible: true });
  host.isMissing = () => false;
  await Promise.all([nextLoad(page), press(byRole('region', 'Notifications'), 'Reload page')]);
  await hasModel();
});
