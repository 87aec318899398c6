// Notes beside the video: time, screenshot, storage, export and import.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import { downloaded } from '../../support/browser/downloads.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const notes = `${view} >>> lab-notes`;
/** A time at which the video explains masking. */
const MASKING = 706.1;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

beforeEach(async () => {
  page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6&at=${MASKING}`);
  await seen(`${view} >>> h1`);
});

afterEach(async () => {
  await page.evaluate(() => localStorage.clear());
  await page.close();
  expect(pageErrors).toEqual([]);
});

afterAll(() => browser?.close());

const { textOf } = pageReader(() => page);
const seen = (selector: string) => page.waitForSelector(selector, { visible: true });

test('a note is saved with its time, restored and deleted', async () => {
  await page.keyboard.press('n');
  await seen(`${notes} >>> textarea`);
  await page.keyboard.type('Why minus infinity?');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await page.reload();
  await seen(`${notes} >>> li`);
  expect(await textOf(`${notes} >>> li p`)).toBe('Why minus infinity?');
  await page.click(`${view} >>> lab-moment-list >>> li button`);
  await page.click(`${notes} >>> li button`);
  await expect.poll(() => textOf(`${view} >>> h1`)).toBe('Masking');
  await page.click(`${notes} >>> li button:last-child`);
  await expect.poll(() => textOf(`${notes} >>> h2`)).toBe('No notes yet');
});

test('a note stores a screenshot of the stage and restores it after a reload', async () => {
  await seen(`${view} >>> lab-chapter-6-stage >>> lab-prompt-input`);
  await page.click(`${notes} >>> .bar button`);
  await (await seen(`${notes} >>> form button ::-p-text(Add screenshot)`))?.click();
  await seen(`${notes} >>> form img`);
  await page.type(`${notes} >>> textarea`, 'As it looked');
  await page.click(`${notes} >>> form .primary`);
  await seen(`${notes} >>> li img`);
  // It is stored shortly after it is shown.
  await expect.poll(() => page.evaluate(picturesKept)).toBe(1);
  await page.reload();
  await seen(`${notes} >>> li img`);
  const [width, colours] = await page.$eval(`${notes} >>> li img`, async (element) => {
    const image = element as HTMLImageElement;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = new Uint32Array(
      context?.getImageData(0, 0, canvas.width, canvas.height).data.buffer ?? [],
    );
    return [canvas.width, new Set(pixels).size] as const;
  });
  expect(width).toBeGreaterThan(300);
  expect(colours).toBeGreaterThan(50);
  await page.click(`${notes} >>> li button:last-of-type`);
});

/** Runs in the page: the number of screenshots in the database. */
async function picturesKept(): Promise<number> {
  const found = (await indexedDB.databases()).some(({ name }) => name === 'mini-llm-lab');
  if (!found) return 0;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('mini-llm-lab');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const counting = database.transaction('pictures').objectStore('pictures').count();
      counting.onsuccess = () => {
        database.close();
        resolve(counting.result);
      };
    };
  });
}

test('notes are exported to a file and imported from it, and other files are rejected with a message', async () => {
  const picker = await page.$(`${notes} >>> input[type="file"]`);
  const folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'notes.md');
  const pick = async (text: string) => {
    writeFileSync(file, text);
    await (picker as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  };
  await pick('# Shopping\n- milk');
  await seen(`${notes} >>> .problem`);
  expect(await textOf(`${notes} >>> .problem`)).toContain('Not a notes file of this lab');
  await pick('# Notes on chapter 6\n\n- [1:05] from a file\n- [2:10] and another\n');
  const written = () =>
    page.$$eval(`${notes} >>> li`, (items) =>
      items.map((item) =>
        [item.querySelector('button'), item.querySelector('p')].map((it) => it?.textContent?.trim()),
      ),
    );
  const both = [
    [expect.stringContaining('1:05'), 'from a file'],
    [expect.stringContaining('2:10'), 'and another'],
  ];
  await expect.poll(written).toEqual(both);
  expect(await page.$(`${notes} >>> .problem`)).toBeNull();

  // Export, delete, then import.
  const exported = await downloaded(page, folder, 'notes-chapter-6.md', async () => {
    await (await seen(`${notes} >>> button ::-p-text(Export)`))?.click();
  });
  for (const left of [1, 0]) {
    await page.click(`${notes} >>> li button:last-child`);
    await expect.poll(written).toHaveLength(left);
  }
  await pick(readFileSync(exported, 'utf8'));
  await expect.poll(written).toEqual(both);
});
