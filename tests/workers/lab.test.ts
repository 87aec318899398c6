// The lab from end to end, as the page drives it, on the slowest and simplest engine.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/model/checkpoint.ts';
import { transformerParameters } from '../../src/model/parameters.ts';
import { planRun } from '../../src/model/run-plan.ts';
import { initialWeights } from '../../src/model/weights.ts';
import type { StartedEngine } from '../../src/workers/engine.ts';
import { Lab } from '../../src/workers/lab.ts';
import type {
  ActivationName,
  InspectRequest,
  Intervention,
  LabEvent,
  WritingProgress,
} from '../../src/workers/lab-api.ts';
import { nextTask } from '../../src/workers/turns.ts';
import { DIVERGING, tinyRun } from '../support/tiny.ts';

/** An engine that can die, as a GPU does when its driver is reset. */
class MortalExecutor extends ReferenceExecutor {
  die: (sentence: string) => void = () => {};
  override readonly lost = new Promise<string>((resolve) => {
    this.die = resolve;
  });
  disposed = false;

  override dispose(): void {
    super.dispose();
    this.disposed = true;
  }
}

const PATTERN: ActivationName = 'blocks.0.attn.hook_pattern';
const PROMPT: InspectRequest = { text: 'a cat', names: [PATTERN] };

let lab: Lab;
let engines: MortalExecutor[];
let events: LabEvent[];
/** Why there is no other engine, if so. */
let noMore: Error | undefined;

beforeEach(async () => {
  engines = [];
  events = [];
  noMore = undefined;
  lab = new Lab(undefined, async (): Promise<StartedEngine> => {
    if (noMore) throw noMore;
    const executor = new MortalExecutor();
    engines.push(executor);
    return { executor, engine: { backend: 'reference', adapter: executor.adapter } };
  });
  await lab.start({ backend: 'auto' });
  await lab.subscribe((event) => events.push(event));
});

afterEach(() => lab.dispose());

function states(): string[] {
  return events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
}

function lossesTold(): number[] {
  return events.flatMap((event) =>
    event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : [],
  );
}

/** Until the run has taken so many steps. */
async function reach(step: number): Promise<void> {
  while ((await lab.inspect({ text: 'a', names: [] })).step < step) await nextTask();
}

describe('before there is a model', () => {
  it('tells a subscriber where things stand', () => {
    expect(events).toEqual([
      { type: 'engine', engine: { backend: 'reference', adapter: 'plain JavaScript' } },
      { type: 'state', state: 'none', sentence: undefined },
    ]);
  });

  it('says so when asked for one, and takes up one engine only', async () => {
    for (const call of [() => lab.train(), () => lab.step(), () => lab.reset(), () => lab.save()]) {
      await expect(call()).rejects.toThrow('There is no model yet; create one first.');
    }
    await expect(lab.inspect(PROMPT)).rejects.toThrow('There is no model yet');
    await expect(lab.start({ backend: 'auto' })).rejects.toThrow('The lab has been started already.');
    await lab.pause();
    const asleep = new Lab(undefined);
    await expect(asleep.create(tinyRun())).rejects.toThrow('The lab has not been started.');
  });

  it('lists presets and limits, and names every problem of a request by itself', async () => {
    expect((await lab.presets()).map(({ name }) => name)).toEqual([
      'facts',
      'league',
      'stories',
      'repeats',
      'text',
    ]);
    expect(await lab.limits()).toMatchObject({ L: { least: 1, most: 8, whole: true }, B: { most: 128 } });
    expect(await lab.problems(tinyRun())).toEqual([]);
    expect(await lab.problems({ ...tinyRun({ steps: 0 }), model: { L: 0, T: 8 } })).toHaveLength(2);
    expect(await lab.problems({ preset: 'none' })).toHaveLength(1);
    expect(states()).toEqual(['none']);
  });
});

describe('a run', () => {
  it('is described when it is made', async () => {
    const info = await lab.create(tinyRun());
    const { config, dataset } = planRun(tinyRun());
    expect(info).toMatchObject({ preset: 'text', datasetName: 'text', model: config, step: 0 });
    expect(info.vocabulary).toEqual(dataset.tokenizer.vocabulary);
    expect(info.prompts.length).toBeGreaterThan(0);
    expect(info.memoryBytes).toBe(engines[0].usage.bytes);
    expect(events).toContainEqual(expect.objectContaining({ type: 'run', run: info }));
    expect(states().at(-1)).toBe('ready');
  });

  it('is trained to its end, and tells its losses, its evaluations and its state', async () => {
    await lab.create(tinyRun());
    expect(await lab.train()).toBe('finished');
    expect(states()).toEqual(['none', 'ready', 'training', 'finished']);
    expect(lossesTold()).toHaveLength(30);
    const last = events.filter((event) => event.type === 'evaluation').at(-1);
    expect(last?.evaluation.step).toBe(30);
    expect(last?.evaluation.validationLoss).toBeLessThan(lossesTold()[0]);
    expect(last?.evaluation.completions).toHaveLength(3);
    for (const { prompt, text } of last?.evaluation.completions ?? [])
      expect(text.startsWith(prompt)).toBe(true);
    await expect(lab.train()).rejects.toThrow('This run has taken all its steps');
    await expect(lab.step()).rejects.toThrow('This run has taken all its steps');
  });

  it('measured by its data set: league', async () => {
    await lab.create({
      preset: 'league',
      model: { L: 1, H: 2, C: 16, T: 8, mlpWidth: 0 },
      training: { B: 2, steps: 1 },
    });
    await lab.train();
    const last = events.filter((event) => event.type === 'evaluation').at(-1);
    const [recall] = last?.evaluation.measures ?? [];
    expect(recall).toMatchObject({ name: 'recall', count: 160 * 5 });
    expect(recall.heldOut).toBeDefined();
  });

  it('pauses between two steps, goes on where it was, and gives the losses of a run that never paused', async () => {
    await lab.create(tinyRun({ steps: 200 }));
    const training = lab.train();
    await expect(lab.train()).rejects.toThrow('Training is under way already.');
    await expect(lab.step()).rejects.toThrow('Pause first: training is under way.');
    await reach(3);
    await lab.pause();
    expect(await training).toBe('paused');
    const before = lossesTold().length;
    await Promise.all([lab.step(), lab.step()]);
    expect(lossesTold()).toHaveLength(before + 2);
    expect(states().at(-1)).toBe('paused');
    await lab.train();
    const stopped = lossesTold();
    events.length = 0;
    await lab.reset();
    await lab.train();
    expect(stopped).toHaveLength(200);
    expect(stopped).toEqual(lossesTold());
  });

  it('set to train during a step by hand, trains on', async () => {
    await lab.create(tinyRun());
    const step = lab.step();
    const training = lab.train();
    await step;
    expect(states().at(-1)).toBe('training');
    expect(await training).toBe('finished');
  });

  it('reset, has fresh weights again', async () => {
    await lab.create(tinyRun());
    const fresh = await lab.inspect(PROMPT);
    await lab.train();
    expect((await lab.inspect(PROMPT)).activations).not.toEqual(fresh.activations);
    expect((await lab.reset()).step).toBe(0);
    expect(await lab.inspect(PROMPT)).toEqual(fresh);
    expect(states().at(-1)).toBe('ready');
  });

  it('replaced while it trains, makes way, and its memory is given back', async () => {
    const { memoryBytes } = await lab.create(tinyRun({ steps: 100_000 }));
    for (let i = 0; i < 4; i++) {
      const training = lab.train();
      await reach(2);
      expect((await lab.create(tinyRun({ steps: 100_000 }))).memoryBytes).toBe(memoryBytes);
      expect(await training).toBe('paused');
      expect(states().at(-1)).toBe('ready');
    }
    const created = lab.create(tinyRun({ steps: 5 }));
    const overtaken = lab.train();
    await created;
    expect(await overtaken).toBe('paused');
    expect(await lab.train()).toBe('finished');
  });

  it('that is impossible changes nothing', async () => {
    await lab.create(tinyRun());
    await expect(lab.create(tinyRun({ steps: 0 }))).rejects.toThrow('steps is 0; it must be');
    engines[0].compile = () => Promise.reject(new Error('out of memory'));
    await expect(lab.create(tinyRun())).rejects.toThrow('out of memory');
    Reflect.deleteProperty(engines[0], 'compile');
    expect(await lab.train()).toBe('finished');
  });

  it('that diverges says what to change, and can still be looked into', async () => {
    await lab.create(tinyRun(DIVERGING));
    expect(await lab.train()).toBe('diverged');
    const last = events.filter((event) => event.type === 'state').at(-1);
    expect(last).toMatchObject({ state: 'diverged' });
    expect(last?.sentence).toContain('Lower the learning rate');
    expect(lossesTold().every(Number.isFinite)).toBe(true);
    await lab.inspect(PROMPT);
    // A file of weights that are not finite would be refused.
    await lab.open(await lab.save());
  });
});

describe('a look inside', () => {
  beforeEach(async () => {
    await lab.create(tinyRun());
  });

  it('has the tokens, what was asked for, and the next token’s probabilities', async () => {
    const { tokens, activations, next, unknown, cut, step } = await lab.inspect(PROMPT);
    expect(tokens.map(({ text }) => text)).toEqual(['a', ' ', 'c', 'a', 't']);
    expect([unknown, cut, step]).toEqual([[], 0, 0]);
    expect(Object.keys(activations)).toEqual([PATTERN]);
    const { shape, data } = activations[PATTERN] ?? { shape: [], data: [] };
    expect(shape).toEqual([2, 5, 5]);
    for (let row = 0; row < 10; row++) {
      const line = Array.from(data.slice(row * 5, row * 5 + 5));
      expect(line.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(line.slice((row % 5) + 1).every((p) => p === 0)).toBe(true);
    }
    expect(next.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(next[0].probability).toBe(Math.max(...next.map(({ probability }) => probability)));
  });

  it('names what the model does not know, and then runs nothing', async () => {
    const look = await lab.inspect({ text: 'a zoo!', names: [PATTERN] });
    expect(look).toMatchObject({ unknown: ['z', '!'], activations: {}, next: [] });
  });

  it('of an empty prompt is empty', async () => {
    expect(await lab.inspect({ text: '', names: [PATTERN] })).toMatchObject({
      tokens: [],
      activations: {},
      next: [],
    });
  });

  it('reads tokens that follow the text as they were drawn, and names one that is none', async () => {
    const { tokens, next } = await lab.inspect({ text: 'a rat', names: [] });
    const longer = await lab.inspect({ text: 'a rat', written: [next[0].id], names: [] });
    expect(longer.tokens).toEqual([...tokens, { id: next[0].id, text: next[0].text }]);
    await expect(lab.inspect({ text: 'a rat', written: [999], names: [] })).rejects.toThrow('no token 999');
  });

  it('of a prompt longer than the context takes its end, and says how much was cut', async () => {
    const long = await lab.inspect({ text: 'a rat sat on a hat', names: [PATTERN] });
    const short = await lab.inspect({ text: 'on a hat', names: [PATTERN] });
    expect(long.cut).toBe(10);
    expect(long.tokens).toEqual(short.tokens);
    expect(long.activations).toEqual(short.activations);
  });

  it('gives way to no one else’s change: interventions are undone exactly', async () => {
    const clean = await lab.inspect(PROMPT);
    const kinds: Intervention[] = [
      { name: PATTERN, kind: 'zero', head: 1 },
      { name: PATTERN, kind: 'scale', value: 0.5, position: 4 },
      { name: 'blocks.0.attn.hook_z', kind: 'mean', head: 0 },
      { name: 'blocks.0.mlp.hook_post', kind: 'replace', value: 2, neuron: 3 },
    ];
    for (const intervention of kinds) {
      const changed = await lab.inspect({ ...PROMPT, interventions: [intervention] });
      expect(changed.next, intervention.kind).not.toEqual(clean.next);
      expect(await lab.inspect(PROMPT)).toEqual(clean);
    }
  });

  it.each([
    [{ name: PATTERN, kind: 'zero', head: 2 }, `${PATTERN} has 2 heads, counted from 0; there is no head 2.`],
    // Within the context, but behind the five tokens of this prompt.
    [
      { name: PATTERN, kind: 'zero', position: 6 },
      `${PATTERN} has 5 positions, counted from 0; there is no position 6.`,
    ],
    [{ name: 'blocks.3.attn.hook_z', kind: 'zero' }, "no activation 'blocks.3.attn.hook_z'"],
    [{ name: 'blocks.0.ln1.hook_scale', kind: 'zero' }, 'can be read but not changed'],
  ] as [Intervention, string][])('refuses %j', async (intervention, sentence) => {
    await expect(lab.inspect({ ...PROMPT, interventions: [intervention] })).rejects.toThrow(sentence);
  });

  it('at the kernel: with the sizes of the last look, not of the whole context', async () => {
    const { model } = await lab.create({ ...tinyRun(), model: { ...tinyRun().model, T: 32 } });
    const whole = await lab.kernel(PATTERN);
    await lab.inspect(PROMPT);
    const looked = await lab.kernel(PATTERN);
    expect([whole.constants.N, looked.constants.N]).toEqual([model.T, 8]);
    expect(looked.constants.R).toBe(model.H * 8);
  });

  it('at the kernel: the WGSL that would have computed it', async () => {
    const info = await lab.kernel(PATTERN);
    expect(info).toMatchObject({ opName: 'softmax', ran: false });
    expect(info.wgsl).toContain('@compute');
    await expect(lab.kernel('blocks.5.hook_mlp_out')).rejects.toThrow('no activation');
  });
});

describe('writing', () => {
  const request = { prompt: 'a cat', tokens: 6, temperature: 1, seed: 2 };
  beforeEach(async () => {
    await lab.create(tinyRun());
  });

  it('goes on from the prompt, the same for the same seed', async () => {
    const written = await lab.generate(request);
    expect(written.text).toBe(`a cat${written.tokens.map(({ text }) => text).join('')}`);
    expect(written.tokens).toHaveLength(6);
    expect(await lab.generate(request)).toEqual(written);
    expect(await lab.generate({ ...request, seed: 3 })).not.toEqual(written);
  });

  it('tells each token as it is written, and stops where it is told to', async () => {
    const told: WritingProgress[] = [];
    const { tokens } = await lab.generate(request, (progress) => told.push(progress) > 0);
    expect(told.map(({ token }) => token)).toEqual(tokens);
    expect(told.at(-1)).toMatchObject({ what: 'tokens written', done: 6, total: 6 });
    const bytes = () => engines[0].usage.bytes;
    const before = bytes();
    told.length = 0;
    const stopped = lab.generate({ ...request, tokens: 1000 }, (progress) => told.push(progress) < 4);
    await expect(stopped).rejects.toThrow('stopped before it was done');
    expect(told).toHaveLength(4);
    expect(bytes()).toBe(before);
  });

  it('keeps to the weights it began with, and lets training and looks go on between its tokens', async () => {
    const alone = await lab.generate({ ...request, tokens: 60 });
    const seen: [step: number, done: number][] = [];
    const writing = lab.generate({ ...request, tokens: 60 }, async ({ done }) => {
      seen.push([(await lab.inspect(PROMPT)).step, done]);
      return true;
    });
    const training = lab.train();
    expect(await writing).toEqual(alone);
    await training;
    const between = seen.filter(([step, done]) => step > 0 && done < 60);
    expect(new Set(between.map(([step]) => step)).size).toBeGreaterThan(3);
  });

  it('ends when its model is replaced', async () => {
    const writing = lab.generate({ ...request, tokens: 1000 });
    const ended = expect(writing).rejects.toThrow('stopped before it was done');
    await nextTask();
    await lab.reset();
    await ended;
  });

  it('names unknown words, and settings that cannot be', async () => {
    expect(await lab.generate({ ...request, prompt: 'a zoo' })).toMatchObject({ unknown: ['z'], tokens: [] });
    await expect(lab.generate({ ...request, prompt: '' })).rejects.toThrow('The prompt is empty');
    await expect(lab.generate({ ...request, tokens: 0 })).rejects.toThrow('Ask for 1 to 1000 tokens.');
    await expect(lab.generate({ ...request, topP: 0 })).rejects.toThrow('Top-p is 0');
  });
});

describe('a model file', () => {
  it('saved and opened again is the same model, at the same step', async () => {
    await lab.create(tinyRun());
    for (let i = 0; i < 3; i++) await lab.step();
    const look = await lab.inspect(PROMPT);
    const bytes = await lab.save();
    await lab.create(tinyRun({ seed: 9 }));
    const info = await lab.open(bytes);
    expect([info.step, states().at(-1)]).toEqual([3, 'paused']);
    expect(await lab.inspect(PROMPT)).toEqual(look);
    expect(await lab.train()).toBe('finished');
  });

  it('that another program wrote is refused, and the model before stays', async () => {
    await lab.create(tinyRun());
    const before = await lab.inspect(PROMPT);
    const { config, dataset, settings } = planRun(tinyRun());
    const weights = initialWeights(transformerParameters(config), { seed: 0, initStd: 1 });
    const { tokenizer } = dataset;
    const origin = {
      settings: { ...settings, text: 'the dog and the fox. '.repeat(20) },
      step: 1,
      engine: '',
      variants: {},
    };
    await expect(lab.open(writeCheckpoint({ config, weights, tokenizer }))).rejects.toThrow(
      'does not say how its model was trained',
    );
    await expect(lab.open(writeCheckpoint({ config, weights, tokenizer, origin }))).rejects.toThrow(
      'vocabulary is not that of its data set',
    );
    await expect(lab.open(new Uint8Array(100))).rejects.toThrow('safetensors: ');
    expect(await lab.inspect(PROMPT)).toEqual(before);
  });
});

describe('another engine', () => {
  it('is moved to while training, which goes on by itself as if nothing had happened', async () => {
    const request = tinyRun({ steps: 120 });
    await lab.create(request);
    await lab.train();
    const unbroken = readCheckpoint(await lab.save({ optimizer: true }));

    await lab.create(request);
    const training = lab.train();
    await reach(45);
    await lab.moveTo({ backend: 'cpu' });
    await training;
    while (states().at(-1) !== 'finished') await nextTask();

    expect(engines).toHaveLength(2);
    expect(engines.map(({ disposed }) => disposed)).toEqual([true, false]);
    expect(events.filter(({ type }) => type === 'notice')).toEqual([]);
    const moved = readCheckpoint(await lab.save({ optimizer: true }));
    expect(moved.weights).toEqual(unbroken.weights);
    expect(moved.moments).toEqual(unbroken.moments);
    expect(moved.history?.series).toEqual(unbroken.history?.series);
  });

  it('is moved to between two steps: the model is what it was, and stays paused', async () => {
    await lab.create(tinyRun());
    await lab.step();
    const before = await lab.inspect(PROMPT);
    await lab.moveTo({ backend: 'cpu' });
    expect(states().at(-1)).toBe('paused');
    expect(await lab.inspect(PROMPT)).toEqual(before);
  });

  it('that cannot be had changes nothing', async () => {
    await lab.create(tinyRun());
    await lab.step();
    const before = await lab.inspect(PROMPT);
    noMore = new Error('WebGPU was asked for: there is none.');
    await expect(lab.moveTo({ backend: 'webgpu' })).rejects.toThrow(noMore.message);
    expect(await lab.inspect(PROMPT)).toEqual(before);
    await lab.step();
  });
});

describe('an engine that dies', () => {
  it('is replaced: training goes on by itself from where it was last taken, as if nothing had happened', async () => {
    const request = tinyRun({ steps: 120 });
    await lab.create(request);
    await lab.train();
    const unbroken = readCheckpoint(await lab.save({ optimizer: true }));

    await lab.create(request);
    for (let i = 0; i < 3; i++) await lab.step();
    const training = lab.train();
    await reach(45);
    engines[0].die('The graphics driver was reset.');
    await training;
    while (states().at(-1) !== 'finished') await nextTask();

    expect(engines).toHaveLength(2);
    const told = events.filter((event) => event.type === 'engine').at(-1);
    expect(told?.engine.reason).toBe('The graphics driver was reset. The CPU has taken over.');
    expect(events).toContainEqual({ type: 'notice', sentence: told?.engine.reason });
    expect(events).toContainEqual({
      type: 'state',
      state: 'training',
      sentence: `${told?.engine.reason} Training goes on from step 3.`,
    });
    const mended = readCheckpoint(await lab.save({ optimizer: true }));
    expect(mended.weights).toEqual(unbroken.weights);
    expect(mended.moments).toEqual(unbroken.moments);
    expect(mended.history?.series).toEqual(unbroken.history?.series);
  });

  it('while nothing is trained, is replaced too: the model is what it was, and stays paused', async () => {
    await lab.create(tinyRun());
    await lab.step();
    const before = await lab.inspect(PROMPT);
    await lab.runs.keep();
    engines[0].die('Gone.');
    while (events.at(-1)?.type !== 'state' || engines.length < 2) await nextTask();
    expect(events.at(-1)).toMatchObject({
      state: 'paused',
      sentence: 'Gone. The CPU has taken over. Training goes on from step 1.',
    });
    expect(await lab.inspect(PROMPT)).toEqual(before);
  });

  it('without a model, is replaced all the same', async () => {
    engines[0].die('Gone.');
    while (engines.length < 2) await nextTask();
    await lab.create(tinyRun({ steps: 2 }));
    expect(await lab.train()).toBe('finished');
  });
});
