// The trained models that ship with the page match their manifest and reach its measures.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCorpus } from '../../../src/cli/shared/corpora.ts';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { analogy, regularity } from '../../../src/lenses/embedding/embedding.ts';
import type { Parameter } from '../../../src/model/architecture/parameters.ts';
import type { Analogy } from '../../../src/model/data/dataset.ts';
import { Mnist } from '../../../src/model/data/mnist/mnist.ts';
import { loadCorpus } from '../../../src/model/data/text/corpora.ts';
import { readDigitFile } from '../../../src/model/digits/digit-file.ts';
import { readDigitHistory } from '../../../src/model/digits/digit-history.ts';
import { DigitRun } from '../../../src/model/digits/digit-run.ts';
import { planDigits } from '../../../src/model/digits/digit-settings.ts';
import { testDigits } from '../../../src/model/digits/test-digits.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { type RunHistory, readRunHistory } from '../../../src/model/files/history-metadata.ts';
import { parseRecord } from '../../../src/model/files/record.ts';
import {
  readRecordedCheckpoint,
  writeRecordedCheckpoint,
} from '../../../src/model/files/recorded-checkpoint.ts';
import { settingsHash, trainingId } from '../../../src/model/files/training-id.ts';
import { withRecordedParts } from '../../../src/model/training/gradient-accumulation/batch-parts.ts';
import { PRESETS } from '../../../src/model/training/presets.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import type { Series } from '../../../src/shared/history/series.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { parseManifest } from '../../../src/shared/model-manifest.ts';
import { checkpointFile, HISTORY_FILE } from '../../../src/shared/model-record.ts';
import { manifestSettings } from '../../support/model/manifest-settings.ts';
import { openPackedMnist } from '../../support/model/packed-mnist.ts';

const folder = 'public/models';
const models = parseManifest(JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')));
const open = (file: string) => readCheckpoint(readFileSync(`${folder}/${file}`));

/** Share of the weights' length. Another engine rounds some weights to the next level of 8 bits. */
const SAME = 1e-3;

function distance(parameters: readonly Parameter[], file: Uint8Array, other: Uint8Array): number {
  const [one, two] = [file, other].map((bytes) => readRecordedCheckpoint(parameters, bytes).weights);
  let [squares, total] = [0, 0];
  for (const [name, values] of one)
    for (const [i, value] of values.entries()) {
      squares += (value - (two.get(name) as Float32Array)[i]) ** 2;
      total += value ** 2;
    }
  return Math.sqrt(squares / total);
}

/** Trained again by the test. A learning rate 1 % too high changes a mean loss by 0.0001 and more by then. */
const FIRST_STEPS = 8;

const describeFile = (bytes: Uint8Array) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** What a network that learnt its data reaches; a measure that is not named has no promise. */
type Expected = Readonly<Record<string, { value: number; heldOut?: number }>>;
const EXPECTED_RECALL: Expected = {
  recall: { value: 0.99, heldOut: 0.95 },
  agreement: { value: 0.99 },
  capitals: { value: 0.99 },
  'noun to adjective': { value: 0.5 },
  'pronoun to noun': { value: 0.6 },
  induction: { value: 0.6 },
  copying: { value: 0.99 },
};

/** The model of the world has one network for everything. */
const EXPECTED_OF_WORLD: Expected = {
  recall: { value: 0.98, heldOut: 0.95 },
  'noun to adjective': { value: 0.8 },
  'pronoun to noun': { value: 0.8 },
  'senses of mole': { value: 0.75 },
  induction: { value: 0.8 },
  copying: { value: 0.95 },
  'last recipient among later names': { value: 0.6 },
};

let executor: Executor;
beforeAll(async () => {
  executor = await WasmExecutor.create();
  await loadCorpus('moby-dick', openCorpus);
});
afterAll(() => executor.dispose());

it('there is one for every preset, and no other file', () => {
  const wanted = [...PRESETS.map(({ name }) => name), 'digits'];
  expect(models.map(({ preset }) => preset).sort()).toEqual(wanted.sort());
  const folders = models.filter(({ history }) => history).map(({ preset }) => preset);
  const files = models.map(({ file }) => file);
  expect(readdirSync(folder).sort()).toEqual(['manifest.json', ...files, ...folders].sort());
});

describe.each(models)('$file', ({ file, bytes, sha256 }) => {
  it('has the hash of the manifest and is small', () => {
    const content = readFileSync(`${folder}/${file}`);
    expect(content.length).toBe(bytes);
    expect(content.length).toBeLessThan(
      ['world.safetensors', 'moby-dick.safetensors'].includes(file) ? 2.5e6 : 1e6,
    );
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  });
});

describe.each(models.filter(({ preset }) => preset !== 'digits'))(
  '$file',
  ({ preset, file, command, seed, steps, measures }) => {
    it('has the settings of its command, and can be trained further', () => {
      const { config, tokenizer, origin } = open(file);
      for (const part of [`--preset ${preset}`, `--seed ${seed}`, `--out ${folder}/${file}`])
        expect(command).toContain(part);
      expect(origin).toMatchObject({ settings: { preset, training: { seed } }, step: steps });
      const plan = planRun({ preset });
      expect(plan.training).toMatchObject({ seed, steps });
      expect(config).toEqual(plan.config);
      expect(tokenizer?.vocabulary).toEqual(plan.dataset.tokenizer.vocabulary);
    });

    it('was trained with as many parts of a batch as its command says', () => {
      const { origin } = open(file);
      const recorded = planRun(origin?.settings ?? { preset }).training;
      const { accumulation } = planRun(manifestSettings(preset)).training;
      expect(accumulation).toBe(withRecordedParts(recorded, origin?.variants).accumulation);
    });

    it('reaches the measures of the manifest and the expected recall', async () => {
      const { weights } = open(file);
      const run = await Run.create(executor, planRun({ preset }), { step: steps, weights });
      const expected = preset === 'world' ? EXPECTED_OF_WORLD : EXPECTED_RECALL;
      const taken = await runToCompletion(run.measures());
      expect(taken.map(({ name }) => name)).toEqual(measures.map(({ name }) => name));
      for (const [i, { name, value, heldOut }] of taken.entries()) {
        // Another engine rounds differently: attention may differ by a few thousandths, recall not at all.
        expect(value).toBeCloseTo(measures[i].value, 2);
        if (heldOut !== undefined) expect(heldOut).toBeCloseTo(measures[i].heldOut ?? -1, 2);
        expect(value).toBeGreaterThanOrEqual(expected[name]?.value ?? 0);
        expect(heldOut ?? 1).toBeGreaterThanOrEqual(expected[name]?.heldOut ?? 0);
      }
      run.dispose();
    });
  },
);

describe.each(models.filter(({ history }) => history))(
  'the history of $preset',
  ({ preset, steps, history }) => {
    const json = readFileSync(`${folder}/${preset}/${HISTORY_FILE}`);
    const isDigits = preset === 'digits';
    const record = isDigits
      ? parseRecord(json.toString(), readDigitHistory, preset)
      : parseRecord(json.toString(), readRunHistory, preset);
    const series = record.history.series as Series;

    it('has the hash of the manifest, and files with its hashes, a few bytes more than a byte a weight', () => {
      expect(describeFile(json)).toEqual(history);
      const files = record.checkpoints.map(({ step }) => checkpointFile(step));
      expect(readdirSync(`${folder}/${preset}`).sort()).toEqual([HISTORY_FILE, ...files].sort());
      for (const { step, ...listed } of record.checkpoints)
        expect(describeFile(readFileSync(`${folder}/${preset}/${checkpointFile(step)}`))).toEqual(listed);
    });

    it('is of the training of the model', () => {
      const bytes = readFileSync(`${folder}/${preset}.safetensors`);
      const id = isDigits
        ? settingsHash(readDigitFile(bytes).plan.settings)
        : trainingId(readCheckpoint(bytes).origin?.settings ?? { preset: '' });
      expect(record.training).toBe(id);
    });

    it('covers the whole training: curve, measures, checkpoints from the first step on', () => {
      const checkpoints = record.checkpoints.map(({ step }) => step);
      const evaluations = record.history.evaluations.map(({ step }) => step);
      expect(checkpoints[0]).toBe(0);
      expect(checkpoints.length).toBeGreaterThanOrEqual(12);
      expect(evaluations).toEqual(expect.arrayContaining([...checkpoints, steps]));
      expect(series.points.reduce((sum, { count }) => sum + count, 0)).toBe(steps);
      expect(series.points.at(-1)?.step).toBe(steps - 1);
    });

    if (isDigits) return;
    it('is that of this code: a checkpoint has its measures', async () => {
      const run = await Run.create(executor, planRun({ preset }));
      const { step: middle } = record.checkpoints[Math.floor(record.checkpoints.length / 2)];
      const file = readFileSync(`${folder}/${preset}/${checkpointFile(middle)}`);
      run.weights.set(readRecordedCheckpoint(run.weights.parameters, file).weights);
      const recorded = (record.history as RunHistory).evaluations.find((each) => each.step === middle);
      expect(await runToCompletion(run.validationLoss())).toBeCloseTo(recorded?.validationLoss ?? -1, 3);
      for (const [i, { name, value }] of (await runToCompletion(run.measures())).entries()) {
        expect(recorded?.measures[i].name).toBe(name);
        expect(value).toBeCloseTo(recorded?.measures[i].value ?? -1, 2);
      }
      run.dispose();
    });

    // The steps of the model of the world take a third of a second each: tests/model/training/world.test.ts holds them.
    if (preset === 'world') return;
    it('is that of this code: the first steps have its losses and its weights', async () => {
      const run = await Run.create(executor, planRun(manifestSettings(preset)));
      const { parameters } = run.weights;
      let step = 0;
      for (const point of series.points.filter((point) => point.step < FIRST_STEPS)) {
        let sum = 0;
        for (; step <= point.step; step++) {
          if (record.checkpoints.some((listed) => listed.step === step)) {
            const bytes = readFileSync(`${folder}/${preset}/${checkpointFile(step)}`);
            const expected = { step, weights: await run.weights.get() };
            expect(distance(parameters, bytes, writeRecordedCheckpoint(parameters, expected))).toBeLessThan(
              SAME,
            );
          }
          sum += (await run.train()).loss;
        }
        // Another engine rounds differently: dozens of steps later the fourth digit differs.
        expect(point.loss).toBeCloseTo(sum / point.count, 4);
      }
      expect(step).toBe(FIRST_STEPS);
      run.dispose();
    });
  },
);

it.each([
  { preset: 'stories', table: 'transformer.wte.weight', least: { gender: 0.9, plural: 0.9, capital: 0.7 } },
  {
    preset: 'world',
    table: 'transformer.wte.weight',
    least: { gender: 0.85, plural: 0.75, capital: 0.65, dish: 0.8, opposite: 0.8 },
  },
])('$preset: king − man + woman is queen, and relations are parallel', ({ preset, table, least }) => {
  const { config, weights } = open(`${preset}.safetensors`);
  const { tokenizer, analogies = [] } = planRun({ preset }).dataset;
  const embedding = {
    vectors: weights.get(table) as Float32Array,
    V: config.V,
    C: config.C,
  };
  const [king, man, woman, queen] = tokenizer.encode('king man woman queen').ids;
  expect(analogy(embedding, king, man, woman)[0].id).toBe(queen);
  for (const [name, solved] of Object.entries(least)) {
    const { pairs } = analogies.find((each) => each.name === name) as Analogy;
    const ids = pairs.map(([from, to]) => tokenizer.encode(`${from} ${to}`).ids as [number, number]);
    expect(regularity(embedding, ids).solved).toBeGreaterThanOrEqual(solved);
  }
});

it('digits: the network of the videos, with a test accuracy of 95 %', async () => {
  const [{ command, steps, seed, measures }] = models.filter(({ preset }) => preset === 'digits');
  const { plan, step, weights } = readDigitFile(readFileSync(`${folder}/digits.safetensors`));
  expect(command).toContain(`--preset digits --seed ${seed}`);
  expect(plan.config).toEqual({ sizes: [784, 16, 16, 10], kind: 'sigmoid' });
  expect(plan).toEqual(planDigits({ preset: 'digits', training: { seed } }));
  expect(step).toBe(steps);
  const mnist = new Mnist(openPackedMnist);
  await mnist.ensureLoaded('test', 10_000);
  const run = await DigitRun.create(executor, plan, mnist, { step, weights });
  const { accuracy } = await runToCompletion(
    testDigits(run.inspector, mnist, { split: 'test', count: 10_000 }),
  );
  expect(accuracy).toBeCloseTo(measures[0].value, 3);
  expect(accuracy).toBeGreaterThanOrEqual(0.95);
  run.dispose();
});
