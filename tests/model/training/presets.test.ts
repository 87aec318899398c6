// Every preset can be built and trained.

import { beforeAll, describe, expect, it } from 'vitest';
import { openCorpus } from '../../../src/cli/shared/corpora.ts';
import { configProblems } from '../../../src/model/architecture/config.ts';
import { createDataset, DATASET_NAMES } from '../../../src/model/data/datasets.ts';
import { loadCorpus } from '../../../src/model/data/text/corpora.ts';
import { getPreset, PRESETS } from '../../../src/model/training/presets.ts';
import { trainingProblems } from '../../../src/model/training/training-config.ts';

beforeAll(() => loadCorpus('moby-dick', openCorpus));

describe('presets', () => {
  it('there is one for each data set', () => {
    expect([...new Set(PRESETS.map(({ dataset }) => dataset.name))].sort()).toEqual(
      [...DATASET_NAMES].sort(),
    );
  });

  it.each(PRESETS)(
    '$name is within the limits, and its probes within its context',
    ({ dataset, model, training }) => {
      const { tokenizer, measures, batch } = createDataset(dataset);
      expect(configProblems({ ...model, V: tokenizer.vocabulary.length })).toEqual([]);
      expect(trainingProblems(training)).toEqual([]);
      const { tokens } = batch({ split: 'train', step: 0, seed: 0, B: training.B, T: model.T });
      expect(tokens).toHaveLength(training.B * model.T);
      for (const { probes } of measures) {
        for (const { tokens } of probes) expect(tokens.length).toBeLessThanOrEqual(model.T);
      }
    },
  );

  it('lists the presets in the error about an unknown one', () => {
    expect(getPreset('facts').title).toBe('Facts');
    expect(() => getPreset('fact')).toThrow(
      "preset: 'fact' is unknown; there are facts, league, stories, repeats, text, moby-dick, world, modular, copy, sort, parity, brackets",
    );
  });
});
