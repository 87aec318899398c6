// Causal tracing, AND gates, model editing and taught facts on a real adapter: results equal the CPU's, and undo restores every byte.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import type { Lab } from '../../src/workers/session/lab.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { createLab } from '../support/workers/lab-fixtures.ts';

const EDIT_REQUEST = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'golf' };
const TRACE_REQUEST = { text: 'Michael Jordan plays the sport of', subject: 'Michael Jordan', samples: 4 };

let gpu: Lab;
let cpu: Lab;
beforeAll(async () => {
  [gpu, cpu] = await Promise.all([
    createFactsLab(await createTestGpuExecutor()),
    createFactsLab(await WasmExecutor.create()),
  ]);
});

afterAll(async () => {
  await gpu.dispose();
  await cpu.dispose();
});

async function createFactsLab(executor: Executor): Promise<Lab> {
  const lab = await createLab(executor);
  const model = { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16, initStd: 0.3 };
  await lab.transformer.create({ preset: 'facts', model, training: { B: 4 } });
  return lab;
}

it('causal tracing matches the CPU', async () => {
  const [one, other] = await Promise.all([
    gpu.transformer.lens('causal-trace', TRACE_REQUEST),
    cpu.transformer.lens('causal-trace', TRACE_REQUEST),
  ]);
  expect(one.corrupted).toBeCloseTo(other.corrupted, 5);
  one.rows.forEach(({ recovered }, row) => {
    recovered.forEach((share, position) => {
      expect(share).toBeCloseTo(other.rows[row].recovered[position], 2);
    });
  });
});

it('a model edit matches the CPU, and undo restores the weights exactly', async () => {
  const bytes = async () => readCheckpoint(await gpu.transformer.save()).weights;
  const before = await bytes();
  const [one, other] = [
    await gpu.transformer.applyEdit(EDIT_REQUEST),
    await cpu.transformer.applyEdit(EDIT_REQUEST),
  ];
  expect(await bytes()).not.toEqual(before);
  one.reading?.fitted.forEach(({ after }, i) => {
    expect(after.probability).toBeCloseTo(other.reading?.fitted[i].after.probability ?? 0, 2);
  });
  await gpu.transformer.undoEdit(one.id);
  await cpu.transformer.undoEdit(other.id);
  expect(await bytes()).toEqual(before);
});

it('counts and ablations of AND neurons match the CPU', async () => {
  const [one, other] = await Promise.all(
    [gpu, cpu].map((lab) => lab.transformer.lens('and-gates-facts', { layer: 0, count: 1 })),
  );
  expect(one.subjects).toHaveLength(1);
  expect(one).toEqual(other);
});

it('taught facts match the CPU', async () => {
  const rows = [
    { subject: 'Grant Sanderson', relation: 'sport', answer: 'chess' },
    { subject: 'France', relation: 'capital', answer: 'Rome' },
  ];
  const [one, other] = await Promise.all(
    [gpu, cpu].map(async ({ transformer }) => {
      const { step, userFacts } = await transformer.teach(rows, 20);
      expect({ step, userFacts }).toEqual({ step: 0, userFacts: rows });
      expect(await transformer.train()).toBe('finished');
      const { facts } = await transformer.lens('facts', {});
      return facts
        .filter(({ own }) => own)
        .flatMap(({ replies }) => replies.map((reply) => reply.probability));
    }),
  );
  expect(one).toHaveLength(other.length);
  expect(one.length).toBeGreaterThan(2);
  for (const [i, probability] of one.entries()) expect(probability).toBeCloseTo(other[i], 4);
});
