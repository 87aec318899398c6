// What a visitor's machine is and how fast the lab is on it, for who cannot look over their shoulder.

import type { Executor } from '../kernels/executor.ts';
import { OPS } from '../kernels/ops.ts';
import { type BenchCase, CASES } from '../model/cases.ts';
import type { Batch } from '../model/data/dataset.ts';
import { transformerParameters } from '../model/parameters.ts';
import type { InPieces } from '../model/pieces.ts';
import { random } from '../model/random.ts';
import { nextTokenTrainer, type ShareHands, type ShareTrainer } from '../model/shares/share-trainer.ts';
import { sharesFor } from '../model/shares/shares.ts';
import type { Trainer } from '../model/trainer.ts';
import { initialWeights, Weights } from '../model/weights.ts';
import type { Diagnostics, SpeedReport } from './diagnostics-api.ts';
import type { StartedEngine } from './engine.ts';

const WARM_UP_STEPS = 3;
const FEWEST_STEPS = 5;
/** A case is measured for about this long, compiling left out. */
const MILLISECONDS = 1500;
const OPTIONS = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
} as const;

/** With `speed`, trains both cases for a moment, step by step, so that everything else goes on between. */
export async function* diagnose(
  { executor, engine, hands, details }: StartedEngine,
  { speed }: { speed: boolean },
): InPieces<Diagnostics> {
  const speeds: SpeedReport[] = [];
  if (speed) {
    for (const [name, config] of Object.entries(CASES))
      speeds.push(yield* measure(executor, name, config, hands));
  }
  const selfTest =
    engine.backend === 'webgpu'
      ? `passed: all ${OPS.length} ops agree with plain arithmetic on this adapter`
      : 'not needed: no GPU computes';
  const memory = { ...executor.usage, ...(executor.memoryBytes && { reserved: executor.memoryBytes }) };
  return { ...engine, selfTest, details: { ...details }, memory, speeds };
}

async function* measure(
  executor: Executor,
  name: string,
  config: BenchCase,
  hands: ShareHands | undefined,
): InPieces<SpeedReport> {
  const { L, H, C, T, B, V } = config;
  const weights = new Weights(executor, transformerParameters(config));
  let trainer: Trainer<Batch> | ShareTrainer | undefined;
  try {
    weights.set(initialWeights(weights.parameters, { seed: 1, initStd: config.initStd }));
    yield { what: `${name}: compiling its kernels`, done: 0, total: 1 };
    const shares = sharesFor(B, 1 + (hands?.count ?? 0));
    trainer = await nextTokenTrainer(executor, weights, config, { ...OPTIONS, B, shares, hands });
    const stream = random(1, 'tokens');
    const tokens = Int32Array.from({ length: B * T }, () => stream.integer(V));
    const times: number[] = [];
    let measured = 0;
    for (let step = 0; times.length < FEWEST_STEPS || measured < MILLISECONDS; step++) {
      await executor.idle(); // what others have queued is not this step's
      const begin = performance.now();
      await trainer.step({ tokens, targets: tokens }, step, 1e-3);
      const time = performance.now() - begin;
      if (step >= WARM_UP_STEPS) {
        times.push(time);
        measured += time;
      }
      const total = Math.max(WARM_UP_STEPS + FEWEST_STEPS, step + 1, Math.ceil(MILLISECONDS / time));
      yield { what: `${name}: steps measured`, done: step + 1, total };
    }
    times.sort((a, b) => a - b);
    const median = times[times.length >> 1];
    return {
      name,
      sizes: `L${L} H${H} C${C} T${T} B${B} V${V}`,
      tokensPerSecond: Math.round((B * T * 1000) / median),
      steps: times.length,
      variants: counted(trainer.variants),
    };
  } finally {
    trainer?.dispose();
    weights.dispose();
  }
}

/** `linear.forward / blocks.0.attn.qkv` → its variant, as `linear.forward` → how often each. */
function counted(variants: Readonly<Record<string, string>>): SpeedReport['variants'] {
  const counts: SpeedReport['variants'] = {};
  for (const [label, variant] of Object.entries(variants)) {
    const pass = label.split(' / ')[0];
    counts[pass] ??= {};
    counts[pass][variant] = (counts[pass][variant] ?? 0) + 1;
  }
  return counts;
}
