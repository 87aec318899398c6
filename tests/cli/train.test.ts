// `lab train` and `lab generate`: from a preset to a model file, its log and its text.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { readRunHistory } from '../../src/model/files/history-metadata.ts';
import { parseRecord } from '../../src/model/files/record.ts';
import { writeRecordedCheckpoint } from '../../src/model/files/recorded-checkpoint.ts';
import { trainingId } from '../../src/model/files/training-id.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import {
  expectRefusal,
  runLab,
  runLabJson,
  spawnLab,
  spawnLabJson,
  temporaryFolder,
} from '../support/lab-command.ts';

const describeFile = (bytes: Uint8Array) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const { path } = temporaryFolder();
const model = path('model.safetensors');
const log = path('log.jsonl');
const settings = ['--preset', 'league', '--steps', '4', '--seed', '5', '--backend', 'cpu'];

let trained: Record<string, unknown>;
beforeAll(async () => {
  trained = await spawnLabJson('train', ...settings, '--out', model, '--log', log);
});

describe('train', () => {
  it('reports the run in one JSON line', () => {
    expect(trained).toEqual({
      preset: 'league',
      seed: 5,
      steps: 4,
      loss: expect.any(Number),
      validationLoss: expect.any(Number),
      recall: expect.any(Number),
      heldOutRecall: expect.any(Number),
      measures: [expect.objectContaining({ name: 'recall', count: 800 })],
      tokensPerSecond: expect.any(Number),
      seconds: expect.any(Number),
      backend: 'cpu',
      adapter: expect.any(String),
      threads: availableParallelism() > 1 ? Math.min(8, availableParallelism()) : undefined,
    });
  });

  it('logs every step, as the reference executor computes it', async () => {
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(lines[3].loss).toBe(trained.loss);
    const run = await Run.create(
      new ReferenceExecutor(),
      planRun({ preset: 'league', training: { steps: 4, seed: 5 } }),
    );
    expect(lines[0].learningRate).toBe(run.learningRate);
    const { loss, gradientNorm } = await run.train();
    // Executors add in another order; float32 keeps about seven digits.
    expect(lines[0].loss).toBeCloseTo(loss, 4);
    expect(lines[0].gradientNorm).toBeCloseTo(gradientNorm, 3);
  });

  it('records checkpoints and history as they ship, and trains as without them', async () => {
    const folder = path('record');
    const out = path('recorded.safetensors');
    const options = ['--out', out, '--checkpoints', folder, '--checkpoint-count', '3'];
    const result = await runLabJson('train', ...settings, '--steps', '9', ...options);
    const {
      checkpoints,
      history,
      training: ofRecord,
    } = parseRecord(readFileSync(`${folder}/history.json`, 'utf8'), readRunHistory, 'history');
    expect(checkpoints.map(({ step }) => step)).toEqual([0, 4, 6]);
    expect(history?.series.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(history?.evaluations.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const { validationLoss = 0, measures = [] } = history?.evaluations.at(-1) ?? {};
    expect(validationLoss).toBeCloseTo(result.validationLoss as number, 5);
    expect(measures[0].value).toBeCloseTo((result.measures as { value: number }[])[0].value, 5);

    const executor = await WasmExecutor.create();
    const plan = planRun({ preset: 'league', training: { steps: 9, seed: 5 } });
    const run = await Run.create(executor, plan);
    const { parameters } = run.weights;
    const written = readCheckpoint(readFileSync(out));
    const training = trainingId(written.origin?.settings ?? { preset: '' });
    expect(ofRecord).toBe(training);
    for (let step = 0; step < 9; step++) {
      const listed = checkpoints.find((each) => each.step === step);
      if (listed) {
        const bytes = readFileSync(`${folder}/step-${step}.safetensors`);
        expect(describeFile(bytes)).toEqual({ bytes: listed.bytes, sha256: listed.sha256 });
        const at = { step, weights: await run.weights.get(), training };
        const expected = writeRecordedCheckpoint(parameters, at);
        expect(Buffer.compare(bytes, expected)).toBe(0);
      }
      const { loss } = await run.train();
      expect(history?.series.points[step].loss).toBeCloseTo(loss, 5);
    }
    expect(written.weights).toEqual(await run.weights.get());
  });

  it('on two threads it trains to the weights of one', async () => {
    const weights = [];
    for (const threads of ['1', '2']) {
      const out = path(`threads-${threads}.safetensors`);
      const result = await spawnLabJson('train', ...settings, '--threads', threads, '--out', out);
      expect(result.threads).toBe(threads === '1' ? undefined : 2);
      weights.push(readCheckpoint(readFileSync(out)).weights);
    }
    expect(weights[1]).toEqual(weights[0]);
  });

  it.each([
    [['--checkpoint-count', '3'], '--checkpoint-count goes with --checkpoints.'],
    [
      ['--checkpoints', path('few'), '--checkpoint-count', '1'],
      '--checkpoint-count is 1; at least 2 are needed.',
    ],
    [['--threads', '0'], 'threads must be a whole number above 0, not 0.'],
    [['--threads', '2', '--backend', 'webgpu'], '--threads is for the CPU engine'],
    [
      ['--train-images', '9'],
      '--train-images is for the presets digits and digits-relu; this one is league.',
    ],
    [['--images', '9'], '--train-images is for'],
  ])('refuses %j', (args, message) => expectRefusal(['train', ...settings, ...args], message));

  it('writes a model with its settings, step and engine', () => {
    const { config, origin, tokenizer } = readCheckpoint(readFileSync(model));
    expect(config.V).toBe(tokenizer?.vocabulary.length);
    expect(origin).toMatchObject({
      step: 4,
      settings: { preset: 'league', training: { steps: 4, seed: 5 } },
      engine: `wasm, ${trained.adapter}`,
    });
  });

  it('the same seed gives the same losses, another seed others', async () => {
    const again = await runLabJson('train', ...settings);
    const other = await runLabJson('train', ...settings, '--seed', '6');
    expect([again.loss, again.validationLoss]).toEqual([trained.loss, trained.validationLoss]);
    expect(other.loss).not.toBe(trained.loss);
  });

  it('trains a byte-pair tokenizer on a text of one’s own, and generates text with it', async () => {
    const file = path('text.txt');
    writeFileSync(file, 'the cat sat on the mat, and the rat sat on the cat. '.repeat(40));
    const out = path('byte-pair.safetensors');
    const cut = ['--text', file, '--tokenizer', 'byte-pair', '--vocabulary-size', '32'];
    await runLabJson('train', '--preset', 'text', ...cut, '--steps', '2', '--backend', 'cpu', '--out', out);
    const { tokenizer, origin } = readCheckpoint(readFileSync(out));
    expect(tokenizer).toMatchObject({ kind: 'byte-pair', vocabulary: expect.arrayContaining([' the']) });
    expect(origin?.settings).toMatchObject({ tokenizer: 'byte-pair', vocabularySize: 32 });
    const written = await runLabJson('generate', '--backend', 'cpu', '--model', out, '--prompt', 'the cat');
    expect(written.text).toMatch(/^the cat/);
  });

  it.each([
    [
      ['--preset', 'poems'],
      "preset: 'poems' is unknown; there are facts, league, stories, repeats, text, moby-dick, world, modular, copy, sort, parity, brackets",
    ],
    [['--steps', 'many'], "'many' is not a whole number."],
    [['--steps', '0'], 'steps is 0; it must be a whole number from 1 to 100000.'],
    [['--seed', '-1'], 'seed is -1; it must be a whole number from 0'],
    [['--learning-rate', '2'], 'learningRate is 2; it must be a number from 0.000001 to 1.'],
    [['--backend', 'tpu'], 'Allowed choices are auto, webgpu, cpu.'],
    [['--out', '/nowhere/model'], '/nowhere/model cannot be written: ENOENT.'],
    [['--log', '/nowhere/log'], '/nowhere/log cannot be written: ENOENT.'],
    [['--preset', 'text', '--text', '/nowhere'], '/nowhere cannot be read: ENOENT.'],
    [['--tokenizer', 'syllables'], 'Allowed choices are words, characters, byte-pair.'],
    [['--rate', '1'], "unknown option '--rate'"],
  ])('refuses %j', (args, message) => expectRefusal(['train', ...args], message));
});

describe('generate', () => {
  const generateArgs = ['generate', '--backend', 'cpu', '--model', model, '--prompt', 'Alvo Arbolt plays'];

  it('continues the prompt, the same way for the same seed', async () => {
    const sampled = [
      ...generateArgs,
      '--tokens',
      '3',
      '--seed',
      '4',
      '--top-k',
      '9',
      '--top-p',
      '0.9',
      '--temperature',
      '0.8',
    ];
    const result = await spawnLabJson(...sampled);
    const again = await runLabJson(...sampled);
    expect(result.text.startsWith('Alvo Arbolt plays ')).toBe(true);
    expect(result.tokens).toHaveLength(3);
    expect(result).toMatchObject({ backend: 'cpu', adapter: trained.adapter });
    expect(again).toEqual(result);
  });

  it.each([
    [['--prompt', 'Alvo Jordan plays'], "The model does not know 'Jordan'."],
    [['--prompt', ' '], 'The prompt is empty; give at least one word.'],
    [['--temperature', '-1'], 'The temperature is -1; it must be from 0'],
    [['--top-k', '0'], 'Top-k is 0; it must be a whole number from 1.'],
    [['--tokens', '0'], '--tokens is 0; it must be from 1 to 100000.'],
    [['--model', '/nowhere'], '/nowhere cannot be read: ENOENT.'],
  ])('refuses %j', (args, message) => expectRefusal([...generateArgs, ...args], message));
});

describe('help', () => {
  it('is printed on stderr: stdout holds results only', async () => {
    const { code, stdout, stderr } = await runLab('train', '--help');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('--learning-rate');
  });

  it('is printed without a command; an unknown command is refused', async () => {
    const [none, unknown] = await Promise.all([spawnLab(), spawnLab('paint')]);
    expect([none.code, none.stdout, unknown.code, unknown.stdout]).toEqual([1, '', 1, '']);
    expect(none.stderr).toContain('Usage: npm run lab --');
    expect(unknown.stderr).toContain("unknown command 'paint'");
  });
});
