// Model files: preview, opening, and rejection without changes.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafeTensors, writeSafeTensors } from '../../../src/model/files/safetensors.ts';
import type { JobProgress } from '../../../src/shared/job.ts';
import { WEIGHT_TYPES } from '../../../src/shared/weight-types.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import {
  GPT2_CONFIG,
  gpt2Files,
  jsonFile,
  TOKENIZER_JSON,
  weightsFile,
} from '../../support/model/gpt2-files.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import {
  createObservedLab,
  type ObservedLab,
  type RecordedEvent,
} from '../../support/workers/lab-fixtures.ts';

let lab: Lab;
let engines: ObservedLab['engines'];
let events: RecordedEvent[];

beforeEach(async () => {
  ({ lab, engines, events } = await createObservedLab());
});

afterEach(() => lab.dispose());

const runs = () => events.flatMap((event) => (event.type === 'run' ? [event.run] : []));

/** The only file, with empty tensors of these names. */
function emptyTensors(names: readonly string[]): File {
  const entries = names.map((name) => [name, { dtype: 'F32', shape: [0], data_offsets: [0, 0] }]);
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  return new File([BigUint64Array.of(BigInt(json.length)), json], 'many.safetensors');
}

describe('files with the layout of GPT-2', () => {
  it('are read with progress, and reading stops, for the preview and for the model', async () => {
    const labels = new Set<string>();
    const watch = ({ label }: JobProgress) => labels.add(label).size > 0;
    await lab.transformer.readFiles(gpt2Files(), watch);
    expect(labels).toContain('tokens read');
    await lab.transformer.create(tinyRun());
    const saved = await lab.transformer.save();
    const stopped = 'The job was stopped before it finished.';
    await expect(lab.transformer.readFiles(gpt2Files(), () => false)).rejects.toThrow(stopped);
    await expect(lab.transformer.openFiles(gpt2Files(), undefined, () => false)).rejects.toThrow(stopped);
    expect(await lab.transformer.save()).toEqual(saved);
  });

  it('of 200,000 tensors are rejected, with a sentence of the lab', async () => {
    const file = emptyTensors(Array.from({ length: 200_000 }, (_, i) => `h.${i % 999}.${i}`));
    for (const method of ['readFiles', 'openFiles'] as const)
      await expect(lab.transformer[method]([file])).rejects.toThrow(
        '“many.safetensors” cannot be opened: safetensors: the header describes 200000 tensors; at most 20000 are supported.',
      );
  });

  it('are previewed before they are opened', async () => {
    const { memoryBytes, weightChoices, ...info } = await lab.transformer.readFiles(
      gpt2Files({ type: 'F16' }),
    );
    // The weights as float32, and activations.
    expect(memoryBytes).toBeGreaterThan(4 * 121_280);
    expect(weightChoices?.[0]).toEqual({ weightType: 'float32', memoryBytes });
    expect(weightChoices?.map(({ weightType }) => weightType)).toEqual(WEIGHT_TYPES);
    const { L, C, T, V } = GPT2_CONFIG;
    const [weights, attention] = [2 * (12 * L * C * C + C * V), 4 * L * C * T];
    const forward = weights + attention;
    expect(info).toEqual({
      name: 'GPT-2',
      use: 'read-only',
      weightType: 'float32',
      model: GPT2_CONFIG,
      parameterCount: 121_280,
      flopsPerToken: { weights, attention, forward, training: 3 * forward },
      facts: [
        { label: 'numbers in the file', value: 'F16' },
        { label: 'tokenizer', value: 'tokenizer.json' },
      ],
      notes: [],
    });
    expect(runs()).toEqual([]);
  });

  it('open with weights in fewer bits, and report the change of their logits', async () => {
    const info = await lab.transformer.openFiles(gpt2Files(), 'int8');
    const { relativeL2 = 0, ...rest } = info.logitChange ?? {};
    expect([info.weightType, rest]).toEqual(['int8', { sameToken: 3, promptCount: 3 }]);
    expect(relativeL2).toBeGreaterThan(1e-4);
    expect(relativeL2).toBeLessThan(0.05);
    const { next } = await lab.transformer.inspect({ text: 'Michael Jordan plays', names: [] });
    expect(next.length).toBeGreaterThan(0);
    await expect(lab.transformer.openFiles(gpt2Files(), 'int3' as never)).rejects.toThrow(
      'it must be one of float32, float16, int8, int4',
    );
  });

  it('open from a folder with other files, and can be inspected like any model', async () => {
    const fractions: number[] = [];
    const companions = [jsonFile('generation_config.json', {}), new File(['a b'], 'merges.txt')];
    const info = await lab.transformer.openFiles(
      [...gpt2Files(), ...companions],
      undefined,
      ({ done, total }) => fractions.push(done / total) > 0,
    );
    expect(info).toMatchObject({ preset: 'GPT-2', isReadOnly: true, step: 0, model: GPT2_CONFIG });
    expect(fractions.at(-1)).toBe(1);
    const { tokens, next, activations } = await lab.transformer.inspect({
      text: 'Michael Jordan plays the sport of',
      names: ['blocks.1.attn.hook_pattern'],
    });
    expect(tokens.map(({ text }) => text)).toEqual([
      'Michael',
      ' ',
      'Jordan',
      ' plays',
      ' the',
      ' sport',
      ' of',
    ]);
    expect(next).toHaveLength(20);
    expect(activations['blocks.1.attn.hook_pattern']?.shape).toEqual([4, 7, 7]);
    const written = await lab.transformer.generate({ prompt: 'the cat', tokens: 3, temperature: 0, seed: 0 });
    expect(written.text.startsWith('the cat')).toBe(true);
  });

  it('cannot be trained, with a reason', async () => {
    await lab.transformer.openFiles(gpt2Files());
    const message = 'without a data set, which this operation requires';
    for (const act of [
      lab.transformer.train(),
      lab.transformer.step(),
      lab.transformer.reset(),
      lab.transformer.evaluate(),
      lab.transformer.teach([], 5),
    ])
      await expect(act).rejects.toThrow(message);
    await expect(lab.transformer.save()).rejects.toThrow('unchanged since it was opened from its files');
  });

  it('keep the current model if opening is aborted', async () => {
    await lab.transformer.create(tinyRun());
    await expect(lab.transformer.openFiles(gpt2Files(), undefined, () => false)).rejects.toThrow(
      'stopped before it finished',
    );
    expect(runs().map(({ preset }) => preset)).toEqual(['text']);
    expect((await lab.transformer.inspect({ text: 'a cat', names: [] })).tokens).toHaveLength(5);
  });

  it('are reopened after the engine is lost', async () => {
    await lab.transformer.openFiles(gpt2Files());
    const before = await lab.transformer.inspect({ text: 'the cat sat', names: [] });
    engines[0].lose('The GPU was reset.');
    await expect.poll(() => runs().length).toBe(2);
    expect(await lab.transformer.inspect({ text: 'the cat sat', names: [] })).toEqual(before);
  });
});

describe('a file of this lab', () => {
  it('resumes at its step', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    const file = new File([await lab.transformer.save()], 'mine.safetensors');
    expect(await lab.transformer.readFiles([file])).toMatchObject({ name: 'text', use: 'train', step: 1 });
    const info = await lab.transformer.openFiles([file]);
    expect(info).toMatchObject({ preset: 'text', step: 1 });
    expect(info.isReadOnly).toBeUndefined();
    await lab.transformer.step();
  });

  it('with a flipped bit in a weight is refused; it opens unchecked without its checksum', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    const bytes = await lab.transformer.save();
    bytes[bytes.length - 1] ^= 1;
    const file = new File([bytes], 'mine.safetensors');
    await expect(lab.transformer.openFiles([file])).rejects.toThrow(
      '“mine.safetensors” cannot be opened: model file: its checksum does not match',
    );
    await expect(lab.transformer.open(bytes.slice())).rejects.toThrow('its checksum does not match');
    const { tensors, metadata } = readSafeTensors(bytes);
    const unchecked = new Map([...metadata].filter(([key]) => key !== 'digest'));
    await lab.transformer.open(writeSafeTensors({ tensors, metadata: unchecked }));
  });
});

describe('files that cannot be opened', () => {
  it.each<[string, () => File[], string]>([
    ['no weights', () => [jsonFile('config.json', {})], 'There are no weights in “config.json”'],
    [
      'a pickle',
      () => [new File([Uint8Array.of(0x80, 2, 0x7d, ...new Array(30).fill(0x71))], 'pytorch_model.bin')],
      '“pytorch_model.bin” cannot be opened. Weights in a pickle',
    ],
    [
      'weights in several files',
      () => [weightsFile({}, 'model-1.safetensors'), weightsFile({}, 'model-2.safetensors')],
      'There are 2 files of weights',
    ],
    [
      'a text',
      () => [new File(['hello there, all'], 'notes.txt')],
      '“notes.txt” cannot be opened: safetensors: its header',
    ],
    ['no tokenizer', () => [weightsFile()], '“model.safetensors” cannot be opened: its tokenizer is missing'],
    [
      'broken JSON',
      () => [weightsFile(), new File(['{'], 'config.json')],
      '“config.json” cannot be opened: it is not JSON',
    ],
    [
      'other JSON',
      () => [weightsFile(), jsonFile('a.json', [1])],
      '“a.json” is neither a model’s config.json',
    ],
    [
      'two tokenizers',
      () => [...gpt2Files(), jsonFile('other.json', TOKENIZER_JSON)],
      '“tokenizer.json” and “other.json” are both a tokenizer.json; choose one.',
    ],
    [
      'a whole folder',
      () => Array.from({ length: 41 }, (_, i) => new File([], `${i}`)),
      '41 files were chosen',
    ],
  ])('%s', async (_, files, message) => {
    await lab.transformer.create(tinyRun());
    const before = runs().length;
    await expect(lab.transformer.readFiles(files())).rejects.toThrow(message);
    await expect(lab.transformer.openFiles(files())).rejects.toThrow(message);
    expect(runs()).toHaveLength(before);
  });
});
