// The packed library on a foreign page, with the policy and the habits of that page.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { StaticHost } from '../../support/browser/static-host.ts';
import { installPackedLibrary } from '../../support/packed-library.ts';
import { POLLUTION, TRAINING } from '../../support/pollution.ts';

let project: string;
let host: StaticHost;
let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  project = installPackedLibrary();
  host = new StaticHost(join(project, 'node_modules/mini-llm-lab'), '/');
  await host.start();
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
});

afterAll(async () => {
  await browser?.close();
  await host?.stop();
  rmSync(project, { recursive: true, force: true });
});

const file = (name: string, content: string) =>
  writeFileSync(join(project, 'node_modules/mini-llm-lab', name), content);

/** Draws a head, moves its cursor and focuses a token. */
async function useHead(): Promise<void> {
  const grid = await page.waitForSelector('::-p-aria([role="application"])', { visible: true });
  expect(await grid?.evaluate((element) => element.ariaLabel)).toContain('creature');
  // The cursor starts at the last query; the one to its left is the third token.
  for (const key of ['ArrowLeft', 'Enter'] as const) await grid?.press(key);
  await page.waitForSelector('::-p-text(query: blue)');
}

test('head.html draws a head, reads its cells by keyboard, and fires lab-focus', async () => {
  await page.goto(`${host.url}examples/head.html`);
  await useHead();
});

test('so it does where other scripts have extended the prototypes', async () => {
  await page.evaluateOnNewDocument(POLLUTION);
  await page.goto(`${host.url}examples/head.html?polluted`);
  expect(await page.evaluate(() => Object.keys(Array.prototype))).not.toEqual([]);
  await useHead();
});

test('a model trains and is saved on a page whose policy allows no connection, and whose prototypes are extended', async () => {
  file('train.js', `${TRAINING}\ndocument.body.textContent = await train('./lib/index.js');`);
  file('train.js', `${TRAINING}\ntrain('./lib/index.js').then(console.log, console.log);`);
  file('train.html', '<!doctype html><title>foreign</title><script type="module" src="train.js"></script>');
  host.headersOf = () => ({
    'Content-Security-Policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
  });
  // The test's own functions do not work on such a page.
  const result = new Promise((resolve) => page.once('console', (message) => resolve(message.text())));
  pageErrors.length = 0;
  await page.goto(`${host.url}train.html`);
  expect(await result).toMatch(/^loss \d\.\d+ → \d\.\d+, \d+ weights, wasm$/);
  expect(pageErrors).toEqual([]);
});
