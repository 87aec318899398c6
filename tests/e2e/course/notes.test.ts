// Notes beside the video and on their page: written, killed mid-word, undone, rendered, searched, printed, exported and imported.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { COURSE } from '../../../src/ui/course/course.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { downloaded } from '../../support/browser/downloads.ts';
import { findClippedElements } from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

/** A time at which the video explains masking, and that of a note written then. */
const MASKING = 706.1;
const NOTE_TIME = '11:47';
const ADDRESS = `#view=chapter&chapter=6&at=${MASKING}`;
const [FIRST_MOMENT] = COURSE[5].moments;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  await open(await browser.newPage());
});

afterEach(() => expect(pageErrors).toEqual([]));

afterAll(() => browser?.close());

/** Without notes: those of earlier tests are cleared, and the chapter begins anew. */
async function begin(): Promise<void> {
  await page.goto(`${inject('pageUrl')}#view=notes`);
  await find('searchbox', 'Search all notes');
  await click('button', 'Clear …');
  await click('button', 'Clear');
  await waitForTexts([]);
  await show();
}

async function show(): Promise<void> {
  await page.goto(`${inject('pageUrl')}${ADDRESS}`);
  await find('heading', 'Masking');
  await openList();
  await find('heading', 'No notes yet');
}

/** Moments and notes, which are closed when a chapter opens. */
async function openList(): Promise<void> {
  await page.keyboard.press('m');
  await find('region', 'Notes');
}

/** Runs in the page. Its own connections close for the deletion. */
async function clearStorage(): Promise<void> {
  localStorage.clear();
  await new Promise((resolve, reject) => {
    const deletion = indexedDB.deleteDatabase('mini-llm-lab');
    deletion.onsuccess = resolve;
    deletion.onerror = () => reject(deletion.error);
  });
}

async function open(opened: Page): Promise<void> {
  page = opened;
  await page.setViewport({ width: 1440, height: 900 });
  pageErrors = collectPageErrors(page);
  await show();
}

const { click, find, textOfRole } = pageReader(() => page);
const notes = `lab-app${byRole('region', 'Notes')}`;
/** Of the stage, once it is there. */
const stagePicture = 'lab-app >>> lab-stage >>> canvas';

/** Runs in the page: the texts of all notes, as they are shown. */
const shownTexts = () => {
  const every = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot ? [element, ...every(element.shadowRoot)] : [element],
    );
  return every(document)
    .filter((element) => element.localName === 'lab-note')
    .map((note) => note.shadowRoot?.querySelector('.text')?.textContent?.replace(/\s+/g, ' ').trim() ?? '…');
};
const texts = () => page.evaluate(shownTexts);
const waitForTexts = (expected: readonly string[]) => expect.poll(texts).toEqual(expected);

/** Begins a note with the keyboard. */
async function beginNote(): Promise<void> {
  await page.keyboard.press('n');
  await find('textbox', `Note at ${NOTE_TIME}`);
}

async function write(text: string): Promise<void> {
  await beginNote();
  await page.keyboard.sendCharacter(text);
  await page.keyboard.press('Escape');
  await expect.poll(texts).not.toContain('…');
}

async function openNotesPage(): Promise<void> {
  await click('link', 'All notes', notes);
  await find('searchbox', 'Search all notes');
}

/** Runs in the page: the drafts in the database. */
const storedDrafts = () =>
  new Promise<string[]>((resolve, reject) => {
    const opening = indexedDB.open('mini-llm-lab');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('notes').objectStore('notes').getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result.map(({ draft }) => draft));
      };
    };
  });

test('a note is saved with its time, restored, edited, deleted and brought back', async () => {
  await write('Why minus infinity?');
  await page.reload();
  await find('heading', 'Masking');
  await openList();
  await waitForTexts(['Why minus infinity?']);
  await click('button', `0:00 ${FIRST_MOMENT.title}`);
  await find('heading', FIRST_MOMENT.title);
  await openList();
  await click('button', NOTE_TIME, notes);
  await find('heading', 'Masking');
  await openList();

  await click('button', `Edit the note at ${NOTE_TIME}`);
  await find('textbox', `Note at ${NOTE_TIME}`);
  await page.keyboard.press('End');
  await page.keyboard.sendCharacter(' Because of softmax.');
  await click('button', 'Done');
  await waitForTexts(['Why minus infinity? Because of softmax.']);

  await click('button', `Delete the note at ${NOTE_TIME}`);
  await find('heading', 'No notes yet');
  await click('button', 'Undo the deletion');
  await waitForTexts(['Why minus infinity? Because of softmax.']);
  await click('button', 'Undo the change of a note');
  await waitForTexts(['Why minus infinity?']);
  await click('button', 'Redo the change of a note');
  await waitForTexts(['Why minus infinity? Because of softmax.']);

  // After a reload there is nothing to undo; a deleted note is still there.
  await click('button', `Delete the note at ${NOTE_TIME}`);
  await find('heading', 'No notes yet');
  await page.reload();
  await find('heading', 'Masking');
  await openList();
  await find('heading', 'No notes yet');
  await openNotesPage();
  const bin = await page.waitForSelector('lab-app >>> details.bin > summary');
  expect(await bin?.evaluate((element) => element.textContent)).toBe('1 deleted note');
  await bin?.click();
  await click('button', `Restore the note at ${NOTE_TIME} of chapter 6`);
  await waitForTexts(['Why minus infinity? Because of softmax.']);
});

test('a note survives the end of the browser in the middle of a word', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'mini-llm-lab-profile-'));
  onTestFinished(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const shared = { page, pageErrors };
  const killed = await launchBrowser({ webgpu: false, profile });
  await open(await killed.newPage());
  await beginNote();
  await page.keyboard.type('an unfinished sent');
  await expect.poll(() => page.evaluate(storedDrafts)).toEqual(['an unfinished sent']);
  killed.process()?.kill('SIGKILL');
  await new Promise((resolve) => killed.once('disconnected', resolve));

  const again = await launchBrowser({ webgpu: false, profile });
  onTestFinished(() => again.close());
  page = await again.newPage();
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}${ADDRESS}`);
  await find('heading', 'Masking');
  await openList();
  const field = await find('textbox', `Note at ${NOTE_TIME}`);
  expect(await field.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe(
    'an unfinished sent',
  );
  await field.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('ence');
  await page.keyboard.press('Escape');
  await waitForTexts(['an unfinished sentence']);
  expect(pageErrors).toEqual([]);
  ({ page, pageErrors } = shared);
});

test('notes of version 0.2, with a picture, are there after an update', async () => {
  await page.goto(`${inject('pageUrl')}${ADDRESS}`);
  await find('heading', 'Masking');
  await page.evaluate(clearStorage);
  await page.evaluate(async () => {
    const pixel = new OffscreenCanvas(2, 2);
    pixel.getContext('2d')?.fillRect(0, 0, 2, 2);
    const reader = new FileReader();
    reader.readAsDataURL(await pixel.convertToBlob());
    await new Promise((resolve) => {
      reader.onload = resolve;
    });
    const notes = { 6: [{ at: 707, text: 'from before', picture: 'mabc-def' }] };
    localStorage.setItem('mini-llm-lab.course', JSON.stringify({ notes, seen: {} }));
    const opening = indexedDB.open('mini-llm-lab', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('pictures');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const writing = opening.result.transaction('pictures', 'readwrite');
    writing.objectStore('pictures').put(reader.result, 'mabc-def');
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    opening.result.close();
  });
  for (let visit = 0; visit < 2; visit++) {
    await page.reload();
    await find('heading', 'Masking');
    await openList();
    await find('image', 'The stage at 11:47', notes);
    await waitForTexts(['from before']);
  }
});

test('a picture of the stage is in the note with one key, stored, and shown large', async () => {
  await begin();
  await page.waitForSelector(stagePicture);
  await page.keyboard.press('p');
  const field = await find('textbox', `Note at ${NOTE_TIME}`);
  const written = () => field.evaluate((element) => (element as HTMLTextAreaElement).value);
  await expect.poll(written).toMatch(/^!\[The stage at 11:47\]\(pictures\/[a-z0-9-]+\.webp\)\s*$/);
  await page.keyboard.press('Escape');
  await find('image', 'The stage at 11:47', notes);
  await page.reload();
  await find('heading', 'Masking');
  await openList();
  const image = await find('image', 'The stage at 11:47', notes);
  const [width, colours] = await image.evaluate(async (element) => {
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
  await click('button', 'The stage at 11:47', notes);
  // While a modal dialog is open, the page around it has no roles.
  const large = 'lab-app >>> lab-note >>> dialog[open] img';
  await page.waitForSelector(large, { visible: true });
  await page.keyboard.press('Escape');
  await expect.poll(() => page.$(large)).toBeNull();
});

const HOSTILE = [
  '<img src=x onerror="document.title=1"> <script>document.title = 1</script> #softmax',
  '',
  '[link](javascript:document.title=1) ![far](https://example.com/a.png) $\\href{javascript:document.title=1}{x}$',
  '',
  '$\\ref{abc}$ $$x\\tag{1}\\label{foo}$$',
  '',
  `$\\def\\x{a}\\x{}$ $${'\\pmb{'.repeat(70)}x${'}'.repeat(70)}$ $${'a'.repeat(2001)}$`,
].join('\n');

test('Markdown, TeX and tags are rendered; markup and addresses of scripts stay text', async () => {
  await begin();
  await write(`**bold** and $e^{-\\infty}$\n\n- one\n- two\n\n${HOSTILE}`);
  const { tags, text, title } = await page.evaluate(() => {
    const every = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) =>
        element.shadowRoot ? [element, ...every(element.shadowRoot)] : [element],
      );
    const note = every(document).find((element) => element.localName === 'lab-note');
    const shown = note?.shadowRoot?.querySelector('.text');
    return {
      tags: [...(shown?.querySelectorAll('*') ?? [])].map((element) => element.localName),
      text: shown?.textContent ?? '',
      title: document.title,
    };
  });
  for (const tag of ['strong', 'ul', 'li', 'button']) expect(tags).toContain(tag);
  await expect.poll(() => page.$(`${notes} >>> lab-note >>> math msup`)).not.toBeNull();
  const wrong = async () => (await page.$$(`${notes} >>> lab-note >>> .wrong`)).length;
  await expect.poll(wrong).toBe(6);
  for (const tag of ['img', 'script', 'a']) expect(tags).not.toContain(tag);
  for (const written of [
    '<img src=x onerror=',
    '<script>',
    '[link](javascript:',
    '![far](https://example.com',
  ])
    expect(text).toContain(written);
  await expect
    .poll(() => page.$eval(`${notes} >>> lab-note >>> .wrong`, (element) => element.textContent))
    .toContain('\\href{javascript:');
  expect(title).not.toBe('1');
  // A tag finds the notes that have it.
  await click('button', '#softmax', notes);
  const search = await find('searchbox', 'Search all notes');
  expect(await search.evaluate((element) => (element as HTMLInputElement).value)).toBe('#softmax');
  expect(page.url()).toContain('find=%23softmax');
});

test('if the visitor wishes, the video waits while a note is written', async () => {
  await begin();
  await click('button', 'Run without video');
  const isPaused = () =>
    page.$eval(
      'lab-app >>> lab-video-player',
      (player) => (player as HTMLElement & { paused: boolean }).paused,
    );
  await expect.poll(isPaused).toBe(false);
  await page.keyboard.press('n');
  await find('checkbox', 'Pause while I write');
  expect(await isPaused()).toBe(false);
  await click('checkbox', 'Pause while I write');
  await expect.poll(isPaused).toBe(true);
  await (await find('textbox', undefined, notes)).focus();
  await page.keyboard.sendCharacter('written in peace');
  await page.keyboard.press('Escape');
  await expect.poll(isPaused).toBe(false);
  await page.keyboard.press('n');
  await expect.poll(isPaused).toBe(true);
});

/** Runs in the page. */
const selectAll = (field: Element) => {
  (field as HTMLInputElement).focus();
  (field as HTMLInputElement).select();
};

test('the page of all notes searches, opens moments, prints and is accessible', async () => {
  await begin();
  await write('minus infinity #mask');
  await write('a second one #Mask');
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=5&at=900';
  });
  await page.waitForSelector('lab-app >>> lab-chapter-5-stage');
  await page.keyboard.press('n');
  await find('textbox', 'Note at 15:00');
  await page.keyboard.sendCharacter('king − man + woman');
  await page.keyboard.press('Escape');
  await openNotesPage();
  await waitForTexts(['king − man + woman', 'minus infinity #mask', 'a second one #Mask']);
  await click('button', '#mask 2');
  await waitForTexts(['minus infinity #mask', 'a second one #Mask']);
  const search = await find('searchbox', 'Search all notes');
  await search.evaluate(selectAll);
  await page.keyboard.type('analogy woman');
  await waitForTexts([]);
  await search.evaluate(selectAll);
  await page.keyboard.type('directions WOMAN');
  await waitForTexts(['king − man + woman']);
  await search.evaluate(selectAll);
  await page.keyboard.press('Backspace');
  await expect.poll(texts).toHaveLength(3);

  for (const [width, theme] of [
    [1440, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewport({ width, height: 844 });
    await page.evaluate((name) => {
      location.hash = `view=notes&theme=${name}`;
    }, theme);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
    await expect.poll(texts).toHaveLength(3);
    expect(await axeViolations(page, { 'target-size': { enabled: true } })).toEqual([]);
    expect(await page.evaluate(findClippedElements)).toEqual([]);
  }

  // On paper: a cover, and two chapters that begin on pages of their own.
  const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(3);
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
  expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([420, 595]);

  await page.setViewport({ width: 1440, height: 900 });
  await click('link', NOTE_TIME);
  await find('heading', 'Masking');
});

test('notes, pictures and progress go out as an archive and come back; other files are refused with a sentence', async () => {
  await begin();
  const folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pick = async (file: string) => {
    const [chooser] = await Promise.all([page.waitForFileChooser(), click('button', 'Import')]);
    await chooser.accept([file]);
  };
  await page.waitForSelector(stagePicture);
  await page.keyboard.press('p');
  const field = await find('textbox', `Note at ${NOTE_TIME}`);
  const written = () => field.evaluate((element) => (element as HTMLTextAreaElement).value);
  await expect.poll(written).toContain('.webp)');
  await page.keyboard.sendCharacter('With a picture #mask');
  await page.keyboard.press('Escape');
  await find('image', 'The stage at 11:47', notes);
  const picture = () =>
    page.$eval('lab-app >>> lab-note >>> img', (image) => (image as HTMLImageElement).src);
  const before = await picture();
  await openNotesPage();
  const archive = await downloaded(page, folder, 'mini-llm-lab-notes.zip', () =>
    // The header has an Export of the page.
    click('button', 'Export', 'lab-app >>> lab-notes-view'),
  );

  await click('button', 'Clear …');
  await click('button', 'Clear');
  await waitForTexts([]);
  await click('button', 'Undo the clearing');
  await waitForTexts(['With a picture #mask']);
  await page.evaluate(clearStorage);
  await page.reload();
  await find('searchbox', 'Search all notes');
  await waitForTexts([]);
  await pick(archive);
  await waitForTexts(['With a picture #mask']);
  await expect.poll(picture).toBe(before);
  expect(await textOfRole('status', undefined, 'lab-app >>> lab-notes-view')).toBe(
    'Imported 1 note and your progress.',
  );

  const file = join(folder, 'notes.md');
  writeFileSync(file, '# Shopping\n- milk');
  await pick(file);
  expect(await textOfRole('alert', undefined, 'lab-app >>> lab-notes-view')).toContain(
    'Not a notes file of this lab',
  );
  writeFileSync(file, '# Notes on chapter 6\n\n- [1:05] from a file\n');
  await pick(file);
  await waitForTexts(['from a file', 'With a picture #mask']);
});
