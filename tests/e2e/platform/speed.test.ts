// The page Speed: measures in a worker of its own, shows the figures of its result, and opens a result from a link beside it.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { encodeReport } from '../../../src/ui/app/pages/speed-view/report-link.ts';
import { formatInteger, formatPercent } from '../../../src/ui/format/numbers.ts';
import { formatBytes, formatSignificant } from '../../../src/ui/format/quantities.ts';
import { formatPage } from '../../../src/ui/state/page/page-url.ts';
import { INITIAL_PAGE } from '../../../src/ui/types/page.ts';
import type { HardwareReport } from '../../../src/workers/rpc/api/hardware-api.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { findClippedElements } from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-speed-view';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}#view=speed`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const { find, textsOf, textOf } = pageReader(() => page);

const press = async (name: string) => {
  await find('button', name);
  await page.$eval(`${view} >>> ${byRole('button', name)}`, (button) => (button as HTMLElement).click());
};
const runState = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.runState);
const measured = () =>
  page.evaluate(() => localStorage.getItem('mini-llm-lab.speed')).then((json) => json && JSON.parse(json));
const plain = (text: string) => text.replace(/\s/g, ' ');

test('the button measures every engine; the figures on screen are those of the result', async () => {
  await press('Measure');
  await expect.poll(measured, { timeout: 180_000 }).not.toBeNull();
  const report: HardwareReport = await measured();
  await find('button', 'Measure again');

  expect(report.missing.map(({ engine }) => engine)).toContain('WebGPU');
  expect(report.engines.length).toBeGreaterThan(0);
  const cards = await textsOf(`${view} >>> section.engine`);
  expect(cards).toHaveLength(report.engines.length);
  for (const [i, engine] of report.engines.entries()) {
    expect(engine).toMatchObject({ backend: 'cpu', kind: 'processor', limits: {} });
    expect(engine.steps.map(({ case: name }) => name)).toEqual(['small', 'middle', 'course']);
    expect(engine.products.map(({ size }) => size)).toEqual([128, 512, 1024]);
    const { fmaGflops, copyGBs, dispatchMicroseconds } = engine as Required<typeof engine>;
    const figures = [
      `${formatSignificant(fmaGflops)} GFLOP/s`,
      `${formatSignificant(copyGBs)} GB/s`,
      `${formatSignificant(dispatchMicroseconds)} µs`,
      ...engine.products.flatMap(({ gflops }) =>
        Object.values(gflops).map((speed) =>
          speed === null ? 'too slow' : plain(formatPercent(speed / fmaGflops)),
        ),
      ),
      ...engine.steps.flatMap(({ tokensPerSecond, dispatches, bytesMoved, fraction }) => [
        formatInteger(tokensPerSecond),
        formatInteger(dispatches),
        plain(formatBytes(bytesMoved)),
        plain(formatPercent(fraction)),
      ]),
    ];
    for (const figure of figures) expect(cards[i]).toContain(figure);
  }
  const plots = await textsOf(`${view} >>> table.plot tr.own`);
  for (const { steps } of report.engines)
    for (const { tokensPerSecond } of steps)
      expect(plots.some((row) => row.endsWith(` ${formatInteger(tokensPerSecond)}`))).toBe(true);
  expect(await axeViolations(page)).toEqual([]);
});

test('a link to the result opens beside the own one, which the next visit still has', async () => {
  const report: HardwareReport = await measured();
  await page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', {
      value: () => Promise.reject(new Error('denied')),
    });
  });
  await press('Copy link');
  const link = await (await page.waitForSelector(`${view} >>> textarea`))?.evaluate(
    (element) => (element as HTMLTextAreaElement).value,
  );
  await press('Copy JSON');
  await expect
    .poll(() => page.$eval(`${view} >>> textarea`, (element) => (element as HTMLTextAreaElement).value))
    .toBe(JSON.stringify(report, null, 2));

  await openLink(page, link as string);
  await page.waitForSelector(`${view} >>> section.machine:nth-child(2)`);
  expect(await textsOf(`${view} >>> section.machine h2`)).toEqual(['This machine', 'From the link']);
  const [own, shared] = await textsOf(`${view} >>> section.machine .engines`);
  expect(shared).toBe(own);
  expect(await textsOf(`${view} >>> tr.shared`)).toHaveLength(3 * report.engines.length);
  expect(await axeViolations(page)).toEqual([]);
  for (const [width, height] of [
    [390, 844],
    [844, 390],
    [1024, 768],
    [1920, 1080],
  ]) {
    await page.setViewport({ width, height });
    await expect.poll(() => page.evaluate(findClippedElements)).toEqual([]);
  }
  await page.$eval(`${view} >>> .machine .tools a`, (anchor) => (anchor as HTMLElement).click());
  await expect.poll(() => textsOf(`${view} >>> section.machine h2`)).toEqual(['This machine']);
});

test('kernels that were not measured on an adapter are named', async () => {
  const report: HardwareReport = await measured();
  const [engine] = report.engines;
  const text = await encodeReport({ ...report, engines: [{ ...engine, leftOut: ['workgroup-32x32'] }] });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `view=speed&measured=${text}`);
  await expect
    .poll(() => textsOf(`${view} >>> section.machine:nth-child(2) p.none`))
    .toEqual([expect.stringContaining('Left out: workgroup-32x32.')]);
});

test.each([
  ['AAAA', 'The link is damaged: it was cut off or changed.'],
  ['%3Cimg+src%3Dx+onerror%3Dalert(1)%3E', 'The link contains characters that no result has.'],
])('the link %s is refused with a sentence', async (text, sentence) => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `view=speed&measured=${text}`);
  await expect.poll(() => textsOf(`${view} >>> [role="alert"]`)).toEqual([sentence]);
  expect(await page.$(`${view} >>> section.machine:nth-child(2)`)).toBeNull();
});

test('training is paused, which the page says, and goes on when the measurement is stopped', async () => {
  await page.evaluate(() => {
    location.hash = 'view=speed';
  });
  await page.evaluate(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    void lab.createAndTrain({ preset: 'facts', model: {}, training: { steps: 100_000 } });
  });
  await expect.poll(runState).toBe('training');
  await press('Measure again');
  await expect
    .poll(() => textsOf(`${view} >>> .banner`))
    .toEqual(['Training is paused while this page measures, and goes on afterwards.']);
  await expect.poll(runState).toBe('paused');
  await page.waitForFunction(
    () =>
      !document
        .querySelector('lab-app')
        ?.shadowRoot?.querySelector('lab-speed-view')
        ?.shadowRoot?.querySelector('.status')
        ?.textContent?.startsWith('Starting'),
  );
  await press('Stop');
  await expect.poll(runState).toBe('training');
  await expect
    .poll(() => textOf(`${view} >>> .status`))
    .toBe('Stopped. What was measured is shown, but not kept.');
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
});

test('a kernel above the rate of multiply-adds is shown as measured, with the reason', async () => {
  const report: HardwareReport = await measured();
  const [engine] = report.engines;
  const [fastest] = Object.values(engine.products[0].gflops) as number[];
  const slowed = { ...engine, fmaGflops: fastest / 1.5 };
  const text = await encodeReport({ ...report, engines: [slowed] });
  const hash = formatPage({ ...INITIAL_PAGE, view: 'speed', measured: text });
  await openLink(page, `${inject('pageUrl')}${hash}`);
  await page.waitForSelector(`${view} >>> section.machine:nth-child(2)`);
  const [, shared] = await textsOf(`${view} >>> section.machine .engines`);
  expect(shared).toContain(plain(formatPercent(1.5)));
  expect(shared).toContain('More than 100 %: other programs slowed down the measurement of the rate.');
});
