// A soak: training goes on for as long as is wished, with views open, prompts changing, models swapped and chapters walked.
import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { readDigitFile } from '../../../src/model/digits/digit-file.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import type { NetworkKind } from '../../../src/workers/rpc/api/lab-api.ts';
import { type MemoryUsage, measureMemory, navigate } from './lab-page.ts';

/** Small, so that there are many steps and many looks. */
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
  /** How long it goes on, at least: a round is finished. */
  readonly milliseconds: number;
  /** Chapters walked in a round. */
  readonly chapters: number;
  /** Different moments of each, one a round. */
  readonly moments: number;
  /** Models swapped in a round. */
  readonly models: number;
  readonly onRound?: (held: MemoryUsage, rounds: number) => void;
}

/** What was held after each round, always at the same point of it. */
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
      // Views were looked at, and training has gone on meanwhile; what it came to can be had at any time.
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

/** A model takes the place of the one before, and is trained; once more where the page's own, asked for by its address, came after it. */
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

/** A moment of each chapter, another one every round; the digit network learns a little as well. */
async function visitChapters(page: Page, settings: string, count: number, round: number): Promise<void> {
  for (const { number, moments, network } of COURSE.slice(0, count)) {
    const { startTime } = moments[(round * 3 + number) % moments.length];
    await navigate(page, `view=chapter&chapter=${number}&at=${startTime}&${settings}`);
    await page.waitForFunction(isShown, { timeout: 60_000 }, `lab-chapter-${number}-stage`);
    if (network === 'digits') await learnDigits(page);
    await waitForIdle(page);
  }
}

/** In the page: a handle on an element, and be it one that was passed on the way to another, would keep that element alive. */
const isShown = (stage: string) =>
  document
    .querySelector('lab-app')
    ?.shadowRoot?.querySelector('lab-chapter-view')
    ?.shadowRoot?.querySelector(stage)
    ?.checkVisibility() === true;

/** The network that came with the page has nothing to learn any more: a fresh one has. */
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

/** Long enough for views to ask and to draw. */
const waitForIdle = (page: Page) =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.client.diagnose({ speed: false });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await new Promise(requestAnimationFrame);
  });

const stepOf = (page: Page) =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.step);

/** Saved while it is trained, and whole: its first bytes are a header that says which preset it is. */
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

/** What is on the shelf is what was trained last, and whole: the reader believes no byte of it unseen. Then it is deleted. */
async function expectPersisted(
  page: Page,
  network: NetworkKind,
  stepIn: (file: Uint8Array) => number | undefined,
): Promise<void> {
  const { file, ...told } = await page.evaluate(async (network) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { digits, runs } = lab;
    const run = network === 'model' ? lab : digits;
    await run.pause();
    await runs.flush();
    // The last changed comes first.
    const card = (await lab.client.runs.list()).find((one) => one.network === network);
    const bytes = await lab.client.runs.export(card?.id ?? '', { optimizer: true });
    if (card && network === 'model') await runs.remove(card);
    return {
      keeping: runs.value.autosave.state,
      step: run.value.step,
      onCard: card?.step,
      file: bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''),
    };
  }, network);
  expect(told).toEqual({ keeping: 'saved', step: told.step, onCard: told.step });
  expect(stepIn(Uint8Array.from(file, (letter) => letter.charCodeAt(0)))).toBe(told.step);
}

/** With the optimiser's memory: without it, it would not go on exactly. */
function stepOfModel(file: Uint8Array): number | undefined {
  const { origin, moments } = readCheckpoint(file);
  return moments && origin?.step;
}

function stepOfDigits(file: Uint8Array): number | undefined {
  const { step, moments } = readDigitFile(file);
  return moments && step;
}

/** Of one round to the next: a view more or less that is kept ready. */
const MAX_ENGINE_GROWTH = 0.25;
/** Of what is in the document at the same point of two rounds. */
const MAX_COUNT_GROWTH = 0.1;

/**
 * Nothing may grow: the middle of the later half lies where that of the earlier half does, within `heap` bytes for what the
 * browser collects in its own time, and with as many nodes and listeners; and what the engine holds comes no higher than before.
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
  Math.max(...rounds.map((held) => held[of]));

function median(rounds: readonly MemoryUsage[], of: keyof MemoryUsage): number {
  const values = rounds.map((held) => held[of]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
