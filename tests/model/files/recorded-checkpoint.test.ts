// Checkpoints of bundled models: 8 bits a weight, with one scale a row.

import { describe, expect, it, test } from 'vitest';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { Parameter } from '../../../src/model/architecture/parameters.ts';
import { initialWeights } from '../../../src/model/architecture/weights.ts';
import { writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { fromOriginSettings, toOriginSettings } from '../../../src/model/files/origin-settings.ts';
import {
  readRecordedCheckpoint,
  writeRecordedCheckpoint,
} from '../../../src/model/files/recorded-checkpoint.ts';
import { trainingId } from '../../../src/model/files/training-id.ts';
import { PART_CONFIGS, TINY_CONFIG } from '../../support/model/tiny-model.ts';

const parameters = transformerParameters(TINY_CONFIG);
const weights = initialWeights(parameters, { seed: 3, initStd: 0.3 });
const file = writeRecordedCheckpoint(parameters, { step: 12, weights });

/** Largest magnitude of the row that holds an element, of the weight itself for gains and biases. */
const rowMaximum = (values: Float32Array, { shape }: Parameter, index: number) => {
  const columns = values.length / shape[0];
  const row = Math.floor(index / columns);
  return values
    .subarray(row * columns, (row + 1) * columns)
    .reduce((max, x) => Math.max(max, Math.abs(x)), 0);
};

test.each([['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS])(
  '%s: every weight returns within half a level of its row, gains and biases exactly',
  (_, config) => {
    const all = transformerParameters(config);
    const written = initialWeights(all, { seed: 3, initStd: config.initStd });
    const read = readRecordedCheckpoint(all, writeRecordedCheckpoint(all, { step: 7, weights: written }));
    expect(read.step).toBe(7);
    expect([...read.weights.keys()]).toEqual(all.map(({ name }) => name));
    for (const parameter of all) {
      const [before, after] = [written, read.weights].map((from) => from.get(parameter.name) as Float32Array);
      if (parameter.shape.length === 1) expect(after).toEqual(before);
      // A millionth: the scale is a 32-bit float.
      else
        for (const [i, value] of before.entries())
          expect(Math.abs(after[i] - value)).toBeLessThanOrEqual(
            (rowMaximum(before, parameter, i) / 127) * (0.5 + 1e-6 * 127),
          );
    }
  },
);

test('what was read is written again byte for byte, also rows of zeros', () => {
  const zeros = new Map(
    [...weights].map(([name, values], i) => [name, i === 0 ? values.fill(0, 0, 8) : values]),
  );
  const first = writeRecordedCheckpoint(parameters, { step: 1, weights: zeros });
  const read = readRecordedCheckpoint(parameters, first);
  expect(writeRecordedCheckpoint(parameters, read)).toEqual(first);
  expect([...(read.weights.get(parameters[0].name) as Float32Array).subarray(0, 8)]).toEqual(
    Array(8).fill(0),
  );
});

test('the training that it is of is read again; older files do not say it', () => {
  const training = trainingId({ preset: 'facts', training: { seed: 3 } });
  const read = (more: object) =>
    readRecordedCheckpoint(parameters, writeRecordedCheckpoint(parameters, { step: 1, weights, ...more }));
  expect(read({ training }).training).toBe(training);
  expect(read({})).not.toHaveProperty('training');
});

test('a training is known by its settings and data, whatever their order, before and after they were in a file', () => {
  const settings = { preset: 'text', text: 'a cat', training: { optimizer: 'muon', seed: 1 } } as const;
  const id = trainingId(settings);
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(trainingId({ training: { seed: 1, optimizer: 'muon' }, text: 'a cat', preset: 'text' })).toBe(id);
  const read = fromOriginSettings(JSON.parse(JSON.stringify(toOriginSettings(settings))));
  expect(trainingId(read)).toBe(id);
  const others = [
    { ...settings, text: 'a rat' },
    { ...settings, training: { ...settings.training, seed: 2 } },
  ];
  expect(new Set([id, ...others.map(trainingId)]).size).toBe(3);
});

test('a matrix takes a byte a weight', () => {
  const count = [...weights.values()].reduce((sum, { length }) => sum + length, 0);
  const bytes = 2 * writeRecordedCheckpoint(parameters, { step: 0, weights }).length - file.length;
  expect(bytes).toBeLessThan(count + 4 * 1000 + 4000);
});

describe('one sentence says what is wrong with', () => {
  const read = (bytes: Uint8Array) => () => readRecordedCheckpoint(parameters, bytes);

  it.each([
    [
      'a changed byte',
      () => file.with(file.length - 5, file[file.length - 5] ^ 1),
      /checksum does not match/,
    ],
    ['a file that breaks off', () => file.slice(0, -9), /the data has/],
    [
      'a page of a login',
      () => new TextEncoder().encode('<!doctype html>'),
      /safetensors: its header claims/,
    ],
    [
      'a model file',
      () => writeCheckpoint({ config: TINY_CONFIG, weights }),
      /does not say of which step it is/,
    ],
    [
      'a checkpoint of another model',
      () => {
        const other = transformerParameters({ ...TINY_CONFIG, C: 16 });
        return writeRecordedCheckpoint(other, {
          step: 1,
          weights: initialWeights(other, { seed: 0, initStd: 1 }),
        });
      },
      /the configuration requires/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(read(bytes())).toThrow(message);
    expect(read(bytes())).toThrow(/^.{1,250}$/);
  });
});
