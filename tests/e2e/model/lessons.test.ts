// What a step teaches, on the Train page: the step that is taken on a copy is the one that training takes, and the rows are the engine's.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

/** Nothing repeats yet: the answer is uncertain. */
const PROMPT = 'ju be ki da';
const SLOW = { timeout: 60_000 };
const card = (selector: string) => `lab-app >>> lab-lessons >>> ${selector}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

const { tableOf, textsOf } = pageReader(() => page);

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.goto(`${inject('pageUrl')}#view=train&preset=repeats&prompt=${encodeURIComponent(PROMPT)}`);
  await page.waitForSelector(card('button'), SLOW);
}, SLOW.timeout);

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const press = (button: string) =>
  page.$$eval(
    card('button'),
    (buttons, text) => {
      const found = buttons.find((each) => each.textContent?.trim() === text);
      if (!found) throw new Error(`There is no button “${text}”.`);
      (found as HTMLElement).click();
    },
    button,
  );

test(
  'the next step is taken on a copy: its predictions and blocks are the engine’s, and the model stays',
  SLOW,
  async () => {
    await press('Take it on a copy');
    await page.waitForSelector(card('table.blocks'), SLOW);
    const { update, step } = await page.evaluate(async (text) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const update = await lab.client.transformer.lens('step-update', { texts: [text] });
      return { update, step: lab.value.step };
    }, PROMPT);
    expect(update.step).toBe(step);
    const rows = await textsOf(card('table.prompts tbody td:nth-child(2)'));
    const sorted = [...update.prompts].sort((one, other) => other.kl - one.kl);
    expect(rows).toEqual(sorted.slice(0, rows.length).map(({ moved: [{ text }] }) => text));
    expect(await textsOf(card('table.blocks th'))).toEqual(update.blocks.map(({ name }) => name));
  },
);

test('the update is split by parts, after the prompt that is chosen', SLOW, async () => {
  const parts = (cell: string) => textsOf(card(`.updates ${cell}`));
  await page.$eval(card('.prompt select'), (select) => {
    (select as HTMLSelectElement).selectedIndex = 1;
    select.dispatchEvent(new Event('change'));
  });
  const lesson = await page.evaluate(async (text) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return (await lab.client.transformer.lens('step-update', { texts: [text] })).prompts[1];
  }, PROMPT);
  await expect.poll(() => parts('caption')).toEqual([expect.stringContaining(`“${lesson.answer.text}”`)]);
  expect(await parts(':is(tbody, tfoot) th')).toEqual([...lesson.parts.map(({ name }) => name), 'sum']);
  const shown = (await parts('tbody td:nth-child(3)')).map((text) => Number(text.replace('−', '-')));
  const most = Math.max(...lesson.parts.map(({ exact }) => Math.abs(exact)));
  // Three digits of the largest are shown, but no more than six decimals.
  lesson.parts.forEach(({ exact }, p) => {
    expect(Math.abs(shown[p] - exact)).toBeLessThan(0.01 * most + 1e-6);
  });
});

test('rows of the batch are measured: estimates beside exact steps', SLOW, async () => {
  await press('Measure the rows of the batch');
  await page.waitForSelector(card('svg'), SLOW);
  const influence = await page.evaluate((text) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return lab.client.transformer.lens('influence', { text });
  }, PROMPT);
  const label = await page.$eval(card('svg'), (svg) => svg.getAttribute('aria-label'));
  expect(label).toContain(`single steps: ${influence.correlations.alone.toFixed(3)}`);
  await page.$$eval(card('lab-data-table >>> summary'), (all) =>
    (all[all.length - 1] as HTMLElement).click(),
  );
  await page.waitForSelector(`lab-app ${byRole('table', 'Influence of the rows')}`, { visible: true });
  const rows = await tableOf('Influence of the rows');
  expect(rows.map((row) => Number(row.alone.replace('−', '-')))).toEqual(
    // Without the sign of what rounds to zero.
    influence.rows.map(({ alone }) => Number(alone.toFixed(6)) + 0),
  );
});
