// End-to-end tests of the digit network: its run besides the transformer's, its lenses, lazy loading of images.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { PartLoader } from '../../../../src/model/data/mnist/mnist.ts';
import type {
  DigitEvent,
  DigitInput,
  DigitRequest,
  Tensor,
} from '../../../../src/workers/rpc/api/lab-api.ts';
import type { StartedEngine } from '../../../../src/workers/session/engine/start-engine.ts';
import { Lab } from '../../../../src/workers/session/lab.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { openPackedMnist } from '../../../support/model/packed-mnist.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { type RecordedEvent, recordEvents } from '../../../support/workers/lab-fixtures.ts';

const SMALL: DigitRequest = {
  preset: 'digits',
  training: { images: 500, B: 10, steps: 40, learningRate: 1 },
};
const TEST_IMAGES: DigitInput = { split: 'test', indices: [0, 1, 2, 3, 4, 5, 6, 7] };

let lab: Lab;
let events: DigitEvent[];
let opened: string[];

/** A lab on the CPU's kernels that notes which of the digits' files it opens. */
async function makeLab(makeEngine?: () => Promise<StartedEngine>) {
  opened = [];
  events = [];
  const open: PartLoader = (part) => {
    opened.push(part);
    return openPackedMnist(part);
  };
  const wasm = async (): Promise<StartedEngine> => {
    const executor = await WasmExecutor.create();
    return { executor, engine: { backend: 'wasm', adapter: executor.adapter } };
  };
  lab = new Lab(undefined, makeEngine ?? wasm, open);
  await lab.start({ backend: 'cpu' });
  await lab.digits.subscribe((event) => events.push(event));
}

const states = () => events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

beforeEach(() => makeLab());
afterEach(() => lab.dispose());

describe('the run', () => {
  it('is created without images, which are fetched for training', async () => {
    const run = await lab.digits.create(SMALL);
    expect(run).toMatchObject({ sizes: [784, 16, 16, 10], parameterCount: 13_002, step: 0 });
    expect(opened).toEqual([]);
    expect(await lab.digits.train()).toBe('finished');
    expect(opened).toEqual(['first']);
    expect(states()).toEqual(['none', 'ready', 'training', 'finished']);
    const evaluation = events.findLast((event) => event.type === 'evaluation');
    expect(evaluation).toMatchObject({
      evaluation: { step: 40, test: { count: 1000 }, train: { count: 500 } },
    });
    const data = events.filter((event) => event.type === 'data');
    expect(data.at(-1)).toEqual({ type: 'data', data: { train: 5000, test: 1000 } });
    expect(data.some((event) => event.type === 'data' && event.data.pending?.loaded === 6000)).toBe(true);
  });

  it('is independent of the transformer', async () => {
    await lab.transformer.create(tinyRun());
    await lab.digits.create(SMALL);
    await Promise.all([lab.transformer.train(), lab.digits.train()]);
    const alone = new Lab(undefined, async () => {
      const executor = await WasmExecutor.create();
      return { executor, engine: { backend: 'wasm', adapter: executor.adapter } };
    });
    await alone.start({ backend: 'cpu' });
    await alone.transformer.create(tinyRun());
    await alone.transformer.train();
    const prompt = { text: 'a cat', names: ['logits'] } as const;
    const looks = await Promise.all(
      [lab, alone].map((each) => each.transformer.inspect({ ...prompt, names: ['logits'] })),
    );
    expect(looks[0]).toEqual(looks[1]);
    await alone.dispose();
    expect((await lab.digits.lens('activations', TEST_IMAGES)).step).toBe(40);
  });

  it('pauses, steps and resets', async () => {
    await lab.digits.create(SMALL);
    await lab.digits.step();
    await lab.digits.step();
    expect((await lab.digits.lens('weights', {})).step).toBe(2);
    expect((await lab.digits.reset()).step).toBe(0);
    expect(states().at(-1)).toBe('ready');
  });

  it('a pause while images load cancels training', async () => {
    await lab.digits.create(SMALL);
    const training = lab.digits.train();
    await lab.digits.pause();
    expect(await training).toBe('ready');
    expect((await lab.digits.lens('weights', {})).step).toBe(0);
  });

  it('is saved and restored with its settings and step', async () => {
    await lab.digits.create(SMALL);
    await lab.digits.step();
    const before = await lab.digits.lens('activations', TEST_IMAGES);
    const bytes = await lab.digits.save();
    await lab.digits.create({ preset: 'digits-relu' });
    expect(await lab.digits.open(bytes)).toMatchObject({
      preset: 'digits',
      step: 1,
      training: { images: 500 },
    });
    expect(await lab.digits.lens('activations', TEST_IMAGES)).toEqual(before);
    await expect(lab.digits.open(bytes.slice(0, 100))).rejects.toThrow();
  });

  it('names each invalid setting', async () => {
    const problems = await lab.digits.problems({
      preset: 'digits',
      hidden: [16, 0],
      training: { learningRate: -1, B: 600, images: 500 },
    });
    expect(problems.map(({ field, message }) => [field, message])).toEqual([
      [
        'hidden',
        'neurons is 0; it must be a whole number from 1 to 256: wider layers do not fit the picture.',
      ],
      ['learningRate', 'learningRate is -1; it must be a number from 0.000001 to 100.'],
      ['minLearningRate', 'minLearningRate is -1; it must be a number from 0 to 100.'],
      ['B', 'B is 600; a batch can be at most the 500 images there are to learn from.'],
    ]);
    await expect(lab.digits.train()).rejects.toThrow('There is no digit network yet; create one first.');
  });

  it('is unchanged, at the same step, after its engine is lost', async () => {
    await lab.dispose();
    let die: (message: string) => void = () => {};
    class MortalExecutor extends ReferenceExecutor {
      override readonly lost = new Promise<string>((resolve) => {
        die = resolve;
      });
    }
    await makeLab(async () => {
      const executor = new MortalExecutor();
      return { executor, engine: { backend: 'reference', adapter: executor.adapter } };
    });
    await lab.digits.create({ ...SMALL, hidden: [4], training: { ...SMALL.training, steps: 2 } });
    await lab.digits.train();
    const before = await lab.digits.lens('weights', {});
    const labEvents: RecordedEvent[] = [];
    await recordEvents(lab, labEvents);
    await lab.runs.flush();
    die('The device was lost.');
    while (labEvents.every(({ type }) => type !== 'notice') || states().at(-1) !== 'finished')
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await lab.digits.lens('weights', {})).toEqual(before);
  });

  it('is unchanged, at the same step, on another engine, and continues training', async () => {
    await lab.digits.create({ ...SMALL, hidden: [4], training: { ...SMALL.training, steps: 2 } });
    await lab.digits.step();
    const before = await lab.digits.lens('weights', {});
    await lab.switchEngine({ backend: 'cpu' });
    expect(await lab.digits.lens('weights', {})).toEqual(before);
    expect(await lab.digits.train()).toBe('finished');
  });
});

describe('lenses', () => {
  beforeEach(async () => {
    await lab.digits.create({ ...SMALL, training: { ...SMALL.training, steps: 400 } });
    for (let i = 0; i < 5; i++) await lab.digits.step();
  });

  it('images: those of one digit only, with their pixels from 0 to 1', async () => {
    const { indices, labels, pixels } = await lab.digits.lens('images', {
      split: 'test',
      from: 0,
      count: 5,
      digit: 7,
    });
    expect(labels).toEqual([7, 7, 7, 7, 7]);
    expect(indices[0]).toBe(0); // the first image of the test set is a 7
    expect(pixels.shape).toEqual([5, 784]);
    expect(Math.max(...pixels.data)).toBe(1);
    expect(Math.min(...pixels.data)).toBe(0);
  });

  it('weighted sum: terms and bias add up to z, and σ of it is a', async () => {
    for (const [layer, neuron] of [
      [1, 3],
      [2, 15],
      [3, 9],
    ]) {
      const sum = await lab.digits.lens('weighted-sum', {
        input: { split: 'test', indices: [2] },
        layer,
        neuron,
      });
      const total = sum.terms.data.reduce((all, term) => all + term, sum.bias);
      expect(total).toBeCloseTo(sum.z, 4);
      expect(1 / (1 + Math.exp(-sum.z))).toBeCloseTo(sum.a, 5);
    }
  });

  it('cost: ten squared differences per image, and their sum; the largest output is the prediction', async () => {
    const { terms, costs, mean: all, outputs, targets } = await lab.digits.lens('cost', TEST_IMAGES);
    expect(targets.data.slice(0, 10)).toEqual(Float32Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 0));
    outputs.data.forEach((a, i) => {
      expect(terms.data[i]).toBeCloseTo((a - targets.data[i]) ** 2, 6);
    });
    expect(costs.data[0]).toBeCloseTo(mean(terms.data.slice(0, 10)) * 10, 5);
    expect(all).toBeCloseTo(mean(costs.data), 6);
  });

  it('nudges: each row is the gradient of its example, and their mean that of the batch', async () => {
    const weights = [
      { layer: 1, neuron: 4, from: 400 },
      { layer: 1, neuron: 0 },
      { layer: 2, neuron: 7, from: 3 },
      { layer: 3, neuron: 2, from: 15 },
      { layer: 3, neuron: 2 },
    ];
    const table = await lab.digits.lens('example-gradients', { input: TEST_IMAGES, weights });
    expectAllclose(table.mean.data, table.batch.data, { rtol: 0, atol: 1e-5, label: 'mean of nudges' });
    const gradient = await lab.digits.lens('gradient', { split: 'test', indices: [5] });
    const own = [
      gradient.layers[0].weights.data[4 * 784 + 400],
      gradient.layers[0].biases.data[0],
      gradient.layers[1].weights.data[7 * 16 + 3],
      gradient.layers[2].weights.data[2 * 16 + 15],
      gradient.layers[2].biases.data[2],
    ];
    expectAllclose(table.examples.data.slice(25, 30), own, { rtol: 1e-4, atol: 1e-6, label: 'example 5' });
    expect(own.some((value) => Math.abs(value) > 1e-3)).toBe(true);
  });

  it('desired changes of all outputs add up to the negative gradient of the previous layer', async () => {
    const { layers } = await lab.digits.lens('desired-changes', { split: 'test', indices: [1] });
    expect(layers).toHaveLength(3);
    for (const { fromNext, activations } of layers.slice(0, 2)) {
      const [rows, columns] = (fromNext as Tensor).shape;
      const sums = Float32Array.from({ length: columns }, (_, k) =>
        Array.from({ length: rows }, (_, j) => (fromNext as Tensor).data[j * columns + k]).reduce(
          (a, b) => a + b,
        ),
      );
      expectAllclose(sums, (activations as Tensor).data, {
        rtol: 1e-4,
        atol: 1e-6,
        label: 'sum of desired changes',
      });
    }
  });

  it('test: every image counts once, and errors are off the diagonal', async () => {
    const { confusion, accuracy, count, wrong } = await lab.digits.lens('test', {
      split: 'test',
      mostWrong: 2000,
    });
    const right = Array.from({ length: 10 }, (_, d) => confusion.data[d * 11]).reduce((a, b) => a + b);
    expect(count).toBe(1000);
    expect(confusion.data.reduce((a, b) => a + b)).toBe(1000);
    expect(accuracy).toBeCloseTo(right / 1000, 9);
    expect(wrong).toHaveLength(1000 - right);
  });

  it('manually set weights are used, and subscribers are notified', async () => {
    const input: DigitInput = { split: 'test', indices: [0] };
    await lab.digits.setWeights([
      { layer: 3, neuron: 4, value: 2.5 },
      { layer: 3, neuron: 4, from: 0, value: -1 },
    ]);
    const sum = await lab.digits.lens('weighted-sum', { input, layer: 3, neuron: 4 });
    expect(sum.bias).toBe(2.5);
    expect(sum.weights.data[0]).toBe(-1);
    expect(events.at(-1)).toEqual({ type: 'weights', step: 5 });
    await expect(lab.digits.setWeights([{ layer: 4, neuron: 0, value: 1 }])).rejects.toThrow(
      'a network of 784-16-16-10 has no bias to neuron 0 of layer 4',
    );
    await expect(lab.digits.setWeights([{ layer: 1, neuron: 0, value: Number.NaN }])).rejects.toThrow('NaN');
  });
});

describe('cost slices and comparison runs', () => {
  beforeEach(async () => {
    await lab.digits.create(SMALL);
    await lab.digits.train();
  });

  it.each(['random', 'gradient', 'path'] as const)(
    'a slice along %s has the present cost in its middle',
    async (directions) => {
      const slice = await lab.digits.lens('cost-slice', { directions, seed: 1, images: 200 });
      const { costs } = await lab.digits.lens('cost-slice-values', {
        slice: slice.slice,
        ys: [0, 0.5],
        xs: [-0.5, 0, 0.02],
      });
      const gradient = await lab.digits.lens('gradient', {
        split: 'train',
        indices: Array.from({ length: 200 }, (_, i) => i),
      });
      expect(costs.data[1]).toBeCloseTo(gradient.cost, 5);
      const here = slice.path.at(-1);
      expect(here).toMatchObject({ step: 40, x: 0, y: 0 });
      expect(here?.cost).toBeCloseTo(gradient.cost, 5);
      expect(slice.path[0].step).toBe(0);
      expect(slice.path[0].cost).toBeGreaterThan(gradient.cost);
      if (directions === 'path') expect(slice.path[0].x).toBeCloseTo(-1, 5);
      if (directions === 'gradient') expect(costs.data[2]).toBeLessThan(costs.data[1]);
    },
  );

  it('a slice through two comparison runs contains their common start and both ends', async () => {
    const runs = await Promise.all(
      [10, 50].map((B) => lab.digits.lens('start-comparison-run', { from: 'fresh', training: { B } })),
    );
    const [a, b] = runs.map(({ comparisonRun }) => comparisonRun);
    for (const comparisonRun of [a, b, a, b])
      await lab.digits.lens('train-comparison-run', { comparisonRun, steps: 10 });
    const request = { directions: 'comparisonRuns', seed: 1, images: 100 } as const;
    const {
      slice,
      comparisonPaths = [],
      path,
    } = await lab.digits.lens('cost-slice', { ...request, comparisonRuns: [a, b] });
    expect(path).toEqual([]);
    expect(comparisonPaths.map((each) => each.map(({ step }) => step))).toEqual([
      [0, 10, 20],
      [0, 10, 20],
    ]);
    for (const [start] of comparisonPaths) expect([start.x, start.y]).toEqual([0, 0]);
    expect(comparisonPaths[0][0].cost).toBe(comparisonPaths[1][0].cost);
    const ends = comparisonPaths.map((each) => each[2]);
    expect(ends[1].x).toBeCloseTo(1, 4);
    expect(ends[1].y).toBeCloseTo(0, 4);
    // The plane holds both ends: there, its cost is theirs.
    for (const { x, y, cost } of ends) {
      const { costs } = await lab.digits.lens('cost-slice-values', { slice, xs: [x], ys: [y] });
      expect(costs.data[0]).toBeCloseTo(cost, 3);
    }
    await expect(lab.digits.lens('cost-slice', request)).rejects.toThrow('needs two of them');
  });

  it('a replaced slice is rejected with a message', async () => {
    const first = await lab.digits.lens('cost-slice', { directions: 'random', seed: 1, images: 10 });
    await lab.digits.lens('cost-slice', { directions: 'random', seed: 2, images: 10 });
    const request = { slice: first.slice, ys: [0], xs: [0] };
    await expect(lab.digits.lens('cost-slice-values', request)).rejects.toThrow('it was replaced by another');
  });

  it('a comparison run trains separately, and the current run stays unchanged', async () => {
    const before = await lab.digits.lens('weights', {});
    const { slice } = await lab.digits.lens('cost-slice', { directions: 'path', seed: 1, images: 100 });
    const { comparisonRun } = await lab.digits.lens('start-comparison-run', {
      from: 'current',
      training: { B: 500, learningRate: 2, minLearningRate: 2 },
    });
    const start = await lab.digits.lens('train-comparison-run', { comparisonRun, steps: 0, slice });
    expect(start.place).toMatchObject({ x: 0, y: 0 });
    const later = await lab.digits.lens('train-comparison-run', { comparisonRun, steps: 10, slice });
    expect(later.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(later.train.cost).toBeLessThan(start.train.cost);
    expect(await lab.digits.lens('weights', {})).toEqual(before);
    expect(await lab.digits.lens('end-comparison-run', { comparisonRun })).toEqual({ ended: true });
    await expect(lab.digits.lens('train-comparison-run', { comparisonRun, steps: 1 })).rejects.toThrow(
      'it has ended',
    );
  });

  it('shuffled labels are a permutation: memorized in training, at chance on test images', async () => {
    const learning = { B: 50, learningRate: 4, minLearningRate: 4, steps: 400 };
    const [honest, shuffled] = await Promise.all(
      [false, true].map(async (shuffledLabels) => {
        const training = { ...learning, shuffledLabels };
        const { comparisonRun } = await lab.digits.lens('start-comparison-run', { from: 'fresh', training });
        return lab.digits.lens('train-comparison-run', { comparisonRun, steps: 400 });
      }),
    );
    expect(honest.test.accuracy).toBeGreaterThan(0.4);
    expect(shuffled.test.accuracy).toBeLessThan(0.3);
    expect(shuffled.train.cost).toBeGreaterThan(honest.train.cost);
  });
});
