// Files that arrive or are stored damaged: none is opened or kept, the page says so, and the next visit has the right ones. Tests of a
// group share a host and a page, because an installation of the service worker costs as much as three pages.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { nextLoad, openLink } from '../../support/browser/open-link.ts';
import { expectViolation } from '../../support/browser/page-audit.ts';
import { copyPage } from '../../support/browser/page-copy.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { LOGIN_PAGE, StaticHost } from '../../support/browser/static-host.ts';

const NOTICES = byRole('region', 'Notifications');
const STAGE = byRole('region', 'Stage');
/** Only a loaded stage has it. */
const TOOLS = `${STAGE}${byRole('button', 'Figures')}`;
const DIGITS = 'lab-app >>> lab-chapter-1-stage >>> canvas[aria-label^="The digit network. "]';
const RELOAD = 'Reload page';
const FACTS = 'models/facts.safetensors';
const CHAPTER_1 = 'view=chapter&chapter=1&at=70&preset=facts';
const CHAPTER_5 = 'view=chapter&chapter=5&at=200&preset=facts&explore=yes';

let browser: Browser;
let folder: string;
let host: StaticHost;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, serviceWorker: true });
});

afterAll(() => browser?.close());

/** Data of the build that these tests do without: the largest part of it. */
const isLeftOut = (name: string) =>
  /^models\/.*\/step-|^models\/(?!facts|digits|repeats|manifest)|^assets\/rest-/.test(name);

/** A host for the tests of a group, and a page. It is an origin of its own: nothing is cached. */
function useHost(): void {
  beforeAll(async () => {
    folder = copyPage(isLeftOut);
    host = new StaticHost(folder, '/some/path/');
    await host.start();
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    // Chromium logs each script that it refuses.
    expectViolation(page, /^console: Failed to load module script/);
  });
  afterAll(async () => {
    await page?.close();
    await host?.stop();
    rmSync(folder, { recursive: true });
  });
}

const { textsOf, press } = pageReader(() => page);

/** By default a page that shows little, with a model whose file is small. */
async function visit(hash = 'view=runs&preset=facts'): Promise<void> {
  await openLink(page, `${host.url}#${hash}`);
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

/** Among the first files that the service worker fetches: without it, an installation fails at once. */
const FIRST_INSTALLED = 'licences.json';

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

/** `facts`, with every third sign flipped. */
function flipSigns(): void {
  const path = join(folder, FACTS);
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  for (let at = start + 3; at < bytes.length; at += 12) bytes[at] ^= 0x80;
  writeFileSync(path, bytes);
}

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

/** Removes files from all caches. */
const uncache = (pattern: string) =>
  page.evaluate(async (pattern) => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        if (new RegExp(pattern).test(request.url)) await cache.delete(request);
    }
  }, pattern);

/** Shows another page of the lab, without loading it. */
const show = (hash: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, hash);

describe('a first visit, and chapter 5', () => {
  useHost();
  const alert = `${STAGE}${byRole('alert')}`;
  const isRefused = async () => {
    await seen(alert);
    expect(await textsOf(alert)).toEqual([expect.stringMatching(/could not be loaded/)]);
    await expect
      .poll(notices)
      .toMatch(/^Offline use is unavailable: not all files arrived intact.* next visit/);
  };

  test('a captive portal: nothing of it is kept, and a button loads the script, past the browser’s HTTP cache', async () => {
    const unread = [...Array(7).keys()].map((i) => stageScript(i + 1)).concat(FIRST_INSTALLED, 'favicon.svg');
    host.loginPageHeaders = { 'Cache-Control': 'max-age=3600, immutable' };
    host.isCaptive = (name) => unread.includes(name);
    await visit(CHAPTER_5);
    await isRefused();
    expect(await damaged()).toEqual([]);

    await Promise.all([nextLoad(page), press(STAGE, RELOAD)]);
    await isRefused(); // the notice of it moves the button
    host.isCaptive = (name) => name === FIRST_INSTALLED;
    await press(STAGE, RELOAD);
    await seen(TOOLS);
    host.isCaptive = () => false;
  });

  test('a script that fails once is fetched again', async () => {
    let failures = 0;
    host.loginPageHeaders = { 'Cache-Control': 'no-store' };
    host.isCaptive = (name) => name === FIRST_INSTALLED || (name === stageScript(5) && failures++ === 0);
    await visit(CHAPTER_5);
    await seen(TOOLS);
    expect(failures).toBeGreaterThan(1);
    host.isCaptive = () => false;
  });

  test('a missing script', async () => {
    const script = join(folder, stageScript(5));
    renameSync(script, `${script}.away`);
    await visit(CHAPTER_5);
    await isRefused();
    renameSync(`${script}.away`, script);
  });

  test('the next visit installs, also if the worker does not start; the files that may be missing are named', async () => {
    const client = await page.createCDPSession();
    client.on('Fetch.requestPaused', ({ requestId }) =>
      client.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' }),
    );
    // Requests of the page and its workers; the service worker makes its own.
    await client.send('Fetch.enable', { patterns: [{ urlPattern: '*/lab-worker-*.js' }] });
    await visit(CHAPTER_5);
    await expect.poll(notices).toMatch(/^The lab has stopped\. /);
    await isCached();
    await openFromMenu(page, 'Device and settings');
    const dialog = byRole('dialog', 'Device settings');
    await seen(`${dialog}${byRole('alert')}::-p-text(images that it has used may be missing offline)`);
    expect(await notices()).not.toContain('Offline use is unavailable');
    await client.detach();

    await host.stop();
    await visit(CHAPTER_5);
    await seen(TOOLS);
  });
});

describe('a first visit, and files that every page needs', () => {
  useHost();

  test('scripts that are login pages: a sentence that names them, or a message with a button', async () => {
    const spoil = (pattern: RegExp) => {
      host.isCaptive = (name) => name === FIRST_INSTALLED || pattern.test(name);
    };
    spoil(/assets\/page-.*\.js$/);
    await visit();
    await seen(`${byRole('alert')}::-p-text(did not send assets/page-)::-p-text(as text/html)`);
    spoil(/assets\/lab-worker-/);
    await visit();
    await seen(`${NOTICES}${byRole('button', RELOAD)}`);
    expect(await notices()).toMatch(/^The lab has stopped\. /);
    spoil(/assets\/kernels-relaxed-/);
    await Promise.all([nextLoad(page), press(NOTICES, RELOAD)]);
    await seen(`${NOTICES}${byRole('button', RELOAD)}`);
    expect(await notices()).toMatch(/^The lab has stopped\. /);
    spoil(/^$/);
    await press(NOTICES, RELOAD);
    await hasPretrainedFacts();
    expect(await page.$('::-p-text(The lab cannot start)')).toBeNull();
    host.isCaptive = () => false;
  });

  const isRefused = async () => {
    await expect
      .poll(notices)
      .toMatch(/trained model facts\.safetensors .*not the file of this version.*random weights/);
    await show('view=runs&preset=facts');
    expect(await currentModel()).toMatch(/^facts/);
    expect(await currentModel()).not.toMatch(/pretrained/);
    expect((await cachedNames()).filter((name) => name === FACTS || name.includes('first-'))).toEqual([]);
  };

  test('login pages in place of a model and of the handwritten digits are refused and not kept', async () => {
    host.isCaptive = (name) => name === FACTS || /first-.*\.bin$/.test(name);
    await visit(CHAPTER_1);
    const alerts = async () => (await textsOf(`${STAGE}${byRole('alert')}`)).join(' ');
    await expect.poll(alerts).toMatch(/handwritten digits .*not the file of this version/);
    await isRefused();

    host.isCaptive = () => false;
    await visit(CHAPTER_1);
    await seen(DIGITS);
    await show('view=runs&preset=facts');
    await hasPretrainedFacts();
    await isCached(FACTS);
  });

  test('a model with every third sign flipped is refused and not kept, with the service worker as well', async () => {
    await uncache(`${FACTS}|first-`);
    flipSigns();
    await visit();
    await isRefused();

    cpSync(join('dist', FACTS), join(folder, FACTS));
    await visit();
    await hasPretrainedFacts();
    await isCached(FACTS);
  });
});

describe('a device that has the lab', () => {
  useHost();
  const repeats = 'models/repeats.safetensors';

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
    await seen(TOOLS);
    await isCached();
  });

  test('a cache full of login pages is recognized, and its files are fetched again', async () => {
    const [digits] = readdirSync(join(folder, 'assets')).filter((name) => /^first-/.test(name));
    const data = [FACTS, 'models/digits.safetensors', `assets/${digits}`];
    await show(CHAPTER_1);
    await seen(DIGITS);
    await isCached(...data);

    await spoilCache('.');
    expect(await damaged()).toHaveLength((await cachedNames()).length);
    await visit(CHAPTER_1);
    await seen(DIGITS);
    await expect.poll(notices).toMatch(/stored files .*damaged.*fetched again/);
    await isCached(...data);
    await host.stop();
    await visit(CHAPTER_5);
    await seen(TOOLS);
    await hasPretrainedFacts();
    await host.start();
  });

  test('damaged data that the page does not need is copied again, as soon as the host has it', async () => {
    await show('view=train&preset=repeats');
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
    await seen(TOOLS);
    await hasPretrainedFacts();
    await isCached(FACTS);
  });

  test('a damaged model is not copied for offline use', async () => {
    const dialog = byRole('dialog', 'Device settings');
    const bytes = readFileSync(join(folder, repeats));
    bytes[bytes.length - 1] ^= 0x80;
    writeFileSync(join(folder, repeats), bytes);
    const download = async () => {
      const buttons = await page.$$(`${dialog}${byRole('button')}`);
      const labels = await Promise.all(
        buttons.map((button) => button.evaluate((it) => it.textContent ?? '')),
      );
      await buttons[labels.findIndex((label) => label.includes('available offline'))].click();
    };
    await uncache(repeats);
    await openFromMenu(page, 'Device and settings');
    await seen(`${dialog}${byRole('button')}::-p-text(available offline)`);
    await download();
    await expect
      .poll(async () => (await textsOf(`${dialog}${byRole('alert')}`)).join())
      .toMatch(/^models\/repeats\.safetensors arrived damaged/);
    expect(await cachedNames()).not.toContain(repeats);

    cpSync(join('dist', repeats), join(folder, repeats));
    await download();
    await isCached(FACTS, repeats);
  });
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
