// The Train page of the model that adds modulo 59: circle, spectrum and losses of the shown checkpoint are those of the engine.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const SUMS = 'lab-app >>> .sums';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.goto(`${inject('pageUrl')}#view=train&preset=modular`);
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const { textOf, tableOf } = pageReader(() => page);

const verdict = () => textOf(`${SUMS} .verdict`).catch(() => '');
const engine = () =>
  page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.client.transformer.lens('fourier', {}),
  );

test('the trained model has a rule: its frequencies are named, and its numbers lie on a circle', async () => {
  await expect.poll(verdict).toMatch(/held-out sums 100\.0.%: it has a rule/);
  const { frequencies, circle, modulus } = await engine();
  const key = frequencies.filter(({ isKey }) => isKey).map(({ k }) => k);
  expect(key.length).toBeGreaterThan(1);
  for (const k of key) expect(await verdict()).toContain(`${k}`);
  const radii = Array.from({ length: modulus }, (_, i) =>
    Math.hypot(circle.points[2 * i], circle.points[2 * i + 1]),
  );
  expect(Math.min(...radii) / Math.max(...radii)).toBeGreaterThan(0.6);
  const places = await page.$$eval(`${SUMS} circle`, (dots) =>
    dots.map((dot) =>
      [dot.getAttribute('data-number'), dot.getAttribute('cx'), dot.getAttribute('cy')].map(Number),
    ),
  );
  expect(places).toHaveLength(modulus);
  const [first, x0] = places[0];
  const scale = (x0 - 170) / circle.points[2 * first];
  for (const [number, x, y] of places) {
    expect(x).toBeCloseTo(170 + circle.points[2 * number] * scale, 3);
    expect(y).toBeCloseTo(170 + circle.points[2 * number + 1] * scale, 3);
  }
  await page.$eval(`${SUMS} lab-data-table >>> summary`, (summary) => (summary as HTMLElement).click());
  await page.waitForSelector(`lab-app ${byRole('table', 'Frequencies')}`);
  const rows = await tableOf('Frequencies');
  expect(rows.filter((row) => row.key === 'yes').map(({ frequency }) => Number(frequency))).toEqual(key);
});

test('at an early checkpoint it knows its examples by heart, and its losses join the chart', async () => {
  await page.focus(`lab-app${byRole('slider')}`);
  await page.keyboard.press('Home');
  await expect.poll(verdict).toMatch(/it learns its examples/);
  const { step, train, validation, excluded } = await engine();
  expect(step).toBe(0);
  expect(train.accuracy).toBeLessThan(0.1);
  expect(excluded.loss).toBeCloseTo(train.loss, 0);
  const summary = await page.$eval(`${SUMS} lab-line-chart >>> .plot`, ({ ariaLabel }) => ariaLabel);
  expect(summary).toContain(`held out ${validation.loss.toFixed(3)}`);
});
