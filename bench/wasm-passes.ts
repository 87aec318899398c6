// The CPU kernels pass by pass: `node scripts/run.mjs bench/wasm-passes.ts [small|middle] [simd|relaxed-simd]`

import { setFlagsFromString } from 'node:v8';
import { WasmExecutor } from '../src/kernels/backends/wasm/wasm-executor.ts';
import { BENCHMARK_CONFIGS } from '../src/model/training/benchmark-configs.ts';
import { timePasses } from '../src/workers/speed/passes.ts';

const [name = 'small', module] = process.argv.slice(2);
if (module === 'relaxed-simd') setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
const config = BENCHMARK_CONFIGS[name];
if (!config)
  throw new Error(
    `bench/wasm-passes.ts: '${name}' is not one of ${Object.keys(BENCHMARK_CONFIGS).join(', ')}`,
  );
if (module !== undefined && module !== 'simd' && module !== 'relaxed-simd') {
  throw new Error(`bench/wasm-passes.ts: '${module}' is neither simd nor relaxed-simd`);
}

const executor = await WasmExecutor.create(module);
const times = await timePasses(executor, config);
const total = times.reduce((sum, { uses, milliseconds }) => sum + uses * milliseconds, 0);
console.log(`${executor.adapter}, ${name}: ${total.toFixed(2)} ms a step in passes,`);
console.log(`${Math.round((config.B * config.T) / (total / 1000))} tokens/s at the most\n`);
for (const { name, uses, milliseconds, gflops } of times) {
  const share = `${((100 * uses * milliseconds) / total).toFixed(1)} %`;
  const columns = [share.padStart(7), `${uses} ×`.padStart(6), `${milliseconds.toFixed(3)} ms`.padStart(10)];
  console.log(...columns, `${gflops.toFixed(1)} GFLOP/s`.padStart(14), ` ${name}`);
}
