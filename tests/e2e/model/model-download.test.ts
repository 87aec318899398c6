// A model by URL: preview before the first request, abort, resume after a reload, open offline, delete; and a download from
// a fake Hugging Face.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, HTTPRequest, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { formatBytes } from '../../../src/ui/format/quantities.ts';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { allowOrigin, expectViolation } from '../../support/browser/page-audit.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { StaticHost } from '../../support/browser/static-host.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

const DIALOG = byRole('dialog', 'Open model from URL');
const MODEL_MENU = byRole('group', 'Current model');
const NOTICES = byRole('region', 'Notifications');
const WEIGHTS = 'opened/tiny/model.safetensors';
/** The name of the downloaded model in the dialog's list. */
const MODEL_PATH = `/lab/${WEIGHTS}`;

let browser: Browser;
let page: Page;
let folder: string;
let host: StaticHost;
let files: Map<string, Buffer>;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, serviceWorker: true });
  folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-address-'));
  cpSync('dist', folder, { recursive: true });
  mkdirSync(join(folder, 'opened/tiny'), { recursive: true });
  const contents = gpt2Files().map(
    async (file) => [file.name, Buffer.from(await file.arrayBuffer())] as const,
  );
  files = new Map(await Promise.all(contents));
  for (const [name, bytes] of files) writeFileSync(join(folder, 'opened/tiny', name), bytes);
  host = new StaticHost(folder, '/lab/');
  await host.start();
  page = await openPage();
});

afterAll(async () => {
  await browser?.close();
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(`${host.url}#view=network&preset=facts`);
  await modelIs('facts', page);
  return page;
}

const modelIs = (name: string, tab = page) =>
  tab.waitForFunction(
    (name) => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run?.preset === name,
    {},
    name,
  );
const dialogText = (tab = page) => pageReader(() => tab).textOf(DIALOG);
/** Total size as the dialog formats it, with plain spaces. */
const wholeSize = () =>
  formatBytes([...files.values()].reduce((sum, { length }) => sum + length, 0)).replaceAll(/\s/g, ' ');
const press = (label: string, within = DIALOG, tab = page) => pageReader(() => tab).press(within, label);
const write = (address: string, tab = page) => tab.locator(`${DIALOG}${byRole('combobox')}`).fill(address);

async function showDialog(tab = page): Promise<void> {
  await pageReader(() => tab).click('button', undefined, MODEL_MENU);
  await press('Open from URL …', MODEL_MENU, tab);
  await tab.waitForSelector(DIALOG, { visible: true });
}

async function openIt(name: string, tab = page): Promise<void> {
  await press('Open', byRole('dialog', `Open ${name}?`), tab);
  await modelIs(name, tab);
}

/** Attention weights of the last token in one head. */
const headOfLastToken = (tab = page) =>
  tab.evaluate(async () => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    const name = 'blocks.1.attn.hook_pattern';
    const { activations } = await client.transformer.inspect({
      text: 'Michael Jordan plays the sport of',
      names: [name],
    });
    const { shape, data } = activations[name] as { shape: readonly number[]; data: Float32Array };
    return { shape: [...shape], shares: [...data.slice(-shape[2])] };
  });

const onDevice = () =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('mini-llm-lab-fetched')) return { models: 0, parts: 0 };
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('mini-llm-lab-fetched');
      request.onsuccess = () => resolve(request.result);
    });
    const count = (store: string) =>
      new Promise<number>((resolve) => {
        const request = database.transaction(store).objectStore(store).count();
        request.onsuccess = () => resolve(request.result);
      });
    const counts = { models: await count('models'), parts: await count('parts') };
    database.close();
    return counts;
  });

test('shows host, files and size before the first request, and rejects a foreign host by name', async () => {
  await showDialog();
  expect(await dialogText()).toMatch(
    /huggingface\.co, and the storage hosts under hf\.co .* config\.json \(optional\), tokenizer\.json, model\.safetensors .* about 548 MB/,
  );
  await pageReader(() => page).find('button', 'Download from huggingface.co', DIALOG);
  await write('https://example.com/model.safetensors');
  expect(await dialogText()).toContain(
    'example.com is not allowed: this page fetches models from huggingface.co',
  );
  expect(await pageReader(() => page).textsOf(`${DIALOG}${byRole('button')}`)).toEqual(['Close']);
  await write(WEIGHTS);
  expect(await dialogText()).toContain('unknown until the host responds');
  expect(host.requestedFiles.filter((name) => name.startsWith('opened/'))).toEqual([]);
  expect(await onDevice()).toMatchObject({ parts: 0 });
});

test('an aborted download resumes after a reload', async () => {
  host.stallSuffix = 'model.safetensors';
  await press(`Download from ${new URL(host.url).host}`);
  const small = [...files].reduce(
    (sum, [name, { length }]) => sum + (name.endsWith('.json') ? length : 0),
    0,
  );
  const downloadedBytes = async () =>
    (await pageReader(() => page).find('progressbar', 'Download progress', DIALOG)).evaluate(
      (bar) => (bar as HTMLProgressElement).value,
    );
  await expect.poll(downloadedBytes).toBeGreaterThan(small);
  expect(await dialogText()).toMatch(/Downloading \/lab\/opened\/tiny\/model\.safetensors from localhost/);
  await press('Stop');
  await expect.poll(() => dialogText()).toContain('Download stopped. Start it again to resume');
  await expect.poll(() => dialogText()).toContain(` of ${wholeSize()}, incomplete`);

  host.stallSuffix = undefined;
  await page.reload();
  await modelIs('facts');
  await showDialog();
  await press(`Resume ${MODEL_PATH}`);
  await press(`Resume download from ${new URL(host.url).host}`);
  await openIt('tiny');
  expect(host.requestedRanges.at(-1)).toMatch(new RegExp(`^${WEIGHTS} bytes=[1-9]\\d*-$`));
  const { shape, shares } = await headOfLastToken();
  expect(shape).toEqual([4, 7, 7]);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
});

test('opens a downloaded model offline, lists it with its size, and deletes it', async () => {
  const seen = await headOfLastToken();
  await page.reload();
  await modelIs('facts');
  // The service worker lists cached files once it controls the page.
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).offline.value.cache);
  await showDialog();
  expect(await dialogText()).toContain(`/lab/opened/tiny/model.safetensors ${wholeSize()} Open`);
  await host.stop();
  await press(`Open ${MODEL_PATH}`);
  await openIt('tiny');
  expect(await headOfLastToken()).toEqual(seen);

  // After a crash of the worker, one click opens the stored files again.
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('boom');
    });
  });
  await page.waitForSelector(`${NOTICES}::-p-text(It was restarted.)`, { visible: true });
  await press('Reopen files', NOTICES);
  await modelIs('tiny');
  expect(await headOfLastToken()).toEqual(seen);
  expect(await pageReader(() => page).textOf(NOTICES)).toBe('');
  await host.start();

  await showDialog();
  await press(`Delete ${MODEL_PATH}`);
  await expect.poll(() => dialogText()).not.toContain('Downloaded models');
  expect(await onDevice()).toEqual({ models: 0, parts: 0 });
  expect(await headOfLastToken()).toEqual(seen); // the open model stays
});

/** Intercepts requests to Hugging Face and to the storage host of its downloads. */
async function fakeHub(tab: Page, storage: string): Promise<HTTPRequest[]> {
  const requests: HTTPRequest[] = [];
  const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag, Content-Range' };
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    const { hostname, pathname } = new URL(request.url());
    if (hostname === 'localhost') return void request.continue();
    requests.push(request);
    const body = files.get(pathname.split('/').at(-1) ?? '');
    const isHub = hostname === 'huggingface.co';
    if (isHub && pathname.endsWith('.safetensors')) {
      const headers = { ...cors, Location: `${storage}/bucket/model.safetensors?signature=1` };
      return void request.respond({ status: 302, headers });
    }
    if (!body) return void request.respond({ status: 404, headers: cors });
    const range = `bytes 0-${body.length - 1}/${body.length}`;
    return void request.respond({
      status: 206,
      headers: { ...cors, ETag: '"1"', 'Content-Range': range },
      contentType: 'binary/octet-stream',
      body,
    });
  });
  return requests;
}

test('downloads a model from Hugging Face, following its redirect, without credentials or referrer', async () => {
  const tab = await openPage();
  await tab.setBypassServiceWorker(true);
  const requests = await fakeHub(tab, 'https://cas-bridge.xethub.hf.co');
  await showDialog(tab);
  expect(requests).toEqual([]);
  for (const origin of ['https://huggingface.co', 'https://cas-bridge.xethub.hf.co'])
    allowOrigin(tab, origin);
  await press('Download from huggingface.co', DIALOG, tab);
  await openIt('gpt2', tab);
  const at = 'https://huggingface.co/openai-community/gpt2/resolve/main';
  expect(requests.map((request) => request.url())).toEqual([
    `${at}/config.json`,
    `${at}/tokenizer.json`,
    `${at}/model.safetensors`,
    'https://cas-bridge.xethub.hf.co/bucket/model.safetensors?signature=1',
  ]);
  for (const request of requests) {
    expect(request.method()).toBe('GET'); // no preflight
    expect(request.headers().cookie).toBeFalsy();
    expect(request.headers().referer).toBeFalsy();
  }
  expect((await headOfLastToken(tab)).shape).toEqual([4, 7, 7]);
  await tab.close();
});

test('a redirect to another host is blocked by the policy, with a message', async () => {
  const tab = await openPage();
  await tab.setBypassServiceWorker(true);
  await fakeHub(tab, 'https://elsewhere.example');
  allowOrigin(tab, 'https://huggingface.co');
  expectViolation(tab, /connect-src refused|elsewhere\.example/);
  await showDialog(tab);
  await write('somebody/other', tab);
  await press('Download from huggingface.co', DIALOG, tab);
  await expect
    .poll(() => dialogText(tab))
    .toContain('other.safetensors could not be fetched: there is no network, or huggingface.co does not let');
  await modelIs('facts', tab);
  await tab.close();
});
