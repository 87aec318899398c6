// A product with a quantised matrix as a program of one op.

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { Graph } from '../../../src/kernels/graph/graph.ts';
import { plan } from '../../../src/kernels/graph/plan.ts';
import { quantizedLinear } from '../../../src/kernels/ops/quantized-linear/quantized-linear.ts';
import { type CodeBits, scalesPerRow, wordsPerRow } from '../../../src/kernels/quantization.ts';

export interface QuantizedProduct {
  /** (rows, K). */
  readonly x: Float32Array<ArrayBuffer>;
  readonly codes: Int32Array<ArrayBuffer>;
  readonly scale?: Float32Array<ArrayBuffer>;
  readonly K: number;
  readonly N: number;
  readonly bits: CodeBits;
}

/** (rows, N). */
export async function quantizedProduct(
  executor: Pick<Executor, 'compile'>,
  { x, codes, scale, K, N, bits }: QuantizedProduct,
): Promise<Float32Array<ArrayBuffer>> {
  const graph = new Graph();
  const inputs = {
    x: graph.input('x', [x.length / K, K]),
    codes: graph.input('codes', [N, wordsPerRow(K, bits)], 'i32'),
    ...(scale && { scale: graph.input('scale', [N, scalesPerRow(K, bits)]) }),
  };
  const { y } = graph.apply(quantizedLinear, inputs, { name: 'y', attributes: { bits } });
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  program.write(inputs.x, x);
  program.write(inputs.codes, codes);
  if (inputs.scale && scale) program.write(inputs.scale, scale);
  program.run();
  const product = await program.read(y);
  program.dispose();
  return product;
}
