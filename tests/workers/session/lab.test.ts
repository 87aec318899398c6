// End-to-end tests of the worker's API: runs and their files.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { initialWeights } from '../../../src/model/architecture/weights.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import type { InspectRequest, RunRequest } from '../../../src/workers/rpc/api/lab-api.ts';
import { Lab } from '../../../src/workers/session/lab.ts';
import { DIVERGING, tinyRun } from '../../support/model/tiny-model.ts';
import { unzip } from '../../support/unzip.ts';
import {
  createObservedLab,
  type ObservedLab,
  type RecordedEvent,
} from '../../support/workers/lab-fixtures.ts';

const PROMPT: InspectRequest = { text: 'a cat', names: ['blocks.0.attn.hook_pattern'] };

let watched: ObservedLab;
let lab: Lab;
let engines: ObservedLab['engines'];
let events: RecordedEvent[];

beforeEach(async () => {
  watched = await createObservedLab();
  ({ lab, engines, events } = watched);
});

afterEach(() => lab.dispose());

describe('without a model', () => {
  it('sends the current state to a new subscriber', () => {
    expect(events).toEqual([
      { type: 'engine', engine: { backend: 'webgpu', adapter: 'a GPU that can be lost' } },
      { type: 'state', state: 'none', message: undefined },
    ]);
  });

  it('rejects requests for a model, and starts only one engine', async () => {
    for (const call of [
      () => lab.transformer.train(),
      () => lab.transformer.step(),
      () => lab.transformer.reset(),
      () => lab.transformer.save(),
    ]) {
      await expect(call()).rejects.toThrow('There is no model yet; create one first.');
    }
    await expect(lab.transformer.inspect(PROMPT)).rejects.toThrow('There is no model yet');
    await expect(lab.start({ backend: 'auto' })).rejects.toThrow('The lab has been started already.');
    await lab.transformer.pause();
    const asleep = new Lab(undefined);
    await expect(asleep.transformer.create(tinyRun())).rejects.toThrow('The lab has not been started.');
  });

  it('lists presets and limits, and reports every problem of a request separately', async () => {
    expect((await lab.transformer.presets()).map(({ name }) => name)).toEqual([
      'facts',
      'league',
      'stories',
      'repeats',
      'text',
      'moby-dick',
      'world',
      'modular',
      'copy',
      'sort',
      'parity',
      'brackets',
    ]);
    expect(await lab.transformer.limits()).toMatchObject({
      L: { min: 1, max: 8, isInteger: true },
      keyValueHeads: { min: 1, max: 16 },
      B: { max: 4096 },
    });
    expect(await lab.transformer.problems(tinyRun())).toEqual([]);
    expect(await lab.transformer.problems({ ...tinyRun({ steps: 0 }), model: { L: 0, T: 8 } })).toHaveLength(
      2,
    );
    expect(await lab.transformer.problems({ preset: 'none' })).toHaveLength(1);
    expect(watched.states()).toEqual(['none']);
  });
});

describe('an export for transformers', () => {
  const filesOf = async (model: RunRequest['model']) => {
    const run = tinyRun();
    await lab.transformer.create({ ...run, model: { ...run.model, ...model } });
    return unzip((await lab.transformer.exportForTransformers()).archive);
  };

  it('is an archive of configuration, weights and tokenizer', async () => {
    const files = await filesOf({ activation: 'silu' });
    const names = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    expect([...files.keys()]).toEqual(names);
    const json = (name: string) => JSON.parse(new TextDecoder().decode(files.get(name)));
    expect(json('config.json')).toMatchObject({ model_type: 'gpt2', activation_function: 'silu' });
    const { config, tokenizer, moments } = readCheckpoint(files.get('model.safetensors') as Uint8Array);
    expect(Object.keys(json('tokenizer.json').model.vocab)).toEqual(tokenizer?.vocabulary);
    expect([config.activation, moments]).toEqual(['silu', undefined]);
  });

  it.each<[RunRequest['model'], string]>([
    [{ norm: 'rms' }, 'Python’s transformers has no GPT-2 with these parts: Norm = RMS norm.'],
    [
      { ...{ norm: 'rms', activation: 'swiglu', biases: 'none' }, positions: 'none' },
      'Python’s transformers has no Llama with these parts: Positions = None.',
    ],
  ])('is refused for a model with parts that it lacks: %j', async (model, sentence) => {
    await expect(filesOf(model)).rejects.toThrow(sentence);
  });
});

describe('a run', () => {
  it('is described when created', async () => {
    const info = await lab.transformer.create(tinyRun());
    const { config, dataset } = planRun(tinyRun());
    expect(info).toMatchObject({ preset: 'text', datasetName: 'text', model: config, step: 0 });
    expect(info.vocabulary).toEqual(dataset.tokenizer.vocabulary);
    expect(info.prompts.length).toBeGreaterThan(0);
    expect(info.memoryBytes).toBe(engines[0].usage.bytes);
    expect(events).toContainEqual(expect.objectContaining({ type: 'run', run: info }));
    expect(watched.states().at(-1)).toBe('ready');
  });

  it('trains to its end, and emits losses, evaluations and state', async () => {
    await lab.transformer.create(tinyRun());
    expect(await lab.transformer.train()).toBe('finished');
    expect(watched.states()).toEqual(['none', 'ready', 'training', 'finished']);
    expect(watched.emittedLosses()).toHaveLength(30);
    const last = events.filter((event) => event.type === 'evaluation').at(-1);
    expect(last?.evaluation.step).toBe(30);
    expect(last?.evaluation.validationLoss).toBeLessThan(watched.emittedLosses()[0]);
    expect(last?.evaluation.completions).toHaveLength(3);
    for (const { prompt, text } of last?.evaluation.completions ?? [])
      expect(text.startsWith(prompt)).toBe(true);
    await expect(lab.transformer.train()).rejects.toThrow('This run has finished');
    await expect(lab.transformer.step()).rejects.toThrow('This run has finished');
  });

  it('has the evaluations of its dataset: league', async () => {
    await lab.transformer.create({
      preset: 'league',
      model: { L: 1, H: 2, C: 16, T: 8, mlpWidth: 0 },
      training: { B: 2, steps: 1 },
    });
    await lab.transformer.train();
    const last = events.filter((event) => event.type === 'evaluation').at(-1);
    const [recall] = last?.evaluation.measures ?? [];
    expect(recall).toMatchObject({ name: 'recall', count: 160 * 5 });
    expect(recall.heldOut).toBeDefined();
  });

  it('pauses between two steps, and resumes with the losses of an uninterrupted run', async () => {
    await lab.transformer.create(tinyRun({ steps: 200 }));
    const training = lab.transformer.train();
    await expect(lab.transformer.train()).rejects.toThrow('Training is already running.');
    await expect(lab.transformer.step()).rejects.toThrow('Pause training before taking a single step.');
    await watched.waitForStep(3);
    await lab.transformer.pause();
    expect(await training).toBe('paused');
    const before = watched.emittedLosses().length;
    await Promise.all([lab.transformer.step(), lab.transformer.step()]);
    expect(watched.emittedLosses()).toHaveLength(before + 2);
    expect(watched.states().at(-1)).toBe('paused');
    await lab.transformer.train();
    const stopped = watched.emittedLosses();
    events.length = 0;
    await lab.transformer.reset();
    await lab.transformer.train();
    expect(stopped).toHaveLength(200);
    expect(stopped).toEqual(watched.emittedLosses());
  });

  it('continues training if train is called during a single step', async () => {
    await lab.transformer.create(tinyRun());
    const step = lab.transformer.step();
    const training = lab.transformer.train();
    await step;
    expect(watched.states().at(-1)).toBe('training');
    expect(await training).toBe('finished');
  });

  it('has new weights after a reset', async () => {
    await lab.transformer.create(tinyRun());
    const fresh = await lab.transformer.inspect(PROMPT);
    await lab.transformer.train();
    expect((await lab.transformer.inspect(PROMPT)).activations).not.toEqual(fresh.activations);
    expect((await lab.transformer.reset()).step).toBe(0);
    expect(await lab.transformer.inspect(PROMPT)).toEqual(fresh);
    expect(watched.states().at(-1)).toBe('ready');
  });

  it('can be replaced during training, and its memory is freed', async () => {
    const { memoryBytes } = await lab.transformer.create(tinyRun({ steps: 100_000 }));
    for (let i = 0; i < 4; i++) {
      const training = lab.transformer.train();
      await watched.waitForStep(2);
      expect((await lab.transformer.create(tinyRun({ steps: 100_000 }))).memoryBytes).toBe(memoryBytes);
      expect(await training).toBe('paused');
      expect(watched.states().at(-1)).toBe('ready');
    }
    const created = lab.transformer.create(tinyRun({ steps: 5 }));
    const overtaken = lab.transformer.train();
    await created;
    expect(await overtaken).toBe('paused');
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('with invalid settings changes nothing', async () => {
    await lab.transformer.create(tinyRun());
    await expect(lab.transformer.create(tinyRun({ steps: 0 }))).rejects.toThrow('steps is 0; it must be');
    engines[0].compile = () => Promise.reject(new Error('out of memory'));
    await expect(lab.transformer.create(tinyRun())).rejects.toThrow('out of memory');
    Reflect.deleteProperty(engines[0], 'compile');
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('that diverges suggests settings, and can still be inspected', async () => {
    await lab.transformer.create(tinyRun(DIVERGING));
    expect(await lab.transformer.train()).toBe('diverged');
    const last = events.filter((event) => event.type === 'state').at(-1);
    expect(last).toMatchObject({ state: 'diverged' });
    expect(last?.message).toContain('Lower the learning rate');
    expect(watched.emittedLosses().every(Number.isFinite)).toBe(true);
    await lab.transformer.inspect(PROMPT);
    // A file of weights that are not finite would be refused.
    await lab.transformer.open(await lab.transformer.save());
  });
});

describe('a model file', () => {
  it('restores the same model at the same step', async () => {
    await lab.transformer.create(tinyRun());
    for (let i = 0; i < 3; i++) await lab.transformer.step();
    const look = await lab.transformer.inspect(PROMPT);
    const bytes = await lab.transformer.save();
    await lab.transformer.create(tinyRun({ seed: 9 }));
    const info = await lab.transformer.open(bytes);
    expect([info.step, watched.states().at(-1)]).toEqual([3, 'paused']);
    expect(await lab.transformer.inspect(PROMPT)).toEqual(look);
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('of another program is rejected, and the current model stays', async () => {
    await lab.transformer.create(tinyRun());
    const before = await lab.transformer.inspect(PROMPT);
    const { config, dataset, settings } = planRun(tinyRun());
    const weights = initialWeights(transformerParameters(config), { seed: 0, initStd: 1 });
    const { tokenizer } = dataset;
    const origin = {
      settings: { ...settings, text: 'the dog and the fox. '.repeat(20) },
      step: 1,
      engine: '',
      variants: {},
    };
    await expect(lab.transformer.open(writeCheckpoint({ config, weights, tokenizer }))).rejects.toThrow(
      'does not say how its model was trained',
    );
    await expect(
      lab.transformer.open(writeCheckpoint({ config, weights, tokenizer, origin })),
    ).rejects.toThrow('vocabulary is not that of its data set');
    await expect(lab.transformer.open(new Uint8Array(100))).rejects.toThrow('safetensors: ');
    expect(await lab.transformer.inspect(PROMPT)).toEqual(before);
  });
});
