// Speed of every variant of a matrix product at three sizes.

import type { Executor } from '../../kernels/backends/executor.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { linear } from '../../kernels/ops/linear/linear.ts';
import { matmulVariants } from '../../kernels/ops/linear/matmul.ts';
import { random } from '../../shared/random.ts';
import type { ProductSpeed } from '../rpc/api/hardware-api.ts';
import { minTime } from './passes.ts';

export const PRODUCTS = [
  { size: 128, label: 'product 128 × 128' },
  { size: 512, label: 'product 512 × 512' },
  { size: 1024, label: 'product 1024 × 1024' },
] as const;

const SECONDS_PER_VARIANT = 0.1;
/** Milliseconds of work between two synchronizations, which take up to a millisecond on a GPU. */
const LONG_ENOUGH = { webgpu: 10, wasm: 2, reference: 2 };
/** A variant that would take longer at the next size is left out: a driver ends a dispatch after seconds. */
const MAX_MILLISECONDS = 400;

/** Variants for hardware GPUs take a software adapter seconds to compile, and many times as long to run as its own. */
export function leftOutVariants({
  backend,
  adapterKind,
}: Pick<Executor, 'backend' | 'adapterKind'>): string[] {
  if (backend !== 'webgpu' || adapterKind === 'hardware') return [];
  return matmulVariants.filter(({ preferredOn }) => preferredOn === 'hardware').map(({ name }) => name);
}

/** `smaller` is the result at a smaller size, from which the time at this one is estimated. */
export async function measureProduct(
  executor: Executor,
  size: number,
  smaller?: ProductSpeed,
): Promise<ProductSpeed> {
  const graph = new Graph();
  const x = graph.input('x', [size, size]);
  const weight = graph.input('weight', [size, size]);
  graph.apply(linear, { x, weight }, { name: 'y' });
  const product = plan({ graph, layout: { length: 0, offsets: new Map() } });
  const [{ label, pass, k }] = product.steps;
  const gigaOperations = pass.flops(k) / 1e9;
  const stream = random(size, 'product');
  const values = Float32Array.from({ length: size * size }, () => stream.normal());

  const leftOut = new Set(leftOutVariants(executor));
  const variants = pass.variants.map(({ name }) => name).filter((name) => !leftOut.has(name));
  const names = executor.backend === 'webgpu' ? variants : [''];
  const gflops: Record<string, number | null> = {};
  for (const requested of names) {
    const known = smaller?.gflops[requested];
    if (known === null || (known && (1000 * gigaOperations) / known > MAX_MILLISECONDS)) {
      gflops[requested] = null;
      continue;
    }
    const program = await executor.compile(product, {}, { [label]: requested });
    try {
      const name = program.variants[label];
      // Another one runs where this adapter or size does not allow the requested one.
      if (requested && name !== requested) continue;
      program.write(x, values);
      program.write(weight, values);
      const milliseconds = await minTime(
        executor,
        () => program.run(),
        SECONDS_PER_VARIANT,
        LONG_ENOUGH[executor.backend],
      );
      gflops[name] = (1000 * gigaOperations) / milliseconds;
    } finally {
      program.dispose();
    }
  }
  return { size, gflops };
}
