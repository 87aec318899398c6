// Learning rates that an optimizer brings are in the file of a run, so that another default changes no saved run; the state of an
// optimizer is read as that of the optimizer that the run has, named or not.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { readSafeTensors, writeSafeTensors } from '../../../src/model/files/safetensors.ts';
import { getPreset } from '../../../src/model/training/presets.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun, type RunSettings } from '../../../src/model/training/run-plan.ts';
import { EMPTY_HISTORY } from '../../../src/shared/history/history.ts';
import { NO_EDITS } from '../../../src/workers/model-editing/edit-history.ts';
import { restoreRun, serializeRun } from '../../../src/workers/persistence/run-file.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';

type Training = RunSettings['training'];

async function fileOf(training: Training): Promise<Uint8Array> {
  const plan = planRun({ ...tinyRun(), training });
  const run = await Run.create(new ReferenceExecutor(), plan);
  const { config, settings, dataset } = plan;
  const origin = { settings, step: 0, engine: '', variants: {} };
  return writeCheckpoint({ config, weights: await run.weights.get(), tokenizer: dataset.tokenizer, origin });
}

/** The file as it was written before optimizers brought learning rates: with the given settings alone. */
async function olderFileOf(training: Training): Promise<Uint8Array> {
  const { tensors, metadata } = readSafeTensors(await fileOf({ optimizer: 'adamw' }));
  const settings = { ...tinyRun(), training };
  const origin = JSON.stringify({ settings, step: 0, engine: '', variants: {} });
  const others = [...metadata].filter(([key]) => key !== 'digest');
  return writeSafeTensors({ tensors, metadata: new Map([...others, ['origin', origin]]) });
}

const ratesOf = (file: Uint8Array) => {
  const { learningRate, minLearningRate } = restoreRun(file, '').plan.training;
  return [learningRate, minLearningRate];
};

const { training: preset } = getPreset(tinyRun().preset);

it('a run with SGD keeps its rates, which its file holds', async () => {
  const file = await fileOf({ optimizer: 'sgd' });
  expect(ratesOf(file)).toEqual([0.3, 0.03]);
  const { origin } = readCheckpoint(file);
  expect(origin?.settings.training).toEqual({ optimizer: 'sgd', learningRate: 0.3, minLearningRate: 0.03 });
});

it.each([
  [{ optimizer: 'sgd' }, [preset.learningRate, preset.minLearningRate]],
  [{ optimizer: 'sgd', learningRate: 0.1 }, [0.1, preset.minLearningRate]],
  [{ optimizer: 'sgd', learningRate: 0.1, minLearningRate: 0.05 }, [0.1, 0.05]],
] as const)('an older file with %o is trained with the rates of then', async (training, expected) => {
  expect(ratesOf(await olderFileOf(training))).toEqual(expected);
});

it('other runs are written with their settings as they are', async () => {
  const settings = { optimizer: 'muon', steps: 3 } as const;
  expect(readCheckpoint(await fileOf(settings)).origin?.settings.training).toEqual(settings);
});

it('the state of an optimizer that the preset brings is read again, as that of one that is named', async () => {
  const { preset, ...named } = { preset: 'world', optimizer: getPreset('world').training.optimizer };
  expect(named).toEqual({ optimizer: 'muon' });
  for (const optimizer of [{}, named, { optimizer: 'adamw' } as const]) {
    const model = { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16 };
    const plan = planRun({ preset, model, training: { B: 1, ...optimizer } });
    const run = await Run.create(new ReferenceExecutor(), plan);
    await run.train();
    const snapshot = await run.snapshot();
    const file = serializeRun({ plan, snapshot, edits: NO_EDITS, history: EMPTY_HISTORY, engine: '' });
    expect(readCheckpoint(file).moments).toEqual(snapshot.moments);
    expect(restoreRun(file, '').from.moments).toEqual(snapshot.moments);
  }
});
