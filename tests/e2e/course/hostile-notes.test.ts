// Notes that would hang or crash a page that draws them whole: imported, stored, opened, exported and deleted.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { downloaded } from '../../support/browser/downloads.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';
import { BOMBS, hostileNotes, notesFiles, SLOW_UNITS } from '../../support/course/hostile-notes.ts';
import { unzip } from '../../support/unzip.ts';

/** Of a note that is shown as it was written. */
const ELEMENTS_AROUND = 20;

let browser: Browser;
let page: Page;
let pageErrors: string[];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-hostile-'));
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
});

afterEach(() => expect(pageErrors).toEqual([]));

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const { click, find, textOfRole } = pageReader(() => page);
const view = 'lab-app >>> lab-notes-view';

async function openNotes(): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${inject('pageUrl')}#view=notes`);
  await find('searchbox', 'Search all notes');
}

beforeEach(async () => {
  await openNotes();
  await click('button', 'Clear …');
  await click('button', 'Clear');
  await expect.poll(countShown).toMatchObject({ notes: 0 });
});

/** With its notes. */
async function openChapter(): Promise<void> {
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6&at=706.1`);
  await find('heading', 'Masking');
  await page.keyboard.press('m');
}

async function importNotes(texts: readonly string[]): Promise<void> {
  const files = notesFiles(texts).map((text, i) => {
    const file = join(folder, `notes-${i}.md`);
    writeFileSync(file, text);
    return file;
  });
  const [chooser] = await Promise.all([page.waitForFileChooser(), click('button', 'Import')]);
  await chooser.accept(files);
  await expect.poll(() => textOfRole('status', undefined, view)).toMatch(/^Imported \d+ notes?\./);
}

/** What the page shows of its notes. */
const countShown = () =>
  page.evaluate(() => {
    const every = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) =>
        element.shadowRoot ? [element, ...every(element.shadowRoot)] : [element],
      );
    const notes = every(document).filter(({ localName }) => localName === 'lab-note');
    const within = (selector: string) =>
      notes.reduce((sum, { shadowRoot }) => sum + (shadowRoot?.querySelectorAll(selector).length ?? 0), 0);
    return {
      notes: notes.length,
      elements: within('*'),
      formulas: within('math'),
      cells: within('td'),
      asWritten: notes.filter(({ shadowRoot }) => shadowRoot?.querySelector('.text > .written')).length,
    };
  });

/** Characters of the notes, in fields too, that are not skipped as far from the viewport. */
const countLaidOut = async () => {
  await frames(20);
  const counts = await page.$$eval('lab-app >>> lab-note >>> :is(.text > *, textarea)', (all) =>
    all
      .filter((element) => element.checkVisibility({ contentVisibilityAuto: true }))
      .map(
        (element) => (element instanceof HTMLTextAreaElement ? element.value : element.textContent).length,
      ),
  );
  return counts.reduce((a, b) => a + b, 0);
};

/** Until the page has drawn what is near, one slice a frame. */
const frames = (count: number) =>
  page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);

/** The Markdown that the page exports. */
async function exported(): Promise<string> {
  const archive = await downloaded(page, folder, '.zip', () => click('button', 'Export', view));
  const files = unzip(readFileSync(archive));
  rmSync(archive);
  return new TextDecoder().decode(files.get('notes.md'));
}

test.each(Object.entries(BOMBS))('%s: opened, exported and deleted', async (_, texts) => {
  await importNotes(texts);
  const asWritten = texts.length > 1 ? texts.length : 0; // of a single formula, the formula
  const shown = { notes: texts.length, formulas: 0, cells: 0, asWritten };
  const opened = await countShown();
  expect(opened).toMatchObject(shown);
  expect(opened.elements).toBeLessThan(texts.length * ELEMENTS_AROUND);
  expect((await page.$$(`${view} >>> .tags button`)).length).toBeLessThanOrEqual(100);

  // As notes that an earlier version has stored.
  await openNotes();
  await expect.poll(countShown).toEqual(opened);
  const markdown = await exported();
  expect(markdown.match(/^- /gm)).toHaveLength(texts.length);
  expect(markdown).toContain(texts[0].slice(0, 1000).split('\n')[0]);
  if (asWritten)
    expect(await page.$eval(`${view} >>> lab-note >>> .missing`, (element) => element.textContent)).toMatch(
      /plain text/,
    );

  await click('button', 'Delete the note at 0:00');
  const left = { ...shown, notes: texts.length - 1, asWritten: Math.max(0, asWritten - 1) };
  await expect.poll(countShown).toMatchObject(left);
  await openChapter();
  await expect.poll(countShown).toMatchObject(left);
});

test('texts that take long to lay out: their beginning is shown and edited, near the viewport; the rest stays', async () => {
  const units = [...SLOW_UNITS, ' '];
  const texts = [...units, ...units, ...units].map((unit) => `a${unit.repeat(19_000 / unit.length)}b`);
  await importNotes(texts);
  expect(await countShown()).toMatchObject({ notes: texts.length, asWritten: texts.length });
  const laidOut = await countLaidOut();
  expect(laidOut).toBeGreaterThan(1000);
  expect(laidOut).toBeLessThan(30_000);

  await click('button', 'Edit the note at 0:00');
  const field = await find('textbox', 'Note at 0:00');
  expect(await field.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe(
    texts[0].slice(0, 1000),
  );
  await page.keyboard.down('Control');
  await page.keyboard.press('Home');
  await page.keyboard.up('Control');
  await page.keyboard.type('Edited: ');
  await click('button', 'Done');
  expect(await exported()).toContain(`?t=0) Edited: ${texts[0]}\n`);
  await openChapter();
  await find('heading', `${texts.length} notes`);
  expect(await countLaidOut()).toBeLessThan(30_000);
});

test('200 notes of a generator are drawn where the visitor is, exported and deleted', async () => {
  await importNotes([...hostileNotes(200), '**The end** of all notes']);
  const opened = await countShown();
  expect(opened.notes).toBe(201);
  expect(opened.elements).toBeLessThan(60_000);
  const end = `${view} >>> lab-note >>> strong`;
  const isAtEnd = () => page.$$eval(end, (all) => all.some((element) => element.textContent === 'The end'));
  expect(await isAtEnd()).toBe(false);

  const notes = await page.$$(`${view} >>> lab-note`);
  for (const note of notes.filter((_, i) => i % 4 === 0)) {
    await note.evaluate((element) => element.scrollIntoView());
    await frames(2);
  }
  await expect.poll(isAtEnd).toBe(true);
  const drawn = await countShown();
  expect(drawn.formulas).toBeGreaterThan(opened.formulas);
  expect(drawn.formulas).toBeLessThan(10_000);
  expect(drawn.elements).toBeLessThan(200_000);

  expect((await exported()).match(/^- /gm)?.length).toBeGreaterThan(200);
  await openChapter();
  await find('heading', '201 notes');
  await openNotes();
  await click('button', 'Clear …');
  await click('button', 'Clear');
  await expect.poll(countShown).toMatchObject({ notes: 0 });
});

test('on paper, the notes that are far from what is visible are drawn too', async () => {
  await importNotes(
    Array.from(
      { length: 300 },
      (_, i) => `**Note ${i}** with $x_{${i}}$ and a sentence or two, long enough for a line of its own.`,
    ),
  );
  await openNotes();
  await expect.poll(async () => (await countShown()).formulas).toBeGreaterThan(5);
  expect((await countShown()).formulas).toBeLessThan(200);
  await page.pdf();
  expect(await countShown()).toMatchObject({ notes: 300, formulas: 300, asWritten: 0 });

  await openNotes();
  await page.evaluate(() => {
    window.print = () => {
      document.title = 'printed';
    };
  });
  await click('button', 'Print');
  await expect.poll(() => page.title()).toBe('printed');
  expect(await countShown()).toMatchObject({ notes: 300, formulas: 300, asWritten: 0 });
});
