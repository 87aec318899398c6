// On a static host, in a subfolder: the lab can be installed, works offline, and updates only with consent.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { formatBytes } from '../../../src/ui/format/quantities.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { nextLoad, openLink } from '../../support/browser/open-link.ts';
import { copyPage } from '../../support/browser/page-copy.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { StaticHost } from '../../support/browser/static-host.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

declare global {
  interface Window {
    /** Last reported progress of a copy. */
    last?: { readonly done: number; readonly total: number };
  }
}

const dialog = byRole('dialog', 'Device settings');
const notifications = byRole('region', 'Notifications');
const updateOffer = `${notifications}${byRole('status')}::-p-text(A new version is available.)`;
/** A page that shows little, with a small model. */
const SMALL_PAGE = 'view=runs&preset=facts';
/** The same, with a smaller one that trains for long. */
const TRAINING = 'view=runs&preset=league&weights=fresh&L=1&H=2&C=16&T=32&mlpWidth=16&B=4&steps=100000';
/** A panel of each of these chapters, as its button is labelled. */
const PANELS = { 1: 'A neuron', 2: 'Descent', 7: 'Directions' } as const;

let browser: Browser;
let folder: string;
let host: StaticHost;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, serviceWorker: true });
  folder = copyPage();
  host = new StaticHost(folder, '/some/path/');
  await host.start();
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
});

afterEach(() => host.start()); // a test may have stopped it

afterAll(async () => {
  await browser?.close();
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(hash = SMALL_PAGE, tab = page, query = ''): Promise<void> {
  await openLink(tab, `${host.url}${query}#${hash}`);
  await tab.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
}

const { click, find, textOfRole, textsOf } = pageReader(() => page);

async function openChapter(chapter: keyof typeof PANELS): Promise<void> {
  await page.evaluate(
    (chapter) =>
      (document.querySelector('lab-app') as LabApp).page.update({
        view: 'chapter',
        chapter,
        at: 200,
        isExploring: true,
      }),
    chapter,
  );
  await page.waitForSelector(`lab-app >>> lab-chapter-${chapter}-stage`, { visible: true });
  await click('button', 'Figures');
  await find('button', PANELS[chapter]);
}

const offline = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.value);
const run = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value);
const digitImages = () =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.digits.value.data.train);
/** A number of bytes, as `textOfRole` reads it. */
const bytesText = (bytes: number) => formatBytes(bytes).replace(/\s/g, ' ');

/** Files of the built page, except the service worker, which the browser stores itself. */
const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'service-worker.js' && statSync(join(folder, name)).isFile())
    .map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
const isData = ({ name }: { name: string }) => /\.(bin|safetensors)$|\/history\.json$/.test(name);
const sum = (some: { bytes: number }[]) => some.reduce((all, { bytes }) => all + bytes, 0);

/** Cache keys of the data. */
const keys = () =>
  page.evaluate(async () => {
    // Another copy of the lab on this host has its own cache.
    const cache = await caches.open(`mini-llm-lab-data ${location.origin}/some/path/`);
    return (await cache.keys()).map(({ url }) => url);
  });
/** Names of the cached files. */
const cachedFiles = async () =>
  (await keys()).map((key) => new URL(key).pathname.replace('/some/path/', '')).sort();

test('in a subfolder of a static host all chapters load, without requests for missing files', async () => {
  await open('view=chapter&chapter=6&at=706.1');
  await find('application');
  await openChapter(1);
  await expect.poll(digitImages).toBeGreaterThan(0);
  const there = new Set(['service-worker.js', ...files().map(({ name }) => name)]);
  expect(host.requestedFiles.filter((name) => !there.has(name))).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('visited pages work offline from the first visit on', async () => {
  // Model and digits are cached although they were fetched before the service worker was active.
  await expect.poll(async () => (await offline()).cache?.cachedBytes).toBeGreaterThan(0);
  const images = expect.stringMatching(/first-.*\.bin/);
  await expect
    .poll(cachedFiles)
    .toEqual(expect.arrayContaining(['models/world.safetensors', 'models/digits.safetensors', images]));

  await host.stop();
  await open('view=chapter&chapter=6&at=706.1', page, '?from=a-letter');
  expect(await run()).toMatchObject({
    run: { preset: 'world' },
    source: { from: 'bundle' },
  });
  expect((await run()).error).toBeUndefined();
  await find('application');
  await openChapter(1);
  await expect.poll(digitImages).toBeGreaterThan(0);
  // Other chapters load, because all code is cached; their models are not, and a message says so.
  await openChapter(7);
  await page.evaluate(() => {
    const settings = { preset: 'league', model: {}, training: {} };
    return (document.querySelector('lab-app') as LabApp).lab.load(settings, 'trained');
  });
  await expect
    .poll(async () => (await run()).error)
    .toMatch(/could not be fetched \(no network\).*random weights/);
});

test('a page that loaded without the service worker is claimed by it, and so is its worker', async () => {
  const tab = await browser.newPage();
  const isReady = () =>
    tab.waitForFunction(() => {
      const { lab, offline } = document.querySelector('lab-app') as LabApp;
      return lab.value.run && offline.value.cache;
    });
  await open(SMALL_PAGE, tab);
  // Until the service worker has answered this page: its answer claims whatever page is there then.
  await isReady();
  const session = await tab.createCDPSession();
  /** A forced reload (Shift) bypasses the service worker. Returns whether it controls the page then. */
  const served = async () => {
    const loaded = nextLoad(tab);
    await session.send('Page.reload', { ignoreCache: true });
    await loaded;
    await isReady();
    return tab.evaluate(() => navigator.serviceWorker.controller !== null);
  };
  // A page of another version must not get this version's data.
  const { identifier } = await tab.evaluateOnNewDocument(() => {
    const { postMessage } = ServiceWorker.prototype;
    ServiceWorker.prototype.postMessage = function (message: object, ...rest: unknown[]) {
      const changed = 'script' in message ? { ...message, script: 'another' } : message;
      Reflect.apply(postMessage, this, [changed, ...rest]);
    };
  });
  expect(await served()).toBe(false);
  await tab.removeScriptToEvaluateOnNewDocument(identifier);
  expect(await served()).toBe(true);

  await host.stop();
  // Page and worker load further chunks to preview GPT-2's files and to read their tokenizer.
  const gpt2 = mkdtempSync(join(tmpdir(), 'lab-gpt2-'));
  onTestFinished(() => rmSync(gpt2, { recursive: true }));
  const paths = await Promise.all(
    gpt2Files().map(async (file) => {
      const path = join(gpt2, file.name);
      writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
      return path;
    }),
  );
  const reader = pageReader(() => tab);
  await reader.click('button', undefined, byRole('group', 'Current model'));
  const [chooser] = await Promise.all([tab.waitForFileChooser(), reader.click('button', 'Open files …')]);
  await chooser.accept(paths);
  await tab.waitForSelector(`${byRole('dialog')}${byRole('heading')}::-p-text(Open)`, { visible: true });
  await tab.close();
});

test('code that is neither cached nor reachable: the page shows a message', async () => {
  const tab = await browser.newPage();
  await tab.setBypassServiceWorker(true);
  await open(SMALL_PAGE, tab);
  // It loads after the engine; without it the page has a notice that stays.
  await tab.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('offline-client')),
  );
  const notice = `lab-app ${byRole('alert')}::-p-text(check the connection, then reload the page.)`;
  await host.stop();
  for (const asks of ['lab-download-dialog-open', 'lab-licences', 'lab-diagnostics']) {
    await tab.evaluate((name) => document.querySelector('lab-app')?.dispatchEvent(new Event(name)), asks);
    await tab.waitForSelector(notice, { visible: true });
    await tab.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.dismissError());
    await tab.waitForSelector(notice, { hidden: true });
  }
  await tab.close();
});

test('downloads everything: size before, abort, storage used after', async () => {
  pageErrors.length = 0;
  await open();
  await openFromMenu(page, 'Device and settings');
  const missing = async () => files().filter((file) => isData(file));
  const button = `${dialog}${byRole('button')}::-p-text(Make everything available offline)`;
  await page.waitForSelector(button, { visible: true });
  const before = await cachedFiles();
  const rest = (await missing()).filter(({ name }) => !before.includes(name));
  expect(await textsOf(button)).toEqual([`Make everything available offline (${bytesText(sum(rest))})`]);

  // The largest file, which is copied last.
  const largest = rest.filter(({ name }) => /rest-.*\.bin$/.test(name));
  host.stallSuffix = largest[0].name;
  await page.click(button);
  await page.waitForFunction(
    (others) => {
      const { download } = (document.querySelector('lab-app') as LabApp).offline.value;
      return download && download.receivedBytes >= others;
    },
    {},
    sum(rest) - sum(largest),
  );
  expect(await textOfRole('dialog', 'Device settings', '')).toMatch(
    new RegExp(`of ${bytesText(sum(rest))} ?Stop`),
  );
  await click('button', 'Stop', dialog);
  await expect
    .poll(() => textOfRole('alert', undefined, dialog))
    .toMatch(/^Download stopped\. Downloaded files are kept/);
  const half = await cachedFiles();
  expect(half).toEqual(
    expect.arrayContaining(rest.map(({ name }) => name).filter((name) => !/rest-.*\.bin$/.test(name))),
  );
  expect(half.some((name) => /rest-.*\.bin/.test(name))).toBe(false);

  host.stallSuffix = undefined;
  await page.evaluate(() => {
    const { offline } = document.querySelector('lab-app') as LabApp;
    offline.subscribe(() => Object.assign(window, { last: offline.value.download ?? window.last }));
  });
  await page.click(button);
  await expect
    .poll(() => textOfRole('status', undefined, dialog))
    .toBe(`All chapters, models, texts and images are available offline (${bytesText(sum(files()))}).`);
  expect(await cachedFiles()).toEqual(
    files()
      .filter(isData)
      .map(({ name }) => name)
      .sort(),
  );
  const { done, total } = await page.evaluate(() => window.last ?? { done: 0, total: 1 });
  expect(done).toBe(total);
  // A file with the same name in every version has its revision in the cache key.
  expect((await keys()).filter((key) => /safetensors/.test(key) && !/\?revision=\w+$/.test(key))).toEqual([]);
  expect(await page.$(button)).toBeNull();
  expect(pageErrors).toEqual([]);
});

test('what was downloaded opens without a network: another model, and all images', async () => {
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

test('a changed or missing file shows a message, and nothing invalid is cached', async () => {
  await open();
  await expect.poll(async () => (await offline()).cache).toBeDefined(); // the button appears only then
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
    expect(await cachedFiles()).not.toContain('models/repeats.safetensors');
  }
  writeFileSync(model, whole);
});

/** Deploys another version, with another title. */
function publish(title: string): void {
  const [index, worker] = ['index.html', 'service-worker.js'].map((name) => join(folder, name));
  const before = readFileSync(index, 'utf8');
  const after = before.replace(/<title>.*<\/title>/, `<title>${title}</title>`);
  writeFileSync(index, after);
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const revision = /("url":"index.html"[^}]*"revision":"|"revision":")(\w+)("[^}]*"url":"index.html")/;
  const script = readFileSync(worker, 'utf8');
  expect(script).toMatch(revision);
  writeFileSync(worker, script.replace(revision, `$1${title}$3`).replace(digest(before), digest(after)));
}

/** Trains with rests, which leave the processor to the pages. */
async function train(tab: Page): Promise<void> {
  await tab.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.client.throttle(0.2);
    void lab.train();
  });
  await tab.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step > 3);
}

test('an update waits: not offered during training, can be postponed, and is activated on request', async () => {
  await open(TRAINING);
  await train(page);
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
  expect(await page.$(updateOffer)).toBeNull();
  expect(await page.title()).not.toContain('another');

  // The offer appears when training pauses, and disappears when it resumes.
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
  await page.waitForSelector(updateOffer, { visible: true });
  await click('button', 'Later');
  await page.waitForSelector(updateOffer, { hidden: true });
  await page.reload();
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  expect(await page.title()).not.toContain('another'); // a reload alone does not activate it
  await page.waitForSelector(updateOffer, { visible: true });

  // Another tab trains: it is not interrupted.
  const other = await browser.newPage();
  await open(TRAINING, other);
  await train(other);
  await page.bringToFront();
  await click('button', 'Update now');
  const refusal = `${notifications}::-p-text(Another tab of the lab is training)`;
  await page.waitForSelector(refusal, { visible: true });
  expect(await page.title()).not.toContain('another');
  await other.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
  await other.close();

  const loaded = nextLoad(page);
  await click('button', 'Update now');
  await loaded;
  await expect.poll(() => page.title()).toContain('another');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  // Unchanged data is still cached.
  await expect.poll(async () => (await offline()).cache?.cachedBytes).toBeGreaterThan(0);
  expect(await cachedFiles()).toContain('models/league.safetensors');
  await expect.poll(cachedFiles).not.toContain('models/old.safetensors');
});

test('two tabs: the offer to update says what would be lost, and after an update by one the other asks to be reloaded', async () => {
  await open();
  const other = await browser.newPage();
  await open(TRAINING, other);
  await other.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.step());
  publish('third');
  await other.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.refresh());
  // `page` saves the runs.
  await other.waitForSelector(`${updateOffer}::-p-text(league, trained for 1 step)`, { visible: true });
  await page.bringToFront();
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.refresh());
  const loaded = nextLoad(page);
  await click('button', 'Update now');
  await loaded;

  await other.bringToFront();
  const notice = `${notifications}${byRole('status')}::-p-text(Another tab has updated the lab.)`;
  await other.waitForSelector(notice, { visible: true });
  const reloaded = nextLoad(other);
  await pageReader(() => other).click('button', 'Reload page', notifications);
  await reloaded;
  await expect.poll(() => other.title()).toContain('third');
  await other.close();
});

test('is installable: a manifest with icons of the declared sizes', async () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8'));
  expect(manifest).toMatchObject({ start_url: './', scope: './', display: 'standalone' });
  const pngs = manifest.icons.filter(({ type }: { type: string }) => type === 'image/png');
  expect(pngs.map(({ sizes, purpose }: { sizes: string; purpose: string }) => `${sizes} ${purpose}`)).toEqual(
    ['192x192 any', '512x512 any', '512x512 maskable'],
  );
  for (const { src, sizes } of pngs) {
    const png = readFileSync(join(folder, src)); // width and height are at offsets 16 and 20 of a PNG
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
  const session = await page.createCDPSession();
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
});
