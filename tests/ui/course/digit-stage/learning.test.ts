// The networks that learn at moments of chapters 1 to 3, trained as the map shows them: the answer ends right, the cost of the image falls.
import type { ReactiveControllerHost } from 'lit';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { MINI_BATCH_TRAINING } from '../../../../src/ui/course/03-backpropagation/sgd-training.ts';
import type { Moment } from '../../../../src/ui/course/chapter.ts';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { FIRST_IMAGES } from '../../../../src/ui/course/digit-stage/exemplars.ts';
import { fetchMapValues } from '../../../../src/ui/course/digit-stage/map-data.ts';
import { MomentShow } from '../../../../src/ui/course/digit-stage/moment-show.ts';
import { answerOf } from '../../../../src/ui/scenes/digits/values.ts';
import type { Digits } from '../../../../src/ui/state/digits/digit-store.ts';
import type { DigitTraining } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../../support/model/packed-mnist.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

let lab: Lab;
let digits: Digits;

beforeAll(async () => {
  lab = await createLab(await WasmExecutor.create(), openPackedMnist);
  await lab.digits.create({ preset: 'digits' });
  digits = lab.digits as unknown as Digits;
});
afterAll(() => lab.dispose());
afterEach(() => {
  vi.useRealTimers();
});

/** The steps that the map shows, and the seconds that it waits between them. */
function picturesOf({ picture = { at: 'network' } }: Moment, isCalm: boolean) {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  const host = { addController: () => undefined, requestUpdate: () => undefined };
  const show = new MomentShow(host as unknown as ReactiveControllerHost, () => isCalm);
  show.begin(picture);
  const [steps, start] = [[show.learned], Date.now()];
  while (show.learned < (picture.learns?.steps ?? 0)) {
    show.proceed();
    vi.advanceTimersByTime(show.pause ?? 0);
    steps.push(show.learned);
  }
  const seconds = (Date.now() - start) / 1000;
  vi.useRealTimers();
  return { steps, seconds };
}

interface Training {
  readonly training: DigitTraining;
  readonly split: 'train' | 'test';
  readonly index: number;
}

const trained = new Map<string, ReturnType<typeof trainAnew>>();

/** Most moments show the same. */
function train(training: Training, steps: readonly number[]): ReturnType<typeof trainAnew> {
  const key = JSON.stringify([training, steps]);
  const known = trained.get(key) ?? trainAnew(training, steps);
  trained.set(key, known);
  return known;
}

/** Cost and answer at each of these steps, and the digit that the image is of. */
async function trainAnew({ training, split, index }: Training, steps: readonly number[]) {
  const { comparisonRun } = await digits.lens('start-comparison-run', { from: 'fresh', training });
  const input = { split, indices: [index] };
  const shown = { weightsVersion: undefined, network: 'random', learned: 0, input } as const;
  const pictures = [];
  for (const [i, step] of steps.entries()) {
    await digits.lens('step-comparison-run', { comparisonRun, steps: step - (steps[i - 1] ?? 0) });
    const request = { ...shown, hasCost: true, hasGradient: false, batch: undefined };
    const values = await fetchMapValues(digits, request, comparisonRun);
    expect(values.step).toBe(step);
    pictures.push({ cost: values.cost?.total ?? Number.NaN, answer: answerOf(values).digit });
  }
  await digits.lens('end-comparison-run', { comparisonRun });
  const { labels } = await digits.lens('images', { split, from: index, count: 1 });
  return { pictures, label: labels[0] };
}

const learning = ([1, 2, 3] as const).flatMap((number) =>
  COURSE[number - 1].moments.flatMap((moment) => {
    const { title, picture, settings } = moment;
    const { split, image } = FIRST_IMAGES[number];
    const index = Number(settings?.image ?? image);
    return picture?.learns
      ? [{ name: `${number} · ${title}`, moment, training: picture.learns, split, index }]
      : [];
  }),
);

/** What a cost may rise above its lowest so far: the luck of batches. The mini-batches of chapter 3 are to show it. */
const riseOf = (training: DigitTraining) => (training === MINI_BATCH_TRAINING ? 0.25 : 0.12);

test.each(learning)('$name', async ({ moment, training, split, index }) => {
  for (const isCalm of [false, true]) {
    const { steps, seconds } = picturesOf(moment, isCalm);
    // Each picture is computed and drawn as well.
    expect(seconds).toBeLessThan((moment.endTime - moment.startTime) / 2);
    const { pictures, label } = await train({ training, split, index }, steps);
    const costs = pictures.map(({ cost }) => cost);
    expect([pictures[0].answer === label, pictures.at(-1)?.answer]).toEqual([false, label]);
    expect(costs[0]).toBeGreaterThan(1.5);
    expect(costs.at(-1)).toBeLessThan(0.25);
    const rises = costs.map((cost, i) => cost - Math.min(...costs.slice(0, i + 1)));
    expect(Math.max(...rises)).toBeLessThan(riseOf(training));
  }
});
