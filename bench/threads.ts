// What threads give: training steps by shares of the batch on one thread and on several, by turns, in one run.
// `node scripts/run.mjs bench/threads.ts [2 4 …] [seconds]` in Node, whose threads are as the page's.

import { setFlagsFromString } from 'node:v8';
import { nodeEngine } from '../src/cli/engine.ts';
import { servesAsHand } from '../src/cli/hand-thread.ts';
import type { Executor } from '../src/kernels/executor.ts';
import { type BenchCase, CASES } from '../src/model/cases.ts';
import { nextTokenTask } from '../src/model/next-token-task.ts';
import { transformerParameters } from '../src/model/parameters.ts';
import { random } from '../src/model/random.ts';
import { type ShareHands, ShareTrainer } from '../src/model/shares/share-trainer.ts';
import { sharesFor } from '../src/model/shares/shares.ts';
import { Trainer } from '../src/model/trainer.ts';
import { initialWeights, Weights } from '../src/model/weights.ts';
import { benchCase } from './case.ts';
import { median, timed } from './training.ts';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
/** Both cases, and the size of the preset facts. */
const SIZES: Readonly<Record<string, BenchCase>> = { ...CASES, facts: benchCase('2,4,64,32,16,352') };
const ROUNDS = 3;
const OPTIONS = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
} as const;

if (!servesAsHand()) await compare(process.argv.slice(2).map(Number).filter(Boolean));

async function compare(counts: readonly number[]): Promise<void> {
  for (const threads of counts.length > 0 ? counts : [2]) {
    const { executor, hands } = await nodeEngine('cpu', threads);
    for (const [name, config] of Object.entries(SIZES)) await compareCase(executor, name, config, hands);
    hands?.dispose();
  }
}

async function compareCase(executor: Executor, name: string, config: BenchCase, hands?: ShareHands) {
  const shares = sharesFor(config.B, 1 + (hands?.count ?? 0));
  const weights = () => {
    const made = new Weights(executor, transformerParameters(config));
    made.set(initialWeights(made.parameters, { seed: 1, initStd: config.initStd }));
    return made;
  };
  const alone = await Trainer.create(executor, weights(), nextTokenTask(config, config), OPTIONS);
  const shared = await ShareTrainer.create(executor, weights(), config, {
    ...OPTIONS,
    B: config.B,
    shares,
    hands,
  });
  const stream = random(1, 'tokens');
  const tokens = Int32Array.from({ length: config.B * config.T }, () => stream.integer(config.V));
  const step = (trainer: Trainer<{ tokens: typeof tokens; targets: typeof tokens }> | ShareTrainer) => {
    let taken = 0;
    return async () => void (await trainer.step({ tokens, targets: tokens }, taken++, 1e-9));
  };
  const [one, many] = [step(alone), step(shared)];
  await timed(many, 2); // until all threads are ready
  for (let round = 0; round < ROUNDS; round++) {
    const [slow, fast] = [median(await timed(one, 2)), median(await timed(many, 2))];
    const rate = (ms: number) => Math.round((config.B * config.T * 1000) / ms).toLocaleString('en');
    console.log(
      `${name}: ${rate(slow)} tokens/s on one thread, ${rate(fast)} on ${shares}: × ${(slow / fast).toFixed(2)}`,
    );
  }
}
