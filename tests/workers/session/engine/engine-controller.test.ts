// Switching the engine, on request or after its loss, keeps the run: training continues with identical results.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../../src/model/files/checkpoint.ts';
import type { InspectRequest } from '../../../../src/workers/rpc/api/lab-api.ts';
import { wrapMethods } from '../../../../src/workers/rpc-host.ts';
import { yieldToEventLoop } from '../../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import {
  createObservedLab,
  type ObservedLab,
  type RecordedEvent,
} from '../../../support/workers/lab-fixtures.ts';

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

describe('switching the engine', () => {
  it('during training continues with identical results', async () => {
    const request = tinyRun({ steps: 120 });
    await lab.transformer.create(request);
    await lab.transformer.train();
    const unbroken = readCheckpoint(await lab.transformer.save({ optimizer: true }));

    await lab.transformer.create(request);
    const training = lab.transformer.train();
    await watched.waitForStep(45);
    await lab.switchEngine({ backend: 'cpu' });
    await training;
    while (watched.states().at(-1) !== 'finished') await yieldToEventLoop();

    expect(engines).toHaveLength(2);
    expect(engines.map(({ disposed }) => disposed)).toEqual([true, false]);
    expect(events.filter(({ type }) => type === 'notice')).toEqual([]);
    const moved = readCheckpoint(await lab.transformer.save({ optimizer: true }));
    expect(moved.weights).toEqual(unbroken.weights);
    expect(moved.moments).toEqual(unbroken.moments);
    expect(moved.history?.series).toEqual(unbroken.history?.series);
  });

  it('between two steps keeps the model, paused', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    const before = await lab.transformer.inspect(PROMPT);
    await lab.switchEngine({ backend: 'cpu' });
    expect(watched.states().at(-1)).toBe('paused');
    expect(await lab.transformer.inspect(PROMPT)).toEqual(before);
  });

  it('to an unavailable one changes nothing', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    const before = await lab.transformer.inspect(PROMPT);
    const sentence = 'WebGPU was requested: there is none.';
    watched.startError = new Error(sentence);
    await expect(lab.switchEngine({ backend: 'webgpu' })).rejects.toThrow(sentence);
    expect(await lab.transformer.inspect(PROMPT)).toEqual(before);
    await lab.transformer.step();
  });
});

describe('a lost engine', () => {
  it('is replaced: training resumes from the last snapshot with identical results', async () => {
    const request = tinyRun({ steps: 120 });
    await lab.transformer.create(request);
    await lab.transformer.train();
    const unbroken = readCheckpoint(await lab.transformer.save({ optimizer: true }));

    await lab.transformer.create(request);
    for (let i = 0; i < 3; i++) await lab.transformer.step();
    const training = lab.transformer.train();
    await watched.waitForStep(45);
    engines[0].lose('The graphics driver was reset.');
    await training;
    while (watched.states().at(-1) !== 'finished') await yieldToEventLoop();

    expect(engines).toHaveLength(2);
    const event = events.filter((event) => event.type === 'engine').at(-1);
    expect(event?.engine.reason).toBe('The graphics driver was reset. The CPU is used instead.');
    expect(events).toContainEqual({ type: 'notice', message: event?.engine.reason });
    expect(events).toContainEqual({
      type: 'state',
      state: 'training',
      message: `${event?.engine.reason} Training continues from step 3.`,
    });
    const mended = readCheckpoint(await lab.transformer.save({ optimizer: true }));
    expect(mended.weights).toEqual(unbroken.weights);
    expect(mended.moments).toEqual(unbroken.moments);
    expect(mended.history?.series).toEqual(unbroken.history?.series);
  });

  it('is replaced without training: the model stays unchanged and paused', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    const before = await lab.transformer.inspect(PROMPT);
    await lab.runs.flush();
    engines[0].lose('Gone.');
    while (events.at(-1)?.type !== 'state' || engines.length < 2) await yieldToEventLoop();
    expect(events.at(-1)).toMatchObject({
      state: 'paused',
      message: 'Gone. The CPU is used instead. Training continues from step 1.',
    });
    expect(await lab.transformer.inspect(PROMPT)).toEqual(before);
  });

  it('is replaced without a model', async () => {
    engines[0].lose('Gone.');
    while (engines.length < 2) await yieldToEventLoop();
    await lab.transformer.create(tinyRun({ steps: 2 }));
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('that is lost again while its run is restored is replaced again, with identical results', async () => {
    const request = tinyRun({ steps: 120 });
    await lab.transformer.create(request);
    await lab.transformer.train();
    const unbroken = readCheckpoint(await lab.transformer.save({ optimizer: true }));

    await lab.transformer.create(request);
    for (let i = 0; i < 3; i++) await lab.transformer.step();
    const training = lab.transformer.train();
    await watched.waitForStep(45);
    watched.onStart = (engine) => {
      watched.onStart = undefined;
      engine.lossOnUse = 'The graphics driver was reset again.';
    };
    engines[0].lose('The graphics driver was reset.');
    await training;
    while (watched.states().at(-1) !== 'finished') await yieldToEventLoop();

    expect(engines).toHaveLength(3);
    expect(events).toContainEqual({
      type: 'notice',
      message: 'The graphics driver was reset again. The CPU is used instead.',
    });
    const mended = readCheckpoint(await lab.transformer.save({ optimizer: true }));
    expect(mended.weights).toEqual(unbroken.weights);
    expect(mended.moments).toEqual(unbroken.moments);
  });

  it('that fails a step before it reports its loss is replaced, and training resumes', async () => {
    await lab.transformer.create(tinyRun({ steps: 120 }));
    for (let i = 0; i < 3; i++) await lab.transformer.step();
    const training = lab.transformer.train();
    await watched.waitForStep(45);
    engines[0].lossOnUse = 'The graphics driver was reset.';
    expect(await training).toBe('paused');
    while (watched.states().at(-1) !== 'finished') await yieldToEventLoop();
    expect(engines).toHaveLength(2);
  });

  it('is replaced before a request is answered', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    const before = await lab.transformer.inspect(PROMPT);
    await lab.runs.flush();
    const exposed = wrapMethods(lab, () => lab.transition);
    engines[0].lose('Gone.');
    await Promise.resolve(); // the loss is reported
    await expect(lab.transformer.inspect(PROMPT)).rejects.toThrow(
      'The model is being moved to another engine; try again in a moment.',
    );
    expect(await exposed.transformer.inspect(PROMPT)).toEqual(before);
    expect(engines).toHaveLength(2);
  });

  it('that cannot be replaced leaves no run, and a notice', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    await lab.runs.flush();
    watched.startError = new Error('WebAssembly is blocked.');
    engines[0].lose('Gone.');
    const message = 'Gone. The model cannot be restored: WebAssembly is blocked.';
    while (watched.states().at(-1) !== 'none') await yieldToEventLoop();
    expect(events.slice(-2)).toEqual([
      { type: 'notice', message },
      { type: 'state', state: 'none', message },
    ]);
    await expect(lab.transformer.train()).rejects.toThrow('There is no model yet');
  });
});
