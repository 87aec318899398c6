// Dictionaries are trained on the training split and evaluated on the held-out one: no evaluated row was trained on.

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { trainedAutoencoder } from '../../../../src/lenses/features/feature-lenses.ts';
import { requireTranscoders } from '../../../../src/model/training/dictionary/transcoder-set.ts';
import { Run } from '../../../../src/model/training/run.ts';
import { planRun } from '../../../../src/model/training/run-plan.ts';
import { type Job, runToCompletion } from '../../../../src/shared/job.ts';
import { sparseAutoencoderLens } from '../../../../src/workers/requests/training/sparse-autoencoder.ts';
import { transcodersLens } from '../../../../src/workers/requests/training/transcoders.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

const [, executor] = wasmExecutors[0];
const SETTINGS = { features: 8, k: 2, steps: 1, seed: 0 };
/** As strings, in which rows can be found in each other. */
const joined = (ids: ArrayLike<number>) => ` ${Array.from(ids).join(' ')} `;

describe.each(['facts', 'modular', 'sort', 'text'] as const)('%s', (preset) => {
  const create = () =>
    Run.create(
      executor,
      planRun({ preset, model: { L: 1, H: 1, C: 16, T: 48, mlpWidth: 16 }, training: { steps: 1 } }),
    );

  it.each([
    [
      'transcoders',
      async (run: Run) => {
        await runToCompletion(transcodersLens.compute(run, SETTINGS) as Job<unknown>);
        return requireTranscoders(run).corpus;
      },
    ],
    [
      'an autoencoder',
      async (run: Run) => {
        await runToCompletion(sparseAutoencoderLens.compute(run, { ...SETTINGS, layer: 0 }) as Job<unknown>);
        return trainedAutoencoder(run).corpus;
      },
    ],
  ])('%s', async (_, train) => {
    const run = await create();
    onTestFinished(() => run.dispose());
    const { dataset } = run.plan;
    const batches = vi.spyOn(dataset, 'batch');
    const { rows: trained, split } = await train(run);
    const evaluated = batches.mock.calls.flatMap(([{ split: own, B, T }], i) => {
      const { tokens } = batches.mock.results[i].value as { tokens: Int32Array };
      return own === 'validation'
        ? Array.from({ length: B }, (_, r) => tokens.subarray(r * T, (r + 1) * T))
        : [];
    });
    expect(split).toBe('train');
    expect(evaluated.length).toBeGreaterThan(64);
    expect(trained.length).toBeGreaterThan(64);
    if (dataset.text === undefined) {
      const held = evaluated.map(joined);
      for (const row of new Set(trained.map(joined)))
        expect(held.some((other) => other.includes(row))).toBe(false);
    } else {
      // Held-out windows may begin before the held-out end of the text; each reaches beyond all that was trained on.
      const ids = joined(dataset.tokenizer.encode(dataset.text).ids);
      const ends = (rows: readonly ArrayLike<number>[], find: 'indexOf' | 'lastIndexOf') =>
        rows.map(joined).map((row) => ids[find](row) + row.length);
      expect(Math.max(...ends(trained, 'indexOf'))).toBeLessThan(Math.min(...ends(evaluated, 'lastIndexOf')));
    }
  });
});
