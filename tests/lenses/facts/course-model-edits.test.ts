// Rank-one edits in the bundled model of the course: the thresholds of docs/world.md, on some of its twenty facts.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const COUNT = 2;

it('change what is said of one fact in all wordings, and keep the other answers', async () => {
  const { transformer } = await createLab(await WasmExecutor.create());
  await transformer.open(new Uint8Array(readFileSync('public/models/world.safetensors')));
  const { edits, success, paraphrase, kept } = await transformer.lens('edit-benchmark', { count: COUNT });
  expect(edits).toHaveLength(COUNT);
  expect(success).toBeGreaterThanOrEqual(0.95);
  expect(paraphrase).toBeGreaterThanOrEqual(0.9);
  expect(kept).toBeGreaterThanOrEqual(0.94);
  await transformer.dispose();
}, 300_000);
