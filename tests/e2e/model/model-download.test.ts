// A model by its address: told before anything is asked, stopped, gone on with after a reload, opened without the network,
// forgotten; and from Hugging Face, with this test in its place.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, HTTPRequest, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { formatBytes } from '../../../src/ui/format/quantities.ts';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { allowOrigin, expectViolation } from '../../support/browser/page-audit.ts';
import { StaticHost } from '../../support/browser/static-host.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

const DIALOG = 'lab-app >>> lab-model-url-dialog >>> dialog[open]';
const WEIGHTS = 'opened/tiny/model.safetensors';

let browser: Browser;
let page: Page;
let folder: string;
let host: StaticHost;
let files: Map<string, Buffer>;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
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
  await page.goto(host.url);
  await modelIs('facts', page);
  return page;
}

const modelIs = (name: string, tab = page) =>
  tab.waitForFunction(
    (name) => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run?.preset === name,
    {},
    name,
  );
const dialogText = (tab = page) =>
  tab.$eval(DIALOG, (dialog) => (dialog.textContent ?? '').replaceAll(/\s+/g, ' ').trim());
/** As the dialog writes it, spaces made plain. */
const wholeSize = () =>
  formatBytes([...files.values()].reduce((sum, { length }) => sum + length, 0)).replaceAll(/\s/g, ' ');
const press = async (label: string, within = DIALOG, tab = page) =>
  (await tab.waitForSelector(`${within} >>> button ::-p-text(${label})`, { visible: true }))?.evaluate(
    (element) => element.closest('button')?.click(),
  );
const write = (address: string, tab = page) =>
  tab.$eval(
    `${DIALOG} >>> input`,
    (input, address) => {
      (input as HTMLInputElement).value = address;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    address,
  );

async function showDialog(tab = page): Promise<void> {
  await tab.locator('lab-app >>> lab-model-menu >>> button.plain').click();
  await press('Open from URL', 'lab-app >>> lab-model-menu', tab);
  await tab.waitForSelector(DIALOG, { visible: true });
}

async function openIt(name: string, tab = page): Promise<void> {
  const question = 'lab-app >>> lab-open-model-dialog >>> dialog[open]';
  await tab.waitForSelector(`${question} >>> h2 ::-p-text(Open ${name}?)`, { visible: true });
  await press('Open', question, tab);
  await modelIs(name, tab);
}

/** One of its heads, as every view asks for it: the shares of what the last token attends to. */
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
      const asked = indexedDB.open('mini-llm-lab-fetched');
      asked.onsuccess = () => resolve(asked.result);
    });
    const count = (store: string) =>
      new Promise<number>((resolve) => {
        const asked = database.transaction(store).objectStore(store).count();
        asked.onsuccess = () => resolve(asked.result);
      });
    const counts = { models: await count('models'), parts: await count('parts') };
    database.close();
    return counts;
  });

test('the host, the files and the size are told before anything is asked; a stranger is refused by name', async () => {
  await showDialog();
  expect(await dialogText()).toMatch(
    /huggingface\.co, and the storage hosts under hf\.co .* config\.json \(optional\), tokenizer\.json, model\.safetensors .* about 548 MB/,
  );
  await page.waitForSelector(`${DIALOG} >>> button ::-p-text(Download from huggingface.co)`, {
    visible: true,
  });
  await write('https://example.com/model.safetensors');
  expect(await dialogText()).toContain(
    'example.com is not allowed: this page fetches models from huggingface.co',
  );
  expect(await page.$(`${DIALOG} >>> .primary`)).toBeNull();
  await write(WEIGHTS);
  expect(await dialogText()).toContain('unknown until the host responds');
  expect(host.requestedFiles.filter((name) => name.startsWith('opened/'))).toEqual([]);
  expect(await onDevice()).toMatchObject({ parts: 0 });
});

test('a fetching is stopped, and after a reload it goes on from there', async () => {
  host.stallSuffix = 'model.safetensors';
  await press('Download from localhost');
  const small = [...files].reduce(
    (sum, [name, { length }]) => sum + (name.endsWith('.json') ? length : 0),
    0,
  );
  await page.waitForFunction(
    (small) => ((document.querySelector('lab-app') as LabApp).downloads.value.download?.here ?? 0) > small,
    {},
    small,
  );
  expect(await dialogText()).toMatch(/Downloading \/lab\/opened\/tiny\/model\.safetensors from localhost/);
  await press('Stop');
  await expect.poll(() => dialogText()).toContain('Download stopped. Start it again to resume');
  expect(await dialogText()).toContain(` of ${wholeSize()}, incomplete`);

  host.stallSuffix = undefined;
  await page.reload();
  await modelIs('facts');
  await showDialog();
  await press('Resume');
  await press('Resume download');
  await openIt('tiny');
  expect(host.requestedRanges.at(-1)).toMatch(new RegExp(`^${WEIGHTS} bytes=[1-9]\\d*-$`));
  const { shape, shares } = await headOfLastToken();
  expect(shape).toEqual([4, 7, 7]);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
});

test('the second time nothing is asked of the network; it is listed with its size, and forgotten', async () => {
  const seen = await headOfLastToken();
  await page.reload();
  await modelIs('facts');
  // Its service worker tells what is kept once it serves the page.
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).offline.value.cache);
  await showDialog();
  expect(await dialogText()).toContain(`/lab/opened/tiny/model.safetensors ${wholeSize()} Open`);
  await host.stop();
  await press('Open');
  await openIt('tiny');
  expect(await headOfLastToken()).toEqual(seen);

  // Its worker crashes: the files are here, and one click opens them again.
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('boom');
    });
  });
  await page.waitForSelector('lab-app >>> .notice ::-p-text(It was restarted without a model.)', {
    visible: true,
  });
  await press('Reopen files', 'lab-app >>> .notice');
  await modelIs('tiny');
  expect(await headOfLastToken()).toEqual(seen);
  expect(await page.$('lab-app >>> .notice')).toBeNull();
  await host.start();

  await showDialog();
  await press('Delete');
  await expect.poll(() => dialogText()).not.toContain('Downloaded models');
  expect(await onDevice()).toEqual({ models: 0, parts: 0 });
  expect(await headOfLastToken()).toEqual(seen); // the model that is open stays
});

/** Hugging Face, and the storage it sends downloads to, played by this test: the browser takes it for them. */
async function fakeHub(tab: Page, storage: string): Promise<HTTPRequest[]> {
  const asked: HTTPRequest[] = [];
  const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag, Content-Range' };
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    const { hostname, pathname } = new URL(request.url());
    if (hostname === 'localhost') return void request.continue();
    asked.push(request);
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
  return asked;
}

test('a name on Hugging Face is asked for there, its weights where that host sends the page, with nothing about the visitor', async () => {
  const tab = await openPage();
  await tab.setBypassServiceWorker(true);
  const asked = await fakeHub(tab, 'https://cas-bridge.xethub.hf.co');
  await showDialog(tab);
  expect(asked).toEqual([]);
  for (const origin of ['https://huggingface.co', 'https://cas-bridge.xethub.hf.co'])
    allowOrigin(tab, origin);
  await press('Download from huggingface.co', DIALOG, tab);
  await openIt('gpt2', tab);
  const at = 'https://huggingface.co/openai-community/gpt2/resolve/main';
  expect(asked.map((request) => request.url())).toEqual([
    `${at}/config.json`,
    `${at}/tokenizer.json`,
    `${at}/model.safetensors`,
    'https://cas-bridge.xethub.hf.co/bucket/model.safetensors?signature=1',
  ]);
  for (const request of asked) {
    expect(request.method()).toBe('GET'); // and no question before it whether one may
    expect(request.headers().cookie).toBeFalsy();
    expect(request.headers().referer).toBeFalsy();
  }
  expect((await headOfLastToken(tab)).shape).toEqual([4, 7, 7]);
  await tab.close();
});

test('where that host would send the page elsewhere, the policy refuses, and a sentence says so', async () => {
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
