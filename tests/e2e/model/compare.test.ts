// Two runs side by side on the built page: the same batches, both curves, figures of the engine, saved runs.

import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { formatLoss } from '../../../src/ui/format/quantities.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { findClippedElements } from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const main = byRole('main');

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

afterAll(() => browser?.close());
afterEach(async () => {
  await page.close();
  expect(pageErrors).toEqual([]);
});

const { press, textOf, textsOf, tableOf } = pageReader(() => page);

async function openPage(comparison: string): Promise<void> {
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}#view=compare&compare=${comparison}`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
}

/** What the worker has reported of each variant. */
const variants = () =>
  page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.comparison.value.variants.map(
      ({ runState, step, series, evaluations }) => ({
        runState,
        step,
        losses: series.points.map(({ loss }) => loss),
        evaluations: evaluations.map(({ step, validationLoss, habits }) => ({
          step,
          validationLoss,
          habits,
        })),
      }),
    ),
  );

const until = (state: string) =>
  expect.poll(async () => (await variants()).map(({ runState }) => runState)).toEqual([state, state]);

/** A run of its own with these settings, trained to its end as the current model. */
const trainAlone = (optimizer: 'adamw' | 'muon', steps: number) =>
  page.evaluate(
    async (optimizer, steps) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      await lab.createAndTrain({ preset: 'repeats', model: {}, training: { optimizer, steps } });
      const { series, evaluations } = lab.value;
      return {
        losses: series.points.map(({ loss }) => loss),
        last: evaluations.at(-1),
      };
    },
    optimizer,
    steps,
  );

test('two runs on the same batches: curves over one another, with the numbers of each run alone', async () => {
  await openPage('repeats,optimizer:adamw:muon,steps:10:10');
  await press(main, 'Train both');
  await until('finished');
  const [adamw, muon] = await variants();
  // The same weights and the same batch: the optimizer acts after the first loss.
  expect(adamw.losses[0]).toBe(muon.losses[0]);
  expect(adamw.losses[9]).not.toBe(muon.losses[9]);
  expect(adamw.evaluations.map(({ step }) => step)).toEqual(muon.evaluations.map(({ step }) => step));
  for (const [variant, optimizer] of [[adamw, 'adamw'] as const, [muon, 'muon'] as const]) {
    const alone = await trainAlone(optimizer, 10);
    expect(variant.losses).toEqual(alone.losses);
    expect(variant.evaluations.at(-1)).toMatchObject({ validationLoss: alone.last?.validationLoss });
  }

  expect(await textsOf(`${main}${byRole('status')}`)).toContainEqual('Ended after 10 steps.');
  expect(await textOf(byRole('region', 'Settings of both runs'))).toContain(
    'Both are trained on the same batches. 39,936 weights start with the same values.',
  );
  const figures = Object.fromEntries((await tableOf('Latest figures')).map((row) => [row.figure, row]));
  expect(figures['validation loss']).toMatchObject({
    AdamW: formatLoss(adamw.evaluations.at(-1)?.validationLoss),
    Muon: formatLoss(muon.evaluations.at(-1)?.validationLoss),
  });
  for (const chart of [
    'Losses of AdamW and Muon by training step',
    'copying of AdamW and Muon by training step',
  ])
    expect(await textsOf(`${main}${byRole('image', chart)}`)).toHaveLength(1);
  const heads = byRole('region', 'Formation of heads');
  const score = (variant: typeof muon) =>
    Math.max(
      ...(variant.evaluations
        .at(-1)
        ?.habits.find(({ habit }) => habit === 'induction')
        ?.scores.flat() ?? []),
    );
  const captions = await textsOf(`${heads}${byRole('listitem')}`);
  for (const [name, variant] of [['AdamW', adamw] as const, ['Muon', muon] as const])
    expect(captions.join()).toContain(`${name} best head now ${score(variant).toFixed(2)}, layer`);
  expect(await textOf(`${heads}${byRole('status')}`)).toMatch(/^Neither forms one: best scores /);

  expect(await axeViolations(page)).toEqual([]);
  for (const [width, height] of [
    [360, 740],
    [1440, 900],
  ]) {
    await page.setViewport({ width, height });
    await expect.poll(() => page.evaluate(findClippedElements)).toEqual([]);
  }

  await press(main, 'Save Muon as a run');
  await page.evaluate(() => {
    location.hash = 'view=runs';
  });
  await expect
    .poll(() => textsOf(`${main}${byRole('row')}`))
    .toContainEqual(expect.stringContaining('repeats, Muon'));
});

test('pauses both at one step and continues; wrong settings are told at their field and change nothing', async () => {
  await openPage('repeats,H:4:2');
  await press(main, 'Train both');
  await expect.poll(async () => Math.min(...(await variants()).map(({ step }) => step))).toBeGreaterThan(1);
  await press(main, 'Pause');
  await until('paused');
  const paused = await variants();
  expect(paused[0].step).toBe(paused[1].step);
  await press(main, 'Continue');
  await expect.poll(async () => (await variants())[1].step).toBeGreaterThan(paused[1].step);
  await press(main, 'Pause');
  await until('paused');
  const before = await variants();

  await page.evaluate(() => {
    location.hash = 'view=compare&compare=repeats,H:4:3';
  });
  await expect
    .poll(() => textsOf(`${main}${byRole('paragraph')}`))
    .toContainEqual(expect.stringContaining('Settings changed'));
  await press(main, 'Train both');
  const row = `${main}${byRole('group', 'Heads per layer (H)')}`;
  await expect
    .poll(() => textsOf(`${row}${byRole('alert')}`))
    .toEqual([expect.stringContaining('Variant B: C is 64 and H is 3')]);
  expect(await variants()).toEqual(before);
});

test('the bar at the bottom trains nothing that the page does not show; what is in training can be paused', async () => {
  const dock = `lab-app ${byRole('region', 'Model')}`;
  const dockButtons = async () => (await textsOf(`${dock}${byRole('button')}`)).slice(1); // after the engine
  await openPage('repeats,H:4:2');
  await page.waitForSelector(`${dock} >>> ::-p-text(This page trains two models of its own.)`);
  expect(await dockButtons()).toEqual([]);
  await page.evaluate(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    void lab.createAndTrain({ preset: 'repeats', model: {}, training: { steps: 100_000 } });
  });
  await expect.poll(dockButtons).toContainEqual('Pause');
  await press(dock, 'Pause');
  await expect.poll(dockButtons).toEqual([]);
});
