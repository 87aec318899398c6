// One data set serves the check of settings, the memory estimate and the run.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as datasets from '../../../../src/model/data/datasets.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

vi.mock(import('../../../../src/model/data/datasets.ts'), async (importOriginal) => {
  const original = await importOriginal();
  return { ...original, createDataset: vi.fn(original.createDataset) };
});

const createDataset = vi.mocked(datasets.createDataset);
let lab: Lab;

beforeEach(async () => {
  lab = await createLab();
  createDataset.mockClear();
});

afterEach(() => lab.dispose());

it('problems, memory and create build one data set', async () => {
  const request = tinyRun();
  expect(await lab.transformer.problems(request)).toEqual([]);
  expect((await lab.transformer.memory(request))?.total).toBeGreaterThan(0);
  await lab.transformer.create(request);
  expect(createDataset).toHaveBeenCalledOnce();
});

it('other settings of the model and of training reuse it, other data do not', async () => {
  await lab.transformer.create(tinyRun());
  await lab.transformer.problems({ ...tinyRun({ seed: 3 }), model: { T: 4 } });
  expect(createDataset).toHaveBeenCalledOnce();
  await lab.transformer.problems({ ...tinyRun(), text: `${tinyRun().text} and more` });
  expect(createDataset).toHaveBeenCalledTimes(2);
});

it('a reset and a saved file of the current run reuse it', async () => {
  await lab.transformer.create(tinyRun());
  await lab.transformer.reset();
  await lab.transformer.open(await lab.transformer.save());
  expect(createDataset).toHaveBeenCalledOnce();
});
