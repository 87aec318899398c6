// Damaged records and files of saved runs: the page reports each, and everything else stays usable.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const ADDRESS =
  '#view=train&preset=league&weights=fresh&L=1&H=2&C=16&T=32&mlpWidth=16&B=4&steps=40&learningRate=0.001';
const notifications = `lab-app ${byRole('region', 'Notifications')}`;
const offer = `lab-app ${byRole('region', 'Resume run')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];
/** Of the first run, by what makes it different from its preset. */
let NAME: string;
const { click, find, tableOf } = pageReader(() => page);

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1280, height: 800 }));
  await page.goto(inject('pageUrl') + ADDRESS);
  // Two runs: 40 steps with their checkpoints, then 3.
  await ready();
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.train());
  await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.reset();
    for (let step = 0; step < 3; step++) await lab.step();
    await lab.client.runs.flush();
  });
  NAME = await page.evaluate(
    async () =>
      (await (document.querySelector('lab-app') as LabApp).lab.client.runs.list()).at(-1)?.name ?? '',
  );
  expect(NAME).toMatch(/^league · H=2, C=16, mlpWidth=16, /);
});

afterAll(() => browser.close());

const ready = () =>
  page.waitForFunction(() => {
    const { value, runs } = (document.querySelector('lab-app') as LabApp | null)?.lab ?? {};
    return value?.run && !value.pending && runs?.value.quarantined;
  });

async function reload(): Promise<void> {
  await openLink(page, inject('pageUrl') + ADDRESS);
  await ready();
}

const names = async () => (await tableOf('Saved runs')).map(({ Name }) => Name);
const waitForNotice = (text: string) =>
  page.waitForSelector(`${notifications}::-p-text(${text})`, { visible: true });

/** Stores records without the lab. */
const putRecords = (records: Record<string, unknown>, name = 'mini-llm-lab-runs', store = 'cards') =>
  page.evaluate(
    (rows, name, store) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(store, 'readwrite');
          for (const [key, row] of Object.entries(rows)) transaction.objectStore(store).put(row, key);
          transaction.onabort = reject;
          transaction.oncomplete = () => resolve(opening.result.close());
        };
      }),
    records,
    name,
    store,
  );

/** Flips one bit in the last byte of the files of all runs; their checkpoints stay intact. */
const flipBits = () =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('mini-llm-lab-runs');
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('files', 'readwrite');
          const flip = (cursor: IDBCursorWithValue) => {
            const bytes = cursor.value as Uint8Array;
            bytes[bytes.length - 1] ^= 1;
            cursor.update(bytes);
          };
          const files = transaction.objectStore('files').openCursor();
          files.onsuccess = () => {
            if (!files.result) return;
            flip(files.result);
            files.result.continue();
          };
          transaction.onabort = reject;
          transaction.oncomplete = () => resolve(opening.result.close());
        };
      }),
  );

test('damaged records: one notice, the other runs are listed and offered', async () => {
  await putRecords({ 'damaged-null': null, 'damaged-text': 'facts' });
  await reload();
  await page.waitForSelector(offer, { visible: true });
  await waitForNotice('2 saved runs cannot be listed: their records are damaged.');
  await click('button', 'Show');
  await find('table', 'Saved runs');
  expect(await names()).toEqual([`${NAME} 2`, NAME]);
  const damaged = await find('region', 'Damaged records');
  const text = await damaged.evaluate((element) => element.textContent ?? '');
  for (const id of ['damaged-null', 'damaged-text']) expect(text).toContain(id);
});

test('a damaged record is deleted after a warning, and the others stay', async () => {
  const list = `lab-app ${byRole('region', 'Damaged records')}`;
  const press = async (label: string) => (await page.$(`${list}${byRole('button', label)}`))?.click();
  await press('Delete …');
  await page.waitForSelector(`${list}::-p-text(The record will be lost.)`, { visible: true });
  await press('Keep');
  for (let left = 1; left >= 0; left--) {
    await press('Delete …');
    await press('Delete permanently');
    await expect.poll(async () => (await page.$$(`${list}${byRole('button', 'Export')}`)).length).toBe(left);
  }
  expect(await names()).toEqual([`${NAME} 2`, NAME]);
});

test('a damaged record whose file is intact is recovered', async () => {
  const { id } = await page.evaluate(
    async () => (await (document.querySelector('lab-app') as LabApp).lab.client.runs.list())[0],
  );
  await putRecords({ [id]: { id, name: 'my run' } });
  await reload();
  await waitForNotice('A saved run cannot be listed: its record is damaged.');
  await click('button', 'Show');
  await click('button', 'Recover');
  await expect.poll(names).toEqual(['my run', NAME]);
});

test('a flipped bit in a kept file: it is not opened, and the intact checkpoint before it is', async () => {
  await flipBits();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, ADDRESS);
  await reload();
  await page.click(`${offer}${byRole('button', 'Resume training')}`);
  await waitForNotice('The saved file of “my run” is damaged.');
  await click('button', 'Dismiss', notifications);

  await page.evaluate(() => {
    location.hash = 'view=runs';
  });
  const open = `lab-app ${byRole('table', 'Saved runs')}${byRole('button', 'Open')}`;
  await page.waitForSelector(open);
  // The rows may still move: the button is pressed, not clicked at.
  await page.$$eval(open, (buttons) => (buttons.at(-1) as HTMLButtonElement).click());
  await waitForNotice(`The saved file of “${NAME}” is damaged. Its checkpoint of step 40 is intact.`);
  await click('button', 'Open step 40');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step === 40);
  expect(pageErrors).toEqual([]);
});

test('a damaged record of a download is reported and deleted', async () => {
  const dialog = byRole('dialog', 'Open model from URL');
  const open = async () => {
    await click('button', undefined, byRole('group', 'Current model'));
    await click('button', 'Open from URL …', byRole('group', 'Current model'));
    await page.waitForSelector(dialog, { visible: true });
  };
  await page.evaluate(() => {
    location.hash = 'view=train';
  });
  await open();
  await putRecords({ other: null }, 'mini-llm-lab-fetched', 'models');
  await click('button', 'Close', dialog);
  await open();
  await page.waitForSelector(`${dialog}::-p-text(A stored download is damaged and cannot be opened.)`, {
    visible: true,
  });
  await click('button', 'Delete damaged files', dialog);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).downloads.value.damaged === 0,
  );
  expect(pageErrors).toEqual([]);
});

/** A context without stored data, in which another document has opened the database of runs at a version. */
async function contextWithDatabase(version: number) {
  const context = await browser.createBrowserContext();
  const holder = await context.newPage();
  await holder.goto(`${inject('pageUrl')}models/manifest.json`);
  await holder.evaluate(
    (version) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('mini-llm-lab-runs', version);
        opening.onupgradeneeded = () => {
          for (const store of ['cards', 'files', 'past']) opening.result.createObjectStore(store);
        };
        opening.onsuccess = () => resolve();
      }),
    version,
  );
  const lab = await context.newPage();
  await lab.goto(inject('pageUrl') + ADDRESS);
  const notice = (text: string) =>
    lab.waitForSelector(`${notifications}::-p-text(${text})`, { visible: true });
  const trains = () =>
    lab.waitForFunction(() => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      void lab.step();
      return lab.value.step > 1;
    });
  return { context, holder, lab, notice, trains };
}

test('a tab with an older version keeps the database open: training works, and the run is saved once that tab is closed', async () => {
  const { context, holder, lab, notice, trains } = await contextWithDatabase(1);
  await notice('A tab with an older version of the lab keeps the saved runs in use.');
  await trains();
  await holder.close();
  await lab.waitForFunction(async () => {
    const { runs, client } = (document.querySelector('lab-app') as LabApp).lab;
    return runs.value.autosave.state === 'saved' && (await client.runs.list()).length === 1;
  });
  await context.close();
});

test('a newer version has upgraded the database: a message says so, and training works', async () => {
  const { context, notice, trains } = await contextWithDatabase(99);
  await notice('A newer version of the lab has written the saved runs');
  await trains();
  await context.close();
});
