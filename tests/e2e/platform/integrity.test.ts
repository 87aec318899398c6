// Files that arrive or are stored damaged: none is opened or kept, the page says so, and the next visit has the right ones.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { expectViolation } from '../../support/browser/page-audit.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { LOGIN_PAGE, StaticHost } from '../../support/browser/static-host.ts';

const NOTICES = byRole('region', 'Notifications');
const STAGE = byRole('region', 'Stage');
/** Only a loaded stage has it. */
const PANELS = `${STAGE}${byRole('navigation', 'Panels of this chapter')}`;
const FIRST_IMAGE = `${STAGE}${byRole('button', 'Image 0, label 7')}`;
const RELOAD = 'Reload page';
const FACTS = 'models/facts.safetensors';
const CHAPTER_1 = 'view=chapter&chapter=1&at=200&show.panel=digit';
const CHAPTER_5 = 'view=chapter&chapter=5&at=200&preset=facts';

let browser: Browser;
let folder: string;
let host: StaticHost;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, serviceWorker: true });
});

// A host of its own is an origin of its own: nothing is cached.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-integrity-'));
  cpSync('dist', folder, { recursive: true });
  host = new StaticHost(folder, '/some/path/');
  await host.start();
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  // Chromium logs each script that it refuses.
  expectViolation(page, /^console: Failed to load module script/);
});

afterEach(async () => {
  await page.close();
  await host.stop();
  rmSync(folder, { recursive: true });
});

afterAll(() => browser?.close());

const { textsOf, press } = pageReader(() => page);

/** By default a page that shows little, with a model whose file is small. */
async function visit(hash = 'view=runs&preset=facts'): Promise<void> {
  await page.goto('about:blank'); // a change of the hash alone does not load the page
  await page.goto(`${host.url}#${hash}`);
}

const seen = (selector: string) => page.waitForSelector(selector, { visible: true });
const notices = async () => (await textsOf(`${NOTICES}${byRole('alert')}`)).join(' ');
/** Text of the button with the model's name. */
const currentModel = async () =>
  (await textsOf(`${byRole('group', 'Current model')}${byRole('button')}`))[0] ?? '';
const hasPretrainedFacts = () => expect.poll(currentModel).toMatch(/^facts .*pretrained/);

/** The script of a chapter's stage. */
function stageScript(chapter: number): string {
  const scripts = readdirSync(join(folder, 'assets')).filter((name) => /^stage-.*\.js$/.test(name));
  const script = scripts.find((name) =>
    readFileSync(join(folder, 'assets', name), 'utf8').includes(`lab-chapter-${chapter}-stage`),
  );
  return `assets/${script}`;
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Names of everything that the service worker has cached. Without their digests, which take the most time of an installation. */
const cachedNames = () =>
  page.evaluate(async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(opened.map((cache) => cache.keys()))).flat();
    return [...new Set(requests.map(({ url }) => new URL(url).pathname.replace('/some/path/', '')))];
  });

/** Names and digests of everything that the service worker has cached. */
const cached = () =>
  page.evaluate(async () => {
    const files: Record<string, string> = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = await (await cache.match(request))?.arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer(0)));
        const { pathname } = new URL(request.url);
        files[pathname.replace('/some/path/', '')] = Array.from(hash, (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('');
      }
    }
    return files;
  });

/** Names of cached files that differ from the host's. */
const damaged = async () =>
  Object.entries(await cached())
    .filter(([name, hash]) => digest(readFileSync(join(folder, name))) !== hash)
    .map(([name]) => name);

/** Waits until all code and the given data are cached, and no cached file is damaged. */
async function isCached(...data: string[]): Promise<void> {
  const code = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && !/service-worker\.js|\.(bin|safetensors)$|^history\.json$/.test(entry.name),
    )
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  await expect.poll(cachedNames).toEqual(expect.arrayContaining([...code, ...data]));
  await expect.poll(damaged).toEqual([]);
}

test('a captive portal during the installation: nothing of it is kept, and the next visit installs', async () => {
  const unread = [...Array(7).keys()].map((i) => stageScript(i + 1)).concat('licences.json', 'favicon.svg');
  host.isCaptive = (name) => unread.includes(name);
  await visit();
  await expect
    .poll(notices)
    .toMatch(/^Offline use is unavailable: not all files arrived intact.* next visit/);
  expect(await damaged()).toEqual([]);

  host.isCaptive = () => false;
  await visit();
  await isCached();
  await host.stop();
  await visit(CHAPTER_5);
  await seen(PANELS);
});

test.each(['missing', 'a login page'])('the script of chapter 5 is %s on the first visit', async (fault) => {
  const script = join(folder, stageScript(5));
  const restore = () => {
    if (fault === 'missing') renameSync(`${script}.away`, script);
    host.isCaptive = () => false;
  };
  const spoil = () => {
    if (fault === 'missing') renameSync(script, `${script}.away`);
    else host.isCaptive = (name) => name === stageScript(5);
  };
  const alert = `${STAGE}${byRole('alert')}`;
  spoil();
  await visit(CHAPTER_5);
  await seen(alert);
  expect(await textsOf(alert)).toEqual([expect.stringMatching(/could not be loaded/)]);
  // Not before the attempt to install it has failed.
  await expect.poll(notices).toMatch(/^Offline use is unavailable/);
  restore();
  await visit(CHAPTER_5);
  await seen(PANELS);
  await isCached();
});

test('a button loads a script that could not be loaded, past the browser’s HTTP cache', async () => {
  const script = stageScript(5);
  host.loginPageHeaders = { 'Cache-Control': 'max-age=3600, immutable' };
  host.isCaptive = (name) => name === script;
  await visit(CHAPTER_5);
  await seen(`${STAGE}${byRole('button', RELOAD)}`);
  await Promise.all([page.waitForNavigation(), press(STAGE, RELOAD)]);
  await seen(`${STAGE}${byRole('button', RELOAD)}`);
  host.isCaptive = () => false;
  await press(STAGE, RELOAD);
  await seen(PANELS);
});

test.each(['lab-worker', 'kernels-relaxed'])(
  'the script %s is a login page on the first visit',
  async (script) => {
    host.isCaptive = (name) => name.startsWith(`assets/${script}-`);
    await visit();
    await seen(`${NOTICES}${byRole('button', RELOAD)}`);
    expect(await notices()).toMatch(/^The lab has stopped\. /);
    host.isCaptive = () => false;
    await press(NOTICES, RELOAD);
    await hasPretrainedFacts();
    await isCached(FACTS);
  },
);

test('a worker that does not start leaves offline use, and the files that may be missing are named', async () => {
  const client = await page.createCDPSession();
  client.on('Fetch.requestPaused', ({ requestId }) =>
    client.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' }),
  );
  // Requests of the page and its workers; the service worker makes its own.
  await client.send('Fetch.enable', { patterns: [{ urlPattern: '*/lab-worker-*.js' }] });
  await visit();
  await expect.poll(notices).toMatch(/^The lab has stopped\. /);
  await isCached();
  await press('lab-app', 'Device settings');
  const dialog = byRole('dialog', 'Device settings');
  await seen(`${dialog}${byRole('alert')}::-p-text(images that it has used may be missing offline)`);
  expect(await notices()).not.toContain('Offline use is unavailable');
});

test('the page’s own script does not arrive: a sentence instead of an empty page', async () => {
  host.isCaptive = (name) => /assets\/page-.*\.js$/.test(name);
  await visit();
  await seen('::-p-text(If it does not appear, reload the page.)');
  host.isCaptive = () => false;
  await visit();
  await hasPretrainedFacts();
  expect(await page.$('::-p-text(If it does not appear)')).toBeNull();
});

/** `facts`, with every third sign flipped. */
function flipSigns(): void {
  const path = join(folder, FACTS);
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  for (let at = start + 3; at < bytes.length; at += 12) bytes[at] ^= 0x80;
  writeFileSync(path, bytes);
}

test.each([
  [
    'a login page',
    () => {
      host.isCaptive = (name) => name === FACTS;
    },
  ],
  ['a file with every third sign flipped', flipSigns],
])('%s in place of a model is refused and not kept', async (_, spoil) => {
  spoil();
  await visit();
  await expect
    .poll(notices)
    .toMatch(/trained model facts\.safetensors .*not the file of this version.*random weights/);
  expect(await currentModel()).toMatch(/^facts/);
  expect(await currentModel()).not.toMatch(/pretrained/);

  host.isCaptive = () => false;
  cpSync(join('dist', FACTS), join(folder, FACTS));
  await visit();
  await hasPretrainedFacts();
  await isCached(FACTS);
});

test('a login page in place of the handwritten digits is refused and not kept', async () => {
  host.isCaptive = (name) => /first-.*\.bin$/.test(name);
  await visit(CHAPTER_1);
  const alerts = async () => (await textsOf(`${STAGE}${byRole('alert')}`)).join(' ');
  await expect.poll(alerts).toMatch(/handwritten digits .*not the file of this version/);
  expect((await cachedNames()).filter((name) => name.includes('first-'))).toEqual([]);

  host.isCaptive = () => false;
  await visit(CHAPTER_1);
  await seen(FIRST_IMAGE);
});

/** Replaces the content of cached files. */
const spoilCache = (pattern: string) =>
  page.evaluate(
    async (pattern, content) => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          if (new RegExp(pattern).test(request.url))
            await cache.put(request, new Response(content, { headers: { 'Content-Type': 'text/html' } }));
      }
    },
    pattern,
    LOGIN_PAGE,
  );

test('a cache full of login pages is recognized, and its files are fetched again', async () => {
  const [digits] = readdirSync(join(folder, 'assets')).filter((name) => /^first-/.test(name));
  const data = [FACTS, 'models/digits.safetensors', `assets/${digits}`];
  await visit(CHAPTER_1);
  await seen(FIRST_IMAGE);
  await isCached(...data);

  await spoilCache('.');
  expect(await damaged()).toHaveLength((await cachedNames()).length);
  await visit(CHAPTER_1);
  await seen(FIRST_IMAGE);
  await expect.poll(notices).toMatch(/stored files .*damaged.*fetched again/);
  await isCached(...data);
  await host.stop();
  await visit(CHAPTER_5);
  await seen(PANELS);
  await hasPretrainedFacts();
});

test('damaged data that the page does not need is copied again, as soon as the host has it', async () => {
  const repeats = 'models/repeats.safetensors';
  await visit('view=train&preset=repeats');
  await isCached(repeats);
  await spoilCache(repeats);
  host.isCaptive = (name) => name === repeats;
  await visit();
  await expect.poll(notices).toMatch(/stored file .*damaged, and not all files could be fetched again/);
  host.isCaptive = () => false;
  await visit();
  await expect.poll(notices).toMatch(/stored file .*damaged and has been fetched again/);
  await isCached(FACTS, repeats);
});

test('a damaged script without a network: the page says so, and loads it when the network is back', async () => {
  await visit();
  await isCached(FACTS);
  await spoilCache(stageScript(5));
  await spoilCache(FACTS);
  await host.stop();
  await visit(CHAPTER_5);
  await seen(`${STAGE}${byRole('button', RELOAD)}`);
  // The last notice, which moves the button.
  await expect
    .poll(notices)
    .toMatch(/random weights.*stored files .*damaged, and not all files could be fetched again/);
  await host.start();
  await press(STAGE, RELOAD);
  await seen(PANELS);
  await hasPretrainedFacts();
  await isCached(FACTS);
});

/** A service worker as earlier versions had it: it returns what is cached, whatever that is. */
const CREDULOUS_WORKER = `
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) =>
    event.respondWith(caches.match(event.request).then((response) => response ?? fetch(event.request))));
  addEventListener('message', ({ data, ports: [port] }) => {
    if (data.type === 'SKIP_WAITING') skipWaiting();
    port?.postMessage({ damaged: [], isComplete: true, cache: 'none', data: [], codeBytes: 0 });
  });
`;

test('what an earlier service worker has cached is compared with the digests as well', async () => {
  const worker = join(folder, 'service-worker.js');
  const current = readFileSync(worker);
  writeFileSync(worker, CREDULOUS_WORKER);
  await visit();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.evaluate(
    async (script, content) => {
      const cache = await caches.open(`workbox-precache-v2-${new URL('./', location.href)}`);
      await cache.put(script, new Response(content, { headers: { 'Content-Type': 'text/html' } }));
    },
    stageScript(5),
    LOGIN_PAGE,
  );
  expect(await damaged()).toEqual([stageScript(5)]);
  writeFileSync(worker, current);
  await visit(CHAPTER_5);
  await seen(`${STAGE}${byRole('button', RELOAD)}`);
  await press(NOTICES, 'Update now');
  await seen(PANELS);
  await isCached();
});

test('a damaged model is not copied for offline use', async () => {
  const dialog = byRole('dialog', 'Device settings');
  const name = 'models/repeats.safetensors';
  const bytes = readFileSync(join(folder, name));
  bytes[bytes.length - 1] ^= 0x80;
  writeFileSync(join(folder, name), bytes);
  const download = async () => {
    const buttons = await page.$$(`${dialog}${byRole('button')}`);
    const labels = await Promise.all(buttons.map((button) => button.evaluate((it) => it.textContent ?? '')));
    await buttons[labels.findIndex((label) => label.includes('available offline'))].click();
  };
  await visit();
  await isCached(FACTS);
  await press('lab-app', 'Device settings');
  await seen(dialog);
  await download();
  await expect
    .poll(async () => (await textsOf(`${dialog}${byRole('alert')}`)).join())
    .toMatch(/^models\/repeats\.safetensors arrived damaged/);
  expect(await cachedNames()).not.toContain(name);

  cpSync(join('dist', name), join(folder, name));
  await download();
  await isCached(FACTS, name);
});

test('the server of `npm start` answers 404 for what is not there', async () => {
  const status = async (path: string) => (await fetch(`${inject('pageUrl')}${path}`)).status;
  expect(await Promise.all(['', 'index.html', '?from=a-letter', FACTS].map(status))).toEqual(
    Array(4).fill(200),
  );
  for (const path of ['assets/none.js', 'models/none.safetensors', 'some/page', 'some/folder/']) {
    const response = await fetch(`${inject('pageUrl')}${path}`);
    expect(response.status, path).toBe(404);
    expect(await response.text()).toBe('404: there is no such file here.');
  }
});
