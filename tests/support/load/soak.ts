// Soak test: long training with open views, changing prompts, new models and all chapters.
import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { readDigitFile } from '../../../src/model/digits/digit-file.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import type { NetworkKind } from '../../../src/workers/rpc/api/lab-api.ts';
import { type MemoryUsage, measureMemory, navigate } from './lab-page.ts';

/** Small models: many steps and many inspections. */
const MODELS = [
  {
    preset: 'facts',
    settings: 'L=2&H=2&C=32',
    prompts: ['Michael Jordan plays the sport of', 'The capital of France is'],
  },
  { preset: 'stories', settings: 'L=1&H=2&C=32', prompts: ['the king', 'the old queen'] },
  { preset: 'repeats', settings: 'L=2&H=2&C=32', prompts: ['', 'ba be'] },
  { preset: 'league', settings: 'L=1&H=2&C=32', prompts: ['', 'Fans of'] },
];

export interface SoakOptions {
  /** Minimum duration; the last round is finished. */
  readonly milliseconds: number;
  /** Chapters per round. */
  readonly chapters: number;
  /** Distinct moments of each chapter, one per round. */
  readonly moments: number;
  /** Models per round. */
  readonly models: number;
  readonly onRound?: (usage: MemoryUsage, rounds: number) => void;
}

/** Memory usage at the end of each round. */
export async function soak(
  page: Page,
  { milliseconds, chapters, moments, models, onRound }: SoakOptions,
): Promise<MemoryUsage[]> {
  const begin = Date.now();
  const rounds: MemoryUsage[] = [];
  while (Date.now() - begin < milliseconds || rounds.length < 3) {
    for (const { preset, settings, prompts } of MODELS.slice(0, models)) {
      await navigate(page, `view=train&preset=${preset}&${settings}&weights=fresh`);
      await makeAndTrain(page, preset);
      const before = await stepOf(page);
      for (const prompt of prompts) {
        await navigate(
          page,
          `view=attention&preset=${preset}&${settings}&weights=fresh&prompt=${encodeURIComponent(prompt)}`,
        );
        await waitForIdle(page);
      }
      await visitChapters(
        page,
        `preset=${preset}&${settings}&weights=fresh`,
        chapters,
        rounds.length % moments,
      );
      // Training has continued while views were open, and the model can be saved meanwhile.
      expect(await stepOf(page)).toBeGreaterThan(before);
      expect(await savedPreset(page)).toBe(preset);
      await expectPersisted(page, 'model', stepOfModel);
    }
    await navigate(page, 'view=course&preset=facts');
    await pauseAll(page);
    await expectPersisted(page, 'digits', stepOfDigits);
    await makeFresh(page);
    rounds.push(await measureMemory(page, begin));
    onRound?.(rounds[rounds.length - 1], rounds.length);
  }
  return rounds;
}

/** Creates and trains a model; repeats if the model of the page's URL loads later and replaces it. */
async function makeAndTrain(page: Page, preset: string): Promise<void> {
  const make = () =>
    page.evaluate(async (preset) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      await lab.pause();
      await lab.create({ preset, model: { L: 1, H: 2, C: 32 }, training: { steps: 100_000 } });
      void lab.train();
    }, preset);
  await make();
  await expect
    .poll(async () => {
      const { run, runState, step } = await page.evaluate(
        () => (document.querySelector('lab-app') as LabApp).lab.value,
      );
      if (run?.preset !== preset || runState === 'ready') await make();
      return step;
    })
    .toBeGreaterThan(5);
}

/** Visits a moment of each chapter, another one every round; also trains the digit network. */
async function visitChapters(page: Page, settings: string, count: number, round: number): Promise<void> {
  for (const { number, moments, network } of COURSE.slice(0, count)) {
    const { startTime } = moments[(round * 3 + number) % moments.length];
    await navigate(page, `view=chapter&chapter=${number}&at=${startTime}&${settings}`);
    await page.waitForFunction(isShown, { timeout: 60_000 }, `lab-chapter-${number}-stage`);
    if (network === 'digits') await learnDigits(page);
    await waitForIdle(page);
  }
}

/** Runs in the page: a handle on an element, even an intermediate one, would keep it alive. */
const isShown = (stage: string) =>
  document
    .querySelector('lab-app')
    ?.shadowRoot?.querySelector('lab-chapter-view')
    ?.shadowRoot?.querySelector(stage)
    ?.checkVisibility() === true;

/** The bundled network is fully trained: a new one is created. */
async function learnDigits(page: Page): Promise<void> {
  const error = await page.evaluate(async () => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab;
    await digits.initialize();
    if (digits.value.runState === 'finished')
      await digits.create({ preset: 'digits', training: { steps: 100_000 } });
    await digits.step();
    return digits.value.error;
  });
  expect(error).toBeUndefined();
}

/** Waits until views have received results and rendered. */
const waitForIdle = (page: Page) =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.client.diagnose({ speed: false });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await new Promise(requestAnimationFrame);
  });

const stepOf = (page: Page) =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.step);

/** Saves the model during training, and reads the preset from the header of the file. */
const savedPreset = (page: Page) =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const bytes = await lab.client.transformer.save();
    const size = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    return JSON.parse(header.__metadata__.origin).settings.preset as string;
  });

const pauseAll = (page: Page) =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await Promise.all([lab.pause(), lab.digits.pause()]);
  });

const makeFresh = (page: Page) =>
  page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.create({
      preset: 'facts',
      model: { L: 1, H: 2, C: 32 },
    }),
  );

/** The stored run equals the trained one, and its file passes validation. Deletes it afterwards. */
async function expectPersisted(
  page: Page,
  network: NetworkKind,
  stepIn: (file: Uint8Array) => number | undefined,
): Promise<void> {
  const { file, ...saved } = await page.evaluate(async (network) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { digits, runs } = lab;
    const run = network === 'model' ? lab : digits;
    await run.pause();
    await runs.flush();
    // Sorted by time of change, newest first.
    const card = (await lab.client.runs.list()).find((one) => one.network === network);
    const bytes = await lab.client.runs.export(card?.id ?? '', { optimizer: true });
    if (card && network === 'model') await runs.remove(card);
    return {
      autosave: runs.value.autosave.state,
      step: run.value.step,
      summaryStep: card?.step,
      file: bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''),
    };
  }, network);
  expect(saved).toEqual({ autosave: 'saved', step: saved.step, summaryStep: saved.step });
  expect(stepIn(Uint8Array.from(file, (letter) => letter.charCodeAt(0)))).toBe(saved.step);
}

/** Undefined without optimizer state, which an exact resumption needs. */
function stepOfModel(file: Uint8Array): number | undefined {
  const { origin, moments } = readCheckpoint(file);
  return moments && origin?.step;
}

function stepOfDigits(file: Uint8Array): number | undefined {
  const { step, moments } = readDigitFile(file);
  return moments && step;
}

/** Relative growth between rounds: one cached view more or less. */
const MAX_ENGINE_GROWTH = 0.25;
/** Relative growth of node and listener counts. */
const MAX_COUNT_GROWTH = 0.1;

/**
 * Asserts that memory does not grow: medians of the earlier and later half of the rounds differ by at most `heap` bytes and
 * by `MAX_COUNT_GROWTH` in nodes and listeners; maxima of the engine's memory by `MAX_ENGINE_GROWTH`.
 */
export function expectFlat(rounds: readonly MemoryUsage[], heap: number): void {
  const half = Math.ceil(rounds.length / 2);
  const [earlier, later] = [rounds.slice(0, half), rounds.slice(-half)];
  for (const of of ['pageHeap', 'workerHeap'] as const)
    expect(median(later, of) - median(earlier, of), `growth of ${of}`).toBeLessThan(heap);
  for (const of of ['nodes', 'listeners'] as const)
    expect(median(later, of), `median of ${of}`).toBeLessThanOrEqual(
      median(earlier, of) * (1 + MAX_COUNT_GROWTH),
    );
  for (const of of ['engineBytes', 'engineBuffers', 'wasmMemory'] as const)
    expect(most(later, of), `most of ${of}`).toBeLessThanOrEqual(most(earlier, of) * (1 + MAX_ENGINE_GROWTH));
}

const most = (rounds: readonly MemoryUsage[], of: keyof MemoryUsage) =>
  Math.max(...rounds.map((usage) => usage[of]));

function median(rounds: readonly MemoryUsage[], of: keyof MemoryUsage): number {
  const values = rounds.map((usage) => usage[of]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
