// What does not fit into the storage that the browser allows stays on the page, which says so: notes and runs.
import type { CDPSession, Page } from 'puppeteer';
import { expect, inject, onTestFinished, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

/** Of a browser without a limit, for half a minute after a write, Chromium asks no more. A limit of 0 is none. */
async function openWithin(bytes: number) {
  const { browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 });
  onTestFinished(() => browser.close());
  const session = await page.createCDPSession();
  await limit(session, bytes);
  return { page, pageErrors, lift: () => limit(session) };
}

const limit = (session: CDPSession, quotaSize?: number) =>
  session.send('Storage.overrideQuotaForOrigin', { origin: new URL(inject('pageUrl')).origin, quotaSize });

const show = (page: Page, hash: string) => page.goto(`${inject('pageUrl')}${hash}`);

test('a note stays on screen with a sentence, and is stored once it fits', async () => {
  const { page, pageErrors, lift } = await openWithin(1);
  const { click, find, textOfRole } = pageReader(() => page);
  const notes = `lab-app${byRole('region', 'Notes')}`;
  await show(page, '#view=chapter&chapter=6&at=706.1');
  await find('button', 'Notes');
  await page.keyboard.press('n');
  await find('textbox', 'Note at 11:47');
  await page.keyboard.sendCharacter('Does not fit');
  await page.keyboard.press('Escape');
  expect(await textOfRole('alert', undefined, notes)).toBe(
    'The storage of this browser is full. Export your notes before you leave.',
  );
  await find('heading', '1 note');

  await lift();
  await click('button', 'Edit the note at 11:47');
  await find('textbox', 'Note at 11:47');
  await page.keyboard.sendCharacter('. Now it does.');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.$(`${notes}${byRole('alert')}`)).toBeNull();
  await page.reload();
  await find('button', 'Notes');
  await page.keyboard.press('m');
  await find('heading', '1 note');
  expect(pageErrors).toEqual([]);
});

test('a run that is trained is not kept, and the page says so', async () => {
  const { page, pageErrors } = await openWithin(10_000);
  const { click, find } = pageReader(() => page);
  await show(page, '#view=train&preset=repeats');
  await click('button', 'Train');
  await page.waitForSelector('lab-app >>> ::-p-text(There is no room left on this device)', {
    visible: true,
  });
  await find('button', 'Save as file');
  expect(pageErrors).toEqual([]);
});
