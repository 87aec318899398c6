// The largest width and context: three training steps on every executor, compared with the reference.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { adapterName, requestDevice } from '../../src/kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { transformerParameters } from '../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../src/model/architecture/config.ts';
import { initialWeights, Weights } from '../../src/model/architecture/weights.ts';
import { nextTokenTask } from '../../src/model/training/next-token-task.ts';
import { Trainer } from '../../src/model/training/trainer.ts';
import { random } from '../../src/shared/random.ts';
import { MODEL_LIMITS } from '../../src/shared/settings/model-settings.ts';
import { expectAllclose, relativeDistance } from '../support/kernels/allclose.ts';
import { requestTestAdapter } from '../support/kernels/gpu-device.ts';
import { wasmExecutors } from '../support/kernels/wasm-executors.ts';
import { withoutKeyBias } from '../support/model/goldens.ts';

const CONFIG: ModelConfig = {
  L: 2,
  H: 8,
  C: MODEL_LIMITS.C.max,
  T: MODEL_LIMITS.T.max,
  V: 96,
  mlpWidth: 4 * MODEL_LIMITS.C.max,
  activation: 'gelu',
  tied: true,
  initStd: 0.02,
};
const STEPS = 3;

interface Trained {
  readonly losses: number[];
  readonly norms: number[];
  /** Gradients of each step, by weight name. */
  readonly gradients: ReadonlyMap<string, Float32Array<ArrayBuffer>>[];
}

async function train(executor: Executor): Promise<Trained> {
  const parameters = transformerParameters(CONFIG);
  const weights = new Weights(executor, parameters);
  weights.set(initialWeights(parameters, { seed: 1, initStd: CONFIG.initStd }));
  const trainer = await Trainer.create(executor, weights, nextTokenTask(CONFIG, { B: 1, T: CONFIG.T }), {
    clipNorm: 1,
    optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
  });
  const trained: Trained = { losses: [], norms: [], gradients: [] };
  for (let step = 0; step < STEPS; step++) {
    const stream = random(1, 'large', String(step));
    const row = () => Int32Array.from({ length: CONFIG.T }, () => stream.integer(CONFIG.V));
    const { loss, gradientNorm } = await trainer.step({ tokens: row(), targets: row() }, step, 1e-3);
    trained.losses.push(loss);
    trained.norms.push(gradientNorm);
    trained.gradients.push(await trainer.gradients());
  }
  trainer.dispose();
  weights.dispose();
  executor.dispose();
  return trained;
}

/** With the kernels of a visitor's adapter, not those that compile quickly. */
async function gpuExecutor(): Promise<Executor> {
  const adapter = await requestTestAdapter();
  return new GpuExecutor(await requestDevice(adapter), adapterName(adapter));
}

let want: Trained;
beforeAll(async () => {
  want = await train(new ReferenceExecutor());
});

const executors: [string, () => Executor | Promise<Executor>][] = [
  ...wasmExecutors.map(([name, executor]): (typeof executors)[number] => [name, () => executor]),
  ['WebGPU', gpuExecutor],
];

describe.each(executors)('%s', (_, make) => {
  let got: Trained;
  beforeAll(async () => {
    got = await train(await make());
  });

  it('losses and gradient norms', () => {
    expectAllclose(got.losses, want.losses, { rtol: 1e-5, atol: 0, label: 'losses' });
    expectAllclose(got.norms, want.norms, { rtol: 1e-4, atol: 0, label: 'norms' });
  });

  // AdamW takes a full step even for tiny gradients: weights differ slightly from the second step on.
  it.each([
    [0, 1e-5],
    [1, 3e-4],
    [2, 3e-4],
  ])('every gradient of step %i, within %f as a whole', (step, most) => {
    const far = [...want.gradients[step]].flatMap(([name, gradient]) => {
      const ours = got.gradients[step].get(name) as Float32Array<ArrayBuffer>;
      const distance = relativeDistance(withoutKeyBias(name, ours), withoutKeyBias(name, gradient));
      return distance <= most ? [] : [`${name}: ${distance}`];
    });
    expect(far).toEqual([]);
  });
});
