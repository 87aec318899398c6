// Restored runs start at the layer of their state. Each must equal a run of the whole network with the same interventions.

import { expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { causalTrace, type Trace, traceStates } from '../../../src/lenses/causal-trace/causal-trace.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { softmax } from '../../../src/model/generation/sampler.ts';
import type {
  AffineIntervention,
  Inspector,
  InspectorRequest,
  NDArray,
} from '../../../src/model/inspection/inspector.ts';
import type { UpperLayersRequest } from '../../../src/model/inspection/upper-layers-program.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const TOKENS = [3, 1, 4, 1, 5];
const SUBJECT = { first: 1, last: 2 };
const SAMPLES = 3;
const T = 8;

/** The trace, and the noise that it added to each sample's embeddings. */
async function traceWithNoise(inspector: Inspector, config: ModelConfig) {
  const noise: AffineIntervention[] = [];
  const recording = {
    run: (request: InspectorRequest) => {
      const added = request.interventions?.get('hook_embed');
      if (added) noise.push(added);
      return inspector.run(request);
    },
    runFrom: (request: UpperLayersRequest) => inspector.runFrom(request),
  } as Inspector;
  const prompt = { tokens: TOKENS, subject: SUBJECT };
  const settings = { samples: SAMPLES, standardDeviation: 0.5, seed: 0 };
  const trace = await runToCompletion(causalTrace(recording, config, prompt, settings));
  expect(noise).toHaveLength(1);
  return { trace, noise: noise[0] };
}

/** Probability of the answer by the whole network, mean over the samples. */
async function direct(
  inspector: Inspector,
  config: ModelConfig,
  noise: AffineIntervention,
  { answer }: Trace,
  [name, position]: [ActivationName, number],
): Promise<number> {
  const { C, V } = config;
  const tokens = new Int32Array(SAMPLES * T);
  for (let row = 0; row < SAMPLES; row++) tokens.set(TOKENS, row * T);
  const cleanRun = await inspector.run({ B: SAMPLES, T, tokens, names: [name] });
  const clean = cleanRun.activations.get(name) as NDArray;
  const restored = {
    factor: new Float32Array(clean.data.length).fill(1),
    offset: new Float32Array(clean.data.length),
  };
  for (let row = 0; row < SAMPLES; row++) {
    const at = (row * T + position) * C;
    restored.factor.fill(0, at, at + C);
    restored.offset.set(clean.data.subarray(at, at + C), at);
  }
  const interventions = new Map<ActivationName, AffineIntervention>([
    ['hook_embed', noise],
    [name, restored],
  ]);
  const { activations } = await inspector.run({ B: SAMPLES, T, tokens, names: ['logits'], interventions });
  const { data } = activations.get('logits') as NDArray;
  const probabilities = Array.from({ length: SAMPLES }, (_, row) => {
    const at = (row * T + TOKENS.length - 1) * V;
    return softmax(data.subarray(at, at + V))[answer];
  });
  return probabilities.reduce((sum, p) => sum + p) / SAMPLES;
}

it.each([['GPT-2', TINY_CONFIG], ...PART_CONFIGS] as const)(
  'of %s equal runs of the whole network',
  async (_, config) => {
    const executor = await WasmExecutor.create();
    const { inspector, dispose } = tinyModel(executor, config);
    const { trace, noise } = await traceWithNoise(inspector, config);
    for (const [s, { name }] of traceStates(config).entries()) {
      expect(trace.restored[s][0]).toBe(trace.corrupted);
      for (let position = SUBJECT.first; position < TOKENS.length; position++) {
        const expected = await direct(inspector, config, noise, trace, [name, position]);
        expect(trace.restored[s][position], `${name} at ${position}`).toBeCloseTo(expected, 6);
      }
    }
    // The noise changes the answer's probability, and states return it: the comparison is not of equal numbers.
    expect(Math.abs(trace.clean - trace.corrupted)).toBeGreaterThan(1e-4);
    dispose();
    executor.dispose();
  },
);
