// From a plain host, under a folder: the lab is installed, works without its host, and is never updated against one's will.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { formatBytes } from '../../../src/ui/format/quantities.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { StaticHost } from '../../support/browser/static-host.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

declare global {
  interface Window {
    /** How far a copying had come when it was last told of. */
    last?: { readonly done: number; readonly total: number };
  }
}

const dialog = 'lab-app >>> lab-device-dialog';

let browser: Browser;
let folder: string;
let host: StaticHost;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  folder = mkdtempSync(join(tmpdir(), 'lab-offline-'));
  cpSync('dist', folder, { recursive: true });
  host = new StaticHost(folder, '/some/path/');
  await host.start();
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
});

afterEach(() => host.start()); // wherever a test stopped it

afterAll(async () => {
  await browser?.close();
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(hash = '', tab = page, query = ''): Promise<void> {
  await tab.goto('about:blank'); // a change of the hash alone would load nothing
  await tab.goto(`${host.url}${query}#${hash}`);
  await tab.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
}

async function openChapter(chapter: number): Promise<void> {
  await page.evaluate(
    (chapter) =>
      (document.querySelector('lab-app') as LabApp).page.update({ view: 'chapter', chapter, at: 200 }),
    chapter,
  );
  await page.waitForSelector(`lab-app >>> lab-chapter-${chapter}-stage`, { visible: true });
}

const offline = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.value);
const run = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value);
const digitImages = () =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.digits.value.data.train);
const text = (selector: string) =>
  page.$eval(selector, (element) => element.textContent?.replace(/[\n ]+/g, ' ').trim() ?? '');
const press = (selector: string) =>
  page
    .waitForSelector(selector, { visible: true })
    .then((button) => button?.evaluate((it) => (it as HTMLButtonElement).click()));

/** Files of the built page, but for the service worker, which the browser keeps itself. */
const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'service-worker.js' && statSync(join(folder, name)).isFile())
    .map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
const isData = ({ name }: { name: string }) => /\.(bin|safetensors)$/.test(name);
const sum = (some: { bytes: number }[]) => some.reduce((all, { bytes }) => all + bytes, 0);

/** What data on this device is kept under. */
const keys = () =>
  page.evaluate(async () => {
    // Another copy of the lab on the same host has its own.
    const cache = await caches.open(`mini-llm-lab-data ${location.origin}/some/path/`);
    return (await cache.keys()).map(({ url }) => url);
  });
/** The same, as names of files. */
const kept = async () => (await keys()).map((key) => new URL(key).pathname.replace('/some/path/', '')).sort();

test('under a folder of a plain host chapters can be walked, and nothing is asked for that is not there', async () => {
  await open('view=chapter&chapter=6&at=706.1');
  await page.waitForSelector('lab-app >>> lab-chapter-6-stage', { visible: true });
  await page.waitForSelector('lab-app >>> lab-attention-grid >>> canvas', { visible: true });
  await openChapter(1);
  await expect.poll(digitImages).toBeGreaterThan(0);
  const there = new Set(['service-worker.js', ...files().map(({ name }) => name)]);
  expect(host.requestedFiles.filter((name) => !there.has(name))).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('what was visited works without the host, from the first visit on', async () => {
  // Model and digits were fetched before the service worker was there: it has them all the same.
  await expect.poll(async () => (await offline()).cache?.cachedBytes).toBeGreaterThan(0);
  await expect.poll(async () => (await kept()).length).toBeGreaterThanOrEqual(3);
  const here = await kept();
  expect(here).toContain('models/facts.safetensors');
  expect(here).toContain('models/digits.safetensors');
  expect(here.some((name) => /first-.*\.bin/.test(name))).toBe(true);

  await host.stop();
  await open('view=chapter&chapter=6&at=706.1', page, '?from=a-letter');
  expect(await run()).toMatchObject({
    run: { preset: 'facts' },
    source: { from: 'bundle' },
  });
  expect((await run()).error).toBeUndefined();
  await page.waitForSelector('lab-app >>> lab-attention-grid >>> canvas', { visible: true });
  await openChapter(1);
  await expect.poll(digitImages).toBeGreaterThan(0);
  // Other chapters as well: all code is here. Their models are not, and that is said.
  await openChapter(7);
  await page.evaluate(() => {
    const settings = { preset: 'league', model: {}, training: {} };
    return (document.querySelector('lab-app') as LabApp).lab.load(settings, 'trained');
  });
  await expect
    .poll(async () => (await run()).error)
    .toMatch(/could not be fetched \(no network\).*random weights/);
});

test('a page that the service worker passed over is served by it all the same, and so is its worker', async () => {
  const tab = await browser.newPage();
  await open('', tab);
  const session = await tab.createCDPSession();
  /** By holding Shift: not through the service worker. Whether it serves the page then. */
  const served = async () => {
    const loaded = tab.waitForNavigation();
    await session.send('Page.reload', { ignoreCache: true });
    await loaded;
    await tab.waitForFunction(() => {
      const { lab, offline } = document.querySelector('lab-app') as LabApp;
      return lab.value.run && offline.value.cache;
    });
    return tab.evaluate(() => navigator.serviceWorker.controller !== null);
  };
  // A page of another version would get the data of this one.
  const { identifier } = await tab.evaluateOnNewDocument(() => {
    const { postMessage } = ServiceWorker.prototype;
    ServiceWorker.prototype.postMessage = function (message: object, ...rest: unknown[]) {
      const told = 'script' in message ? { ...message, script: 'another' } : message;
      Reflect.apply(postMessage, this, [told, ...rest]);
    };
  });
  expect(await served()).toBe(false);
  await tab.removeScriptToEvaluateOnNewDocument(identifier);
  expect(await served()).toBe(true);

  await host.stop();
  // The page shows what GPT-2's files hold by code of its own, and the worker reads their tokenizer by code of its own.
  const gpt2 = mkdtempSync(join(tmpdir(), 'lab-gpt2-'));
  onTestFinished(() => rmSync(gpt2, { recursive: true }));
  const paths = await Promise.all(
    gpt2Files().map(async (file) => {
      const path = join(gpt2, file.name);
      writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
      return path;
    }),
  );
  const picker = await tab.$('lab-app >>> lab-dock >>> lab-model-menu >>> input');
  await (picker as ElementHandle<HTMLInputElement>).uploadFile(...paths);
  await tab.waitForSelector('lab-app >>> lab-open-model-dialog >>> h2 ::-p-text(Open)', { visible: true });
  await tab.close();
});

test('code that is neither here nor to be had: the page says so', async () => {
  const tab = await browser.newPage();
  await tab.setBypassServiceWorker(true);
  await open('', tab);
  const notice =
    'lab-app >>> .notice ::-p-text(could not be loaded: check the connection, then reload the page.)';
  await host.stop();
  for (const asks of ['lab-download-dialog-open', 'lab-licences', 'lab-diagnostics']) {
    await tab.evaluate((name) => document.querySelector('lab-app')?.dispatchEvent(new Event(name)), asks);
    await tab.waitForSelector(notice, { visible: true });
    await tab.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.dismissError());
    await tab.waitForSelector(notice, { hidden: true });
  }
  await tab.close();
});

test('everything can be had: how much is said before, it can be stopped, and what it takes is said after', async () => {
  pageErrors.length = 0;
  await open();
  await press('lab-app >>> lab-header >>> .device');
  const missing = async () => files().filter((file) => isData(file));
  const button = `${dialog} >>> .download`;
  await page.waitForSelector(button, { visible: true });
  const before = await kept();
  const rest = (await missing()).filter(({ name }) => !before.includes(name));
  expect(await text(button)).toBe(`Make everything available offline (${formatBytes(sum(rest))})`);

  host.stallSuffix = '.bin';
  await press(button);
  await page.waitForFunction(() => {
    const { download } = (document.querySelector('lab-app') as LabApp).offline.value;
    return download && download.receivedBytes > download.totalBytes / 3;
  });
  expect(await text(`${dialog} >>> .row .numbers`)).toMatch(new RegExp(`of ${formatBytes(sum(rest))}$`));
  await press(`${dialog} >>> .stop`);
  await expect
    .poll(() => text(`${dialog} >>> .problem`))
    .toMatch(/^Download stopped\. Downloaded files are kept/);
  const half = await kept();
  expect(half).toEqual(
    expect.arrayContaining(rest.map(({ name }) => name).filter((name) => !/\.bin$/.test(name))),
  );
  expect(half.some((name) => /rest-.*\.bin/.test(name))).toBe(false);

  host.stallSuffix = undefined;
  await page.evaluate(() => {
    const { offline } = document.querySelector('lab-app') as LabApp;
    offline.subscribe(() => Object.assign(window, { last: offline.value.download ?? window.last }));
  });
  await press(button);
  await expect
    .poll(() => text(`${dialog} >>> [role=status]`))
    .toBe(`All chapters, models and images are available offline (${formatBytes(sum(files()))}).`);
  expect(await kept()).toEqual(
    files()
      .filter(isData)
      .map(({ name }) => name)
      .sort(),
  );
  const { done, total } = await page.evaluate(() => window.last ?? { done: 0, total: 1 });
  expect(done).toBe(total);
  // What is there under one name in every version is kept under its version's.
  expect((await keys()).filter((key) => /safetensors/.test(key) && !/\?revision=\w+$/.test(key))).toEqual([]);
  expect(await page.$(button)).toBeNull();
  expect(pageErrors.filter((complaint) => !/^failed: .*rest-/.test(complaint))).toEqual([]); // that was stopped

  await host.stop();
  await open('view=train&preset=league');
  expect(await run()).toMatchObject({
    run: { preset: 'league' },
    source: { from: 'bundle' },
  });
  expect((await run()).error).toBeUndefined();
  await openChapter(2);
  await page.evaluate(async () => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab;
    await digits.reset();
    await digits.step();
  });
  await expect.poll(digitImages).toBe(60_000);
});

test('a host that has another file, or none, is told of, and nothing wrong is kept', async () => {
  await open();
  await expect.poll(async () => (await offline()).cache).toBeDefined(); // before that there is no button to press
  const model = join(folder, 'models/repeats.safetensors');
  const whole = readFileSync(model);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        if (request.url.includes('repeats')) await cache.delete(request);
    }
    await (document.querySelector('lab-app') as LabApp).offline.refresh();
  });
  for (const [bytes, sentence] of [
    [whole.subarray(1), /bytes at the host/],
    [undefined, /the host answered 404/],
  ] as const) {
    if (bytes) writeFileSync(model, bytes);
    else rmSync(model);
    await page.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.cacheAll());
    expect((await offline()).statusMessage).toMatch(sentence);
    expect(await kept()).not.toContain('models/repeats.safetensors');
  }
  writeFileSync(model, whole);
});

/** Another version is put on the host: another title. */
function publish(title: string): void {
  const [index, worker] = ['index.html', 'service-worker.js'].map((name) => join(folder, name));
  writeFileSync(index, readFileSync(index, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
  const revision = /("url":"index.html"[^}]*"revision":"|"revision":")(\w+)("[^}]*"url":"index.html")/;
  const script = readFileSync(worker, 'utf8');
  expect(script).toMatch(revision);
  writeFileSync(worker, script.replace(revision, `$1${title}$3`));
}

test('a newer version waits: not offered while training, put off if one likes, and used when one says so', async () => {
  const newer = 'lab-app >>> .notice.update';
  await open('view=train&weights=fresh');
  await page.evaluate(() => void (document.querySelector('lab-app') as LabApp).lab.train());
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step > 3);
  await page.evaluate(() => Object.assign(window, { sameVisit: true }));
  publish('another');
  await page.evaluate(async () => {
    const cache = await caches.open(`mini-llm-lab-data ${location.origin}/some/path/`);
    await cache.put('models/old.safetensors', new Response('of a version before'));
  });
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.refresh());
  await expect.poll(async () => (await offline()).hasUpdate).toBe(true);
  const { step } = await run();
  await page.waitForFunction(
    (step) => (document.querySelector('lab-app') as LabApp).lab.value.step > step + 20,
    {},
    step,
  );
  expect(await page.$(newer)).toBeNull();
  expect(await page.title()).not.toContain('another');

  // Paused, it is offered; trained on, the offer is taken back.
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
  await page.waitForSelector(newer, { visible: true });
  await press(`${newer} .plain`);
  await page.waitForSelector(newer, { hidden: true });
  await page.reload();
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  expect(await page.title()).not.toContain('another'); // a reload alone does not bring it
  await page.waitForSelector(newer, { visible: true });

  // Another tab trains: it is not cut short.
  const other = await browser.newPage();
  await open('view=train&weights=fresh', other);
  await other.evaluate(() => void (document.querySelector('lab-app') as LabApp).lab.train());
  await other.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step > 3);
  await page.bringToFront();
  await press(`${newer} button:not(.plain)`);
  await expect.poll(() => text('lab-app >>> .notice')).toMatch(/Another tab of the lab is training/);
  expect(await page.title()).not.toContain('another');
  await other.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
  await other.close();

  const loaded = page.waitForNavigation();
  await press(`${newer} button:not(.plain)`);
  await loaded;
  await expect.poll(() => page.title()).toContain('another');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  // The data that did not change is here still.
  await expect.poll(async () => (await offline()).cache?.cachedBytes).toBeGreaterThan(0);
  expect(await kept()).toContain('models/league.safetensors');
  await expect.poll(kept).not.toContain('models/old.safetensors');
});

test('it can be installed: a manifest, with icons of the sizes it says', async () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8'));
  expect(manifest).toMatchObject({ start_url: './', scope: './', display: 'standalone' });
  const pngs = manifest.icons.filter(({ type }: { type: string }) => type === 'image/png');
  expect(pngs.map(({ sizes, purpose }: { sizes: string; purpose: string }) => `${sizes} ${purpose}`)).toEqual(
    ['192x192 any', '512x512 any', '512x512 maskable'],
  );
  for (const { src, sizes } of pngs) {
    const png = readFileSync(join(folder, src)); // width and height stand at bytes 16 and 20 of every PNG
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
  const session = await page.createCDPSession();
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
});
