// Notes beside the video: time, screenshot, storage, export and import.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import { COURSE } from '../../../src/ui/course/course.ts';
import { downloaded } from '../../support/browser/downloads.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

/** A time at which the video explains masking, and that of a note written then. */
const MASKING = 706.1;
const NOTE_TIME = '11:47';
const [FIRST_MOMENT] = COURSE[5].moments;

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
  await find('heading', 'Masking');
});

afterEach(async () => {
  await page.evaluate(() => localStorage.clear());
  await page.close();
  expect(pageErrors).toEqual([]);
});

afterAll(() => browser?.close());

const { click, find, textOfRole, textsOf } = pageReader(() => page);
const notes = `lab-app${byRole('region', 'Notes')}`;
const note = `${notes}${byRole('listitem')}`;
/** Time and text of each note. */
const listedNotes = () => textsOf(note);

test('a note is saved with its time, restored and deleted', async () => {
  await page.keyboard.press('n');
  await find('textbox', `Note at ${NOTE_TIME}`);
  await page.keyboard.type('Why minus infinity?');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await page.reload();
  await expect.poll(listedNotes).toEqual([`${NOTE_TIME} Why minus infinity?`]);
  await click('button', `0:00 ${FIRST_MOMENT.title}`);
  await find('heading', FIRST_MOMENT.title);
  await click('button', NOTE_TIME);
  await find('heading', 'Masking');
  await click('button', `Delete the note at ${NOTE_TIME}`);
  await find('heading', 'No notes yet');
});

test('a note stores a screenshot of the stage and restores it after a reload', async () => {
  const screenshot = `The stage at ${NOTE_TIME}`;
  const listedScreenshot = () => find('image', screenshot, note);
  await find('textbox', 'Prompt');
  await click('button', `Add note at ${NOTE_TIME}`);
  await click('button', 'Add screenshot of the stage');
  await find('image', screenshot);
  await (await find('textbox', `Note at ${NOTE_TIME}`)).type('As it looked');
  await click('button', 'Save');
  await listedScreenshot();
  // It is stored shortly after it is shown.
  await expect.poll(() => page.evaluate(picturesKept)).toBe(1);
  await page.reload();
  const [width, colours] = await (await listedScreenshot()).evaluate(async (element) => {
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
  await click('button', `Delete the note at ${NOTE_TIME}`);
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
  const folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'notes.md');
  const pick = async (text: string) => {
    writeFileSync(file, text);
    const [chooser] = await Promise.all([page.waitForFileChooser(), click('button', 'Import')]);
    await chooser.accept([file]);
  };
  await pick('# Shopping\n- milk');
  expect(await textOfRole('alert', undefined, notes)).toContain('Not a notes file of this lab');
  await pick('# Notes on chapter 6\n\n- [1:05] from a file\n- [2:10] and another\n');
  const both = ['1:05 from a file', '2:10 and another'];
  await expect.poll(listedNotes).toEqual(both);
  expect(await page.$(`${notes}${byRole('alert')}`)).toBeNull();

  // Export, delete, then import.
  const exported = await downloaded(page, folder, 'notes-chapter-6.md', async () => {
    await click('button', 'Export', notes);
  });
  for (const time of ['1:05', '2:10']) {
    await click('button', `Delete the note at ${time}`);
    await expect.poll(listedNotes).not.toContainEqual(expect.stringContaining(time));
  }
  expect(await listedNotes()).toEqual([]);
  await pick(readFileSync(exported, 'utf8'));
  await expect.poll(listedNotes).toEqual(both);
});
