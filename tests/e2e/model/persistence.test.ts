// Saved runs survive the page, its worker, its tab and its browser; if storage fails, the page shows a message.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { downloaded } from '../../support/browser/downloads.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

/** A small model with a constant learning rate: a shorter run takes the same first steps. */
const MODEL = { L: 2, H: 2, C: 32, T: 32, mlpWidth: 64 };
const TRAINING = { B: 16, learningRate: 0.001, minLearningRate: 0.001, warmupSteps: 0 };
const SIZES = Object.entries({ ...MODEL, ...TRAINING }).map(([name, value]) => `${name}=${value}`);
const SETTINGS = `preset=league&weights=fresh&${SIZES.join('&')}`;
const offer = `lab-app ${byRole('region', 'Resume run')}`;
const notifications = `lab-app ${byRole('region', 'Notifications')}`;

let profile: string;
let browser: Browser;
let page: Page;
let pageErrors: string[];
const { click, tableOf, textOf } = pageReader(() => page);

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'mini-llm-lab-profile-'));
  await open();
  await ready(page, 0);
});

afterAll(async () => {
  await browser?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function open(): Promise<void> {
  browser = await launchBrowser({ webgpu: false, profile });
  page = await newPage();
}

async function newPage(): Promise<Page> {
  const made = await browser.newPage();
  await made.setViewport({ width: 1280, height: 800 });
  pageErrors = collectPageErrors(made);
  await made.goto(`${inject('pageUrl')}#view=train&steps=100000&${SETTINGS}`);
  return made;
}

const ready = (on: Page, step: number) =>
  on.waitForFunction(
    (least) => {
      const app = document.querySelector('lab-app') as LabApp | null;
      return (
        app?.lab.value.run && !app.lab.value.pending && app.lab.value.step >= least && app.lab.runs.value.runs
      );
    },
    {},
    step,
  );

/** Trains with rests: the fewer steps, the shorter the uninterrupted run that is compared. */
const startTraining = (on: Page) =>
  on.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.client.throttle(0.1);
    void lab.train();
  });

/** The stored summary of the newest run. */
const newestRunSummary = (on: Page) =>
  on.evaluate(async () => (await (document.querySelector('lab-app') as LabApp).lab.client.runs.list())[0]);

/** Waits for this many saves of the run in training; returns their steps. */
async function waitForAutosaves(on: Page, count: number): Promise<number[]> {
  const steps: number[] = [];
  while (steps.length < count) {
    const step = await on.evaluate(async () => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const { id } = lab.runs.value.current.model;
      return (await lab.client.runs.list()).find((card) => card.id === id)?.step;
    });
    if (step !== undefined && step !== steps.at(-1)) steps.push(step);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return steps;
}

const state = (on: Page) =>
  on.evaluate(() => {
    const { step, runState, error } = (document.querySelector('lab-app') as LabApp).lab.value;
    return { step, runState, error };
  });

/** Resumes the offered run, and pauses it once it trains: opening takes a while. */
async function resumeOfferedRun({ step }: { step: number }): Promise<void> {
  await page.click(`${offer}${byRole('button', 'Resume training')}`);
  await ready(page, step + 1);
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
}

/** A new run in the open page, not saved yet. */
const createRun = (on: Page, steps = 100_000) =>
  on.evaluate(
    (model, training) =>
      (document.querySelector('lab-app') as LabApp).lab.create({ preset: 'league', model, training }),
    MODEL,
    { ...TRAINING, steps },
  );

/**
 * Losses two steps after the pause, of the paused run and of an uninterrupted one. The loss of the next step alone would not
 * depend on the optimizer state: only that step changes the weights.
 */
async function nextLosses(on: Page) {
  const loss = () =>
    on.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.series.points.at(-1)?.loss);
  const { step, runState } = await state(on);
  expect(runState).toBe('paused');
  for (let more = 1; more <= 2; more++) {
    await on.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.step());
    expect((await state(on)).step).toBe(step + more);
  }
  const got = await loss();
  await createRun(on, step + 2);
  await on.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.client.throttle(1);
    await lab.train();
  });
  return { got, want: await loss() };
}

test('a reload during training: the run is offered, and resumes with the loss of an uninterrupted run', async () => {
  await startTraining(page);
  const [before] = await waitForAutosaves(page, 1);
  await page.reload();
  await ready(page, 0);
  await page.waitForSelector(offer, { visible: true });
  const words = await textOf(`${offer}${byRole('paragraph')}`);
  expect(words).toMatch(/^Resume “league · .*”\? Step/);
  expect(words).toContain('interrupted while training');
  const card = await newestRunSummary(page);
  expect(card.step).toBeGreaterThanOrEqual(before);

  await resumeOfferedRun(card);
  const { got, want } = await nextLosses(page);
  expect(got).toBe(want);
  expect(pageErrors).toEqual([]);
});

test('a run that was paused is offered as well, and Resume goes on with its training', async () => {
  await createRun(page);
  await startTraining(page);
  await waitForAutosaves(page, 1);
  await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.pause();
    await lab.client.runs.flush();
  });
  const { step } = await state(page);
  await page.reload();
  await ready(page, 0);
  await page.waitForSelector(offer, { visible: true });
  expect(await textOf(`${offer}${byRole('paragraph')}`)).not.toContain('interrupted');
  await resumeOfferedRun({ step });
  expect((await state(page)).step).toBeGreaterThan(step);
  expect(pageErrors).toEqual([]);
});

test('a browser killed during training: saved data is intact, and no save is missing', async () => {
  await createRun(page);
  await startTraining(page);
  const [first] = await waitForAutosaves(page, 1);
  await ready(page, first + 1);
  // Four seconds early.
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.runs.flush());
  const { step } = await newestRunSummary(page);
  expect(step).toBeGreaterThan(first);
  browser.process()?.kill('SIGKILL');
  await new Promise((resolve) => browser.once('disconnected', resolve));

  await open();
  await ready(page, 0);
  await page.waitForSelector(offer, { visible: true });
  const card = await newestRunSummary(page);
  expect(card.step).toBeGreaterThanOrEqual(step);
  await resumeOfferedRun(card);
  const { got, want } = await nextLosses(page);
  expect(got).toBe(want);
});

test('a crashed tab: another tab offers the run', async () => {
  await createRun(page);
  await startTraining(page);
  const [step] = await waitForAutosaves(page, 1);
  const session = await page.createCDPSession();
  void session.send('Page.crash').catch(() => {});
  await new Promise((resolve) => page.once('error', resolve));
  page = await newPage();
  await ready(page, 0);
  await page.waitForSelector(offer, { visible: true });
  expect((await newestRunSummary(page)).step).toBeGreaterThanOrEqual(step);
  await page.click(`${offer}${byRole('button', 'Dismiss')}`);
  expect(await page.$(offer)).toBeNull();
});

test('a crashed worker: a new one restores the last snapshot', async () => {
  await createRun(page);
  await startTraining(page);
  const [step] = await waitForAutosaves(page, 1);
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('boom');
    });
  });
  await page.waitForFunction(() =>
    (document.querySelector('lab-app') as LabApp).lab.value.error?.includes('It was restarted'),
  );
  const now = await state(page);
  expect(now.step).toBeGreaterThanOrEqual(step);
  expect(now.error).toContain(`with the model of step ${now.step}.`);
  const { got, want } = await nextLosses(page);
  expect(got).toBe(want);
});

test('full storage: a message offers to save a file, and training continues', async () => {
  await createRun(page);
  await page.workers()[0].evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await startTraining(page);
  await page.waitForSelector(`${notifications}::-p-text(There is no room left on this device)`, {
    visible: true,
  });
  await page.waitForSelector(`${notifications}${byRole('button', 'Save as file')}`, { visible: true });
  const { step, runState } = await state(page);
  expect(runState).toBe('training');
  await page.waitForFunction(
    (least) => (document.querySelector('lab-app') as LabApp).lab.value.step > least,
    {},
    step,
  );
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
});

test('two tabs: one writes, the other shows a message and takes over when the first is closed', async () => {
  await startOver();
  const first = page;
  const second = await newPage();
  await ready(second, 0);
  await second.waitForSelector(`${notifications}::-p-text(Another tab of the lab saves runs)`, {
    visible: true,
  });
  expect(await second.$(offer)).toBeNull();
  await second.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.step());
  const before = await newestRunSummary(second);
  await first.close();
  await second.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.runs.value.autosave.state === 'saved',
  );
  await expect.poll(async () => (await newestRunSummary(second)).id).not.toBe(before.id);
  expect((await newestRunSummary(second)).step).toBe(1);
  page = second;
});

const savedRuns = `lab-app ${byRole('table', 'Saved runs')}`;
const names = async () => (await tableOf('Saved runs')).map(({ Name }) => Name);
/** Clicks a button of the last run. Clicks the element, not its position: notices above the list move it. */
async function pressInLastRow(label: string): Promise<void> {
  const button = (await page.$$(`${savedRuns}${byRole('button', label)}`)).at(-1);
  await button?.evaluate((element) => (element as HTMLElement).click());
}

/** The last step and loss of each compared curve, from the table that the page exports at full precision. */
async function comparedEnds(): Promise<{ name: string; last: [number, number] }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-curves-'));
  const chart = `lab-app ${byRole('region', 'Training loss')}${byRole('image')}`;
  const caption = await page.$eval(chart, (image) => image.ariaLabel);
  const file = await downloaded(page, folder, '.csv', async () => {
    await openFromMenu(page, 'Export');
    await click('button', `${caption} CSV`, '');
  });
  const lines = readFileSync(file, 'utf8').trim().split('\r\n');
  rmSync(folder, { recursive: true, force: true });
  // Names have commas, in quotes; the numbers below have none.
  const [header, ...rows] = lines.map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  const columns = header.slice(1).map((name) => name.replace(/^"(.*)"$/, '$1'));
  return columns.map((name, i) => {
    // A curve that ends earlier repeats its last loss.
    const end = rows.at(-1)?.[i + 1];
    const step = rows.find((cells) => cells[i + 1] === end)?.[0];
    return { name, last: [Number(step), Number(end)] };
  });
}

test('the list of runs: name, step and size, deletion with undo, comparison of loss curves', async () => {
  // The view first shows the previous list, until it is loaded again.
  await page.evaluate(async () => {
    await (document.querySelector('lab-app') as LabApp).lab.runs.refresh();
    location.hash = 'view=runs';
  });
  await page.waitForSelector(savedRuns, { visible: true });
  const before = await names();
  expect(before.length).toBeGreaterThanOrEqual(3);
  await pressInLastRow('Delete');
  await expect.poll(names).toHaveLength(before.length - 1);
  await click('button', 'Undo');
  await expect.poll(names).toEqual(before);

  await pressInLastRow('Rename');
  await page.keyboard.type('my first');
  await page.keyboard.press('Enter');
  await expect.poll(names).toContain('my first');

  for (const box of (await page.$$(`${savedRuns}${byRole('checkbox')}`)).slice(-2)) await box.click();
  const drawn = await comparedEnds();
  const saved = await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.runs.value.runs);
  for (const { name, last } of drawn) {
    const end = saved?.find((card) => card.name === name)?.curve.at(-1);
    expect(last).toEqual([end?.step, end?.loss]);
  }
  expect(drawn).toHaveLength(2);
});

test('a listed run is duplicated, exported to a file, and imported from it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-runs-'));
  const cards = () =>
    page.evaluate(async () => (document.querySelector('lab-app') as LabApp).lab.client.runs.list());
  const before = await cards();
  const last = before.at(-1);
  await pressInLastRow('Duplicate');
  await expect.poll(names).toHaveLength(before.length + 1);
  const [copy] = await cards();
  expect(copy).toMatchObject({ preset: last?.preset, step: last?.step, curve: last?.curve });
  expect(copy.id).not.toBe(last?.id);
  expect(await names()).toContain(copy.name);

  const file = await downloaded(page, folder, '.safetensors', () => pressInLastRow('Export'));
  expect(file).toContain(`step-${last?.step}.safetensors`);
  const [picker] = await Promise.all([page.waitForFileChooser(), click('button', 'Import …')]);
  await picker.accept([file]);
  await expect.poll(names).toHaveLength(before.length + 2);
  const [added] = await cards();
  expect(added).toMatchObject({ preset: last?.preset, step: last?.step, curve: last?.curve });
  // Includes the optimizer state, which is twice as large as the weights.
  expect(added.bytes).toBeGreaterThan(3 * 4 * added.parameterCount);
  rmSync(folder, { recursive: true, force: true });
});

test('a checkpoint preview shows heads and recall of its step, by keyboard; one click returns to the latest step', async () => {
  await page.evaluate(() => {
    location.hash = 'view=attention&preset=league';
  });
  const opened = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.runs.refresh();
    const card = lab.runs.value.runs?.find(({ past }) => past.steps.length > 2);
    if (card) await lab.openSaved(card.id);
    return card?.past.steps.map(({ step }) => step);
  });
  expect(opened?.length).toBeGreaterThan(2);
  const viewedSteps = () =>
    page.evaluate(async () => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      return {
        shown: lab.value.step,
        computed: (await lab.client.transformer.inspect({ text: lab.value.run?.prompts[0] ?? '', names: [] }))
          .step,
      };
    });
  const present = await viewedSteps();
  const main = `lab-app ${byRole('main')}`;
  const weights = `${main}::-p-text(Attention weights of)`;
  /** Table and pixels of the head, once the view shows this step. */
  const drawnAt = async (step: number) => {
    await page.waitForSelector(`${main}::-p-text(of your model · step ${step.toLocaleString('en')})`, {
      visible: true,
    });
    if (!(await page.$(weights))) await page.click(`${main}::-p-text(Show these numbers as a table)`);
    await page.waitForSelector(weights, { visible: true });
    return {
      table: await page.$eval(weights, (caption) => caption.closest('table')?.textContent),
      pixels: await page.$eval(`${main}${byRole('application')} canvas`, (canvas) =>
        (canvas as HTMLCanvasElement).toDataURL(),
      ),
    };
  };
  const drawn = await drawnAt(present.shown);
  await page.focus(`lab-app ${byRole('slider', 'Checkpoint')}`);
  await page.keyboard.press('Home');
  await expect.poll(viewedSteps).toEqual({ shown: opened?.[0], computed: opened?.[0] });
  await expect.poll(async () => (await drawnAt(opened?.[0] ?? -1)).table).not.toEqual(drawn.table);
  expect((await drawnAt(opened?.[0] ?? -1)).pixels).not.toEqual(drawn.pixels);
  await page.waitForSelector(`lab-app ${byRole('slider', 'Viewing checkpoint')}`, { visible: true });
  await page.waitForFunction(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return lab.value.evaluations.at(-1)?.step === lab.value.previewStep;
  });
  await click('button', 'Return to latest');
  await expect.poll(viewedSteps).toEqual(present);
  await expect.poll(() => drawnAt(present.shown)).toEqual(drawn);
});

test('storage cleared by the browser, during training and when idle: the run is saved again, without a message', async () => {
  await startOver();
  await startTraining(page);
  const [before] = await waitForAutosaves(page, 1);
  const session = await page.createCDPSession();
  const { origin } = new URL(page.url());
  const clear = () => session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await clear();
  // The storage contains nothing else.
  await expect
    .poll(
      async () =>
        (await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.runs.list()))
          .length,
    )
    .toBe(1);
  await ready(page, before + 1);
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
  const { step } = await state(page);
  await expect.poll(async () => (await newestRunSummary(page)).step).toBe(step);
  // No training triggers a save, and concurrent reads succeed.
  const { changed } = await newestRunSummary(page);
  const readOften = page.evaluate(async () => {
    const { runs } = (document.querySelector('lab-app') as LabApp).lab.client;
    for (let times = 0; times < 200; times++) await runs.list();
  });
  await Promise.all([clear(), readOften]);
  await expect.poll(async () => (await newestRunSummary(page))?.changed).toBeGreaterThan(changed);
  expect((await newestRunSummary(page)).step).toBe(step);
  await session.detach();
  for (const role of ['status', 'alert']) expect(await page.$(`${notifications}${byRole(role)}`)).toBeNull();
  expect(pageErrors).toEqual([]);
});

test('blocked storage: everything works, a message explains it, and the model can be saved as a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-profile-'));
  mkdirSync(join(folder, 'Default'));
  // Like the browser setting “Block all cookies”.
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(blocked));
  const strict = await launchBrowser({ webgpu: false, profile: folder });
  const tab = await strict.newPage();
  await tab.goto(`${inject('pageUrl')}#view=train&steps=100000&${SETTINGS}`);
  await ready(tab, 0);
  expect(
    await tab.evaluate(() => {
      try {
        return window.localStorage.length;
      } catch (error) {
        return (error as Error).name;
      }
    }),
  ).toBe('SecurityError');
  await tab.waitForSelector(`${notifications}::-p-text(This browser keeps nothing for this page)`, {
    visible: true,
  });
  await startTraining(tab);
  await ready(tab, 20);
  const button = await tab.waitForSelector(`${notifications}${byRole('button', 'Save as file')}`, {
    visible: true,
  });
  const saved = await downloaded(tab, folder, '.safetensors', async () =>
    button?.evaluate((it) => (it as HTMLElement).click()),
  );
  expect(statSync(saved).size).toBeGreaterThan(10_000);
  const { runState, error } = await state(tab);
  expect(runState).toBe('training');
  expect(error).toBeUndefined();
  await strict.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('the digit network is saved too: after a reload during training its chapters offer it', async () => {
  const trains = () =>
    page.waitForFunction(() => {
      const { digits } = (document.querySelector('lab-app') as LabApp).lab;
      return digits.value.runState === 'training' && digits.value.step;
    });
  await page.evaluate(async () => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab;
    await digits.initialize();
    await digits.create({ preset: 'digits', training: { steps: 100_000 } });
    void digits.train();
  });
  await trains();
  const card = async () => {
    const newest = await newestRunSummary(page);
    return newest?.network === 'digits' ? newest.step : 0;
  };
  await expect.poll(card).toBeGreaterThan(0);
  const saved = await card();
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=3&at=0';
  });
  await page.reload();
  await page.waitForSelector(offer, { visible: true });
  await page.click(`${offer}${byRole('button', 'Resume training')}`);
  const step = await (await trains()).jsonValue();
  expect(step).toBeGreaterThanOrEqual(saved);
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.digits.pause());
});

/** A new page and a new run, not saved yet. */
async function startOver(): Promise<void> {
  await openLink(page, `${inject('pageUrl')}#view=train&steps=100000&${SETTINGS}`);
  await ready(page, 0);
}
