// Every variant of every WGSL kernel in a training step: `node scripts/run.mjs bench/variants.ts [small|middle] [pass]`
// with the prefix of a pass's name, such as `linear`, to print only those.

import { GpuExecutor } from '../src/kernels/backends/webgpu/gpu-executor.ts';
import {
  firstSupported,
  isSupported,
  type VariantSelector,
} from '../src/kernels/backends/webgpu/variant-selection.ts';
import { BENCHMARK_CONFIGS } from '../src/model/training/benchmark-configs.ts';
import { startNodeEngine } from '../src/node/node-engine.ts';
import { type PassTime, timePasses } from '../src/workers/speed/passes.ts';

/** More variants than any pass has. */
const ROUNDS = 5;

const [name = 'small', beginning = ''] = process.argv.slice(2);
const config = BENCHMARK_CONFIGS[name];
if (!config)
  throw new Error(`bench/variants.ts: '${name}' is not one of ${Object.keys(BENCHMARK_CONFIGS).join(', ')}`);
const { executor } = await startNodeEngine('webgpu');
if (!(executor instanceof GpuExecutor)) throw new Error('bench/variants.ts: there is no WebGPU here');

const best = new Map<string, Map<string, PassTime>>();
for (let round = 0; round < ROUNDS; round++) {
  for (const time of await timePasses(withVariantChoice(executor, chooseNthVariant(round)), config)) {
    const variants = best.get(time.name) ?? new Map<string, PassTime>();
    best.set(time.name, variants);
    const variant = time.variant ?? '';
    const known = variants.get(variant);
    if (!known || time.milliseconds < known.milliseconds) variants.set(variant, time);
  }
}
executor.dispose();

for (const [pass, variants] of best) {
  if (variants.size === 1 || !pass.startsWith(beginning)) continue;
  const columns = [...variants].map(
    ([variant, { milliseconds, gflops }]) =>
      `${variant} ${milliseconds.toFixed(3)} ms ${gflops.toFixed(2)} GFLOP/s`,
  );
  console.log(`${pass}\n    ${columns.join('\n    ')}`);
}

/** The n-th variant of each pass that has at least n. */
function chooseNthVariant(n: number): VariantSelector {
  return (step, adapter) => {
    const variant = step.pass.variants[n];
    return variant && isSupported(variant, step, adapter) ? variant : firstSupported(step, adapter);
  };
}

function withVariantChoice(executor: GpuExecutor, choose: VariantSelector) {
  return {
    allocate: executor.allocate.bind(executor),
    compile: ((plan, shared) => executor.compile(plan, shared, choose)) satisfies GpuExecutor['compile'],
    adapterKind: executor.adapterKind,
    idle: executor.idle.bind(executor),
  };
}
