// Codes, scales and products of quantised matrices against PyTorch's numbers, on both CPU backends; what the ops refuse.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { quantizedEmbedding } from '../../../../src/kernels/ops/quantized-embedding/quantized-embedding.ts';
import { quantizedLinear } from '../../../../src/kernels/ops/quantized-linear/quantized-linear.ts';
import {
  type CodeBits,
  dequantizeRows,
  quantizeRows,
  scalesPerRow,
  unpackCodes,
  wordsPerRow,
} from '../../../../src/kernels/quantization.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { quantizedProduct } from '../../../support/kernels/quantized-product.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';

const golden = new Golden('quant');
const MATRICES = ['a', 'b'].flatMap((matrix) =>
  ([8, 4] as const).map((bits) => ({ matrix, bits, name: `${matrix}.int${bits}` })),
);

describe.each(MATRICES)('$name', ({ matrix, bits, name }) => {
  const weight = golden.floats(`${matrix}.weight`);
  const [N, K] = golden.shape(`${matrix}.weight`);
  const rows = quantizeRows(weight, K, bits);

  it('has the codes and the scales of PyTorch', () => {
    expect([...unpackCodes(rows.codes, K, bits)]).toEqual([...golden.integers(`${name}.codes`)]);
    expectAllclose(rows.scale, golden.floats(`${name}.scale`), { rtol: 1e-6, atol: 0, label: 'scale' });
    const numbers = dequantizeRows(rows, K, bits);
    expectAllclose(numbers, golden.floats(`${name}.weight`), { rtol: 1e-6, atol: 0, label: 'weight' });
  });

  it.each([['reference', new ReferenceExecutor()], ...wasmExecutors] as const)(
    'has the products of PyTorch: %s, five rows at once and one at a time',
    async (_, executor) => {
      const x = golden.floats(`${matrix}.x`);
      const y = golden.floats(`${name}.y`);
      const all = await quantizedProduct(executor, { x, ...rows, K, N, bits });
      expectAllclose(all, y, { ...TOLERANCE.forward, label: 'y' });
      for (let r = 0; r < 5; r++) {
        const one = await quantizedProduct(executor, { x: x.slice(r * K, (r + 1) * K), ...rows, K, N, bits });
        expectAllclose(one, y.slice(r * N, (r + 1) * N), { ...TOLERANCE.forward, label: `y[${r}]` });
      }
    },
  );
});

describe('rows of codes', () => {
  it('are padded to 16 bytes', () => {
    expect([16, 8, 4].map((bits) => wordsPerRow(33, bits as CodeBits))).toEqual([20, 12, 8]);
    expect([16, 8, 4].map((bits) => scalesPerRow(33, bits as CodeBits))).toEqual([0, 1, 2]);
  });

  it('have codes of 0 where numbers are 0 or too small for a scale', () => {
    const { codes, scale } = quantizeRows(Float32Array.of(0, 1e-45, -1e-45), 3, 8);
    expect([[...codes], [...scale]]).toEqual([[0, 0, 0, 0], [0]]);
  });

  it('hold half precision exactly, subnormal numbers too', () => {
    const halves = Float32Array.of(1, -0.5, 65504, 2 ** -24, -(2 ** -15), 0, 1.5);
    expect(dequantizeRows(quantizeRows(halves, 7, 16), 7, 16)).toEqual(halves);
  });
});

it.each(['simd', 'relaxed-simd'])('%s reads subnormal halves as they are', async (module) => {
  const [, executor] = wasmExecutors.find(([name]) => name === module) as (typeof wasmExecutors)[number];
  const halves = Float32Array.of(2 ** -24, -(2 ** -15), 2 ** -14, -65504, 0.1, 3, 4, 5, 6);
  const { codes } = quantizeRows(halves, 9, 16);
  const ones = new Float32Array(9).fill(0);
  for (const [i, half] of dequantizeRows({ codes }, 9, 16).entries()) {
    const x = ones.slice();
    x[i] = 1;
    expect([...(await quantizedProduct(executor, { x, codes, K: 9, N: 1, bits: 16 }))]).toEqual([half]);
  }
});

describe('refuses', () => {
  const graph = () => {
    const recorded = new Graph();
    const x = recorded.input('x', [2, 33]);
    const codes = (words: number) => recorded.input(`codes ${words}`, [7, words], 'i32');
    const scale = recorded.input('scale', [7, 1]);
    return { recorded, x, codes, scale };
  };

  it('rows of another length', () => {
    const { recorded, x, codes, scale } = graph();
    expect(() =>
      recorded.apply(quantizedLinear, { x, codes: codes(8), scale }, { name: 'y', attributes: { bits: 8 } }),
    ).toThrow('quantized-linear: 33 numbers of 8 bits need 12 words a row, got 8');
  });

  it('codes without their scales', () => {
    const { recorded, x, codes, scale } = graph();
    const options = { name: 'y', attributes: { bits: 8 } };
    expect(() => recorded.apply(quantizedLinear, { x, codes: codes(12) }, options)).toThrow(
      'quantized-linear: expected 1 scales a row, got none',
    );
    const ids = recorded.input('ids', [2], 'i32');
    const half = { name: 'z', attributes: { bits: 16, first: 0 }, dims: { C: 33 } };
    expect(() => recorded.apply(quantizedEmbedding, { ids, codes: codes(20), scale }, half)).toThrow(
      'quantized-embedding: expected no scales a row, got 1',
    );
  });
});
