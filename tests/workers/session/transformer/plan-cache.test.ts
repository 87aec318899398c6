// One data set serves the check of settings, the memory estimate and the run.

import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { PlanCache } from '../../../../src/workers/session/transformer/plan-cache.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

let lab: Lab;
let resolve: MockInstance<PlanCache['resolve']>;

beforeEach(async () => {
  lab = await createLab();
  resolve = vi.spyOn(PlanCache.prototype, 'resolve');
});

afterEach(async () => {
  resolve.mockRestore();
  await lab.dispose();
});

/** How many data sets the plans so far have. */
const datasetCount = () => new Set(resolve.mock.results.map(({ value }) => value.dataset)).size;

it('problems, memory and create build one data set', async () => {
  const request = tinyRun();
  expect(await lab.transformer.problems(request)).toEqual([]);
  expect((await lab.transformer.costs(request))?.memory.total).toBeGreaterThan(0);
  await lab.transformer.create(request);
  expect(resolve).toHaveBeenCalledTimes(3);
  expect(datasetCount()).toBe(1);
});

it('other settings of the model and of training reuse it, other data do not', async () => {
  await lab.transformer.create(tinyRun());
  await lab.transformer.problems({ ...tinyRun({ seed: 3 }), model: { T: 4 } });
  expect(datasetCount()).toBe(1);
  await lab.transformer.problems({ ...tinyRun(), text: `${tinyRun().text} and more` });
  expect(datasetCount()).toBe(2);
});

it('a reset and a saved file of the current run reuse it', async () => {
  await lab.transformer.create(tinyRun());
  await lab.transformer.reset();
  await lab.transformer.open(await lab.transformer.save());
  expect(datasetCount()).toBe(1);
});
