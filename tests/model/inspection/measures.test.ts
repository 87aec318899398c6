// Measures, evaluated on a model with known answers.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import { paddedLength } from '../../../src/model/architecture/context-window.ts';
import type { AttentionProbe, RecallProbe } from '../../../src/model/data/dataset.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../../src/model/inspection/inspector.ts';
import { evaluateMeasure, evaluateRecall } from '../../../src/model/inspection/measures.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const { V, H, L, C, T: longest } = TINY_CONFIG;
const { inspector: random } = tinyModel(new ReferenceExecutor());

/** A model that predicts the last token + 1, and whose head (1, 0) attends to the previous position. */
function knownModel() {
  const requests: InspectorRequest[] = [];
  const run = async (request: InspectorRequest) => {
    requests.push(request);
    const { B, T, tokens, names } = request;
    const stream = new Float32Array(B * T * C);
    tokens.forEach((id, place) => {
      stream[place * C] = id;
    });
    const patterns = Array.from({ length: L }, (_, layer) => {
      const data = new Float32Array(B * H * T * T);
      for (let row = 0; row < B; row++) {
        for (let t = 1; t < T; t++) if (layer === 1) data[((row * H + 0) * T + t) * T + t - 1] = 0.5;
      }
      return { shape: [B, H, T, T], data };
    });
    const values = (name: ActivationName): NDArray => {
      if (name === `blocks.${L - 1}.hook_resid_post`) return { shape: [B, T, C], data: stream };
      return patterns[Number(name.split('.')[1])];
    };
    return { activations: new Map(names.map((name) => [name, values(name)])) };
  };
  const unembed = async ({ shape: [B, T], data }: NDArray): Promise<NDArray> => {
    const logits = new Float32Array(B * T * V);
    for (let place = 0; place < B * T; place++) logits[place * V + ((data[place * C] + 1) % V)] = 1;
    return { shape: [B, T, V], data: logits };
  };
  return { inspector: { run, unembed } as unknown as Inspector, requests };
}

function probe(tokens: number[], answer: number, split: RecallProbe['split'] = 'train'): RecallProbe {
  return { subject: '', relation: '', wording: 0, tokens, answer, split };
}

describe('recall', () => {
  const recall = (probes: RecallProbe[]) =>
    ({ kind: 'recall', name: 'recall', description: 'd', probes }) as const;

  it('counts correct answers per split', async () => {
    const { inspector } = knownModel();
    const probes = [
      probe([4], 5),
      probe([1, 2, 3], 4),
      probe([1, 2, 3], 3),
      probe([9, 8, 7, 6, 5], 6, 'validation'),
      probe([0, 10], 9, 'validation'),
    ];
    expect(await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, recall(probes)))).toEqual({
      name: 'recall',
      description: 'd',
      value: 2 / 3,
      heldOut: 1 / 2,
      count: 5,
    });
  });

  it('is undefined for a split without probes, and its value is then that of the other', async () => {
    const { inspector } = knownModel();
    const trained = await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, recall([probe([1], 2)])));
    expect(trained).toMatchObject({ value: 1, heldOut: undefined });
    const held = await runToCompletion(
      evaluateMeasure(inspector, TINY_CONFIG, recall([probe([1], 3, 'validation')])),
    );
    expect(held).toMatchObject({ value: 0 });
    expect(held.heldOut).toBeUndefined();
  });

  it('keeps the order of probes over many batches of one shape', async () => {
    const { inspector, requests } = knownModel();
    const probes = Array.from({ length: 150 }, (_, i) =>
      probe([i % 7, i % V], i % 3 === 0 ? (i + 1) % V : V - 1 - (i % 5)),
    );
    const right = await runToCompletion(evaluateRecall(inspector, TINY_CONFIG, probes));
    expect(right).toEqual(probes.map(({ tokens, answer }) => answer === (tokens[1] + 1) % V));
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ B, T }) => `${B} ${T}`)).size).toBe(1);
  });

  it('truncates a probe longer than the context to its last tokens', async () => {
    const { inspector } = knownModel();
    const long = Array.from({ length: longest + 3 }, (_, i) => i % V);
    const answer = (long[long.length - 1] + 1) % V;
    expect(
      await runToCompletion(evaluateRecall(inspector, TINY_CONFIG, [probe(long, answer), probe([1], 2)])),
    ).toEqual([true, true]);
  });

  it('of a real model: equals the result of single probes', async () => {
    const probes = Array.from({ length: 40 }, (_, i) => probe([i % V, (3 * i) % V, 5].slice(i % 3), i % V));
    const together = await runToCompletion(evaluateRecall(random, TINY_CONFIG, probes));
    const alone = [];
    for (const each of probes)
      alone.push(...(await runToCompletion(evaluateRecall(random, TINY_CONFIG, [each]))));
    expect(together).toEqual(alone);
  });
});

describe('attention', () => {
  const attention = (probes: AttentionProbe[]) =>
    ({ kind: 'attention', name: 'before', description: 'd', probes, chance: 0.1 }) as const;

  it('of a head is the mean over all queries, each with all of its keys', async () => {
    const { inspector } = knownModel();
    const probes = [
      { tokens: [1, 2, 3], pairs: [{ query: 1, key: 0 }] },
      {
        tokens: [1, 2, 3, 4],
        pairs: [
          { query: 3, key: 2 },
          { query: 3, key: 1 },
          { query: 2, key: 0 },
        ],
      },
    ];
    const measured = await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, attention(probes)));
    expect(measured).toMatchObject({ chance: 0.1, count: 2 });
    expect(Math.max(...(measured.heads ?? []).flat())).toBeCloseTo((0.5 + 0.5 + 0) / 3, 10);
  });

  it('prefers the head that follows content to one that follows distances', async () => {
    const { H } = TINY_CONFIG;
    // Head 0 of layer 0 attends to the previous token everywhere; head 1 from token 7 alone, and to itself from others.
    const run = async ({ B, T, tokens, names }: InspectorRequest) => {
      const pattern = (layer: number) => {
        const data = new Float32Array(B * H * T * T);
        for (let row = 0; row < B; row++)
          for (let head = 0; head < H; head++)
            for (let t = 1; t < T; t++) {
              const isPrevious = layer === 0 && (head === 0 || tokens[row * T + t] === 7);
              data[((row * H + head) * T + t) * T + (isPrevious ? t - 1 : t)] = head === 0 ? 1 : 0.9;
            }
        return { shape: [B, H, T, T], data };
      };
      return { activations: new Map(names.map((name) => [name, pattern(Number(name.split('.')[1]))])) };
    };
    const probes = [{ tokens: [1, 2, 7, 4], pairs: [{ query: 2, key: 1 }] }];
    const measure = () =>
      runToCompletion(evaluateMeasure({ run } as unknown as Inspector, TINY_CONFIG, attention(probes)));
    expect(await measure()).toMatchObject({
      value: expect.closeTo(0.9, 6),
      positional: 0,
      heads: [
        [1, expect.closeTo(0.9, 6)],
        [0, 0],
      ],
    });
    // Without a head for the content there is only the one for the distance, which the control tells.
    probes[0].pairs[0] = { query: 3, key: 2 };
    expect(await measure()).toMatchObject({ value: 1, positional: 1 });
  });

  it('has its head from the probes, also where another is better on held-out ones', async () => {
    const { H } = TINY_CONFIG;
    // Head 0 of layer 0 looks from 7 to the token before it, head 1 from 8.
    const run = async ({ B, T, tokens, names }: InspectorRequest) => {
      const pattern = (layer: number) => {
        const data = new Float32Array(B * H * T * T);
        tokens.forEach((id, place) => {
          const [row, t] = [Math.floor(place / T), place % T];
          if (layer > 0 || t === 0) return;
          for (const head of [0, 1]) data[((row * H + head) * T + t) * T + (id === 7 + head ? t - 1 : t)] = 1;
        });
        return { shape: [B, H, T, T], data };
      };
      return { activations: new Map(names.map((name) => [name, pattern(Number(name.split('.')[1]))])) };
    };
    const pairs = [{ query: 2, key: 1 }];
    const measure = {
      ...attention([{ tokens: [1, 2, 7], pairs }]),
      heldOut: [
        { tokens: [1, 2, 7], pairs },
        { tokens: [1, 2, 8], pairs },
        { tokens: [2, 3, 8], pairs },
      ],
      heldOutChance: 0.2,
      rule: { label: 'r', value: 1, heldOut: 1 },
    };
    const inspector = { run } as unknown as Inspector;
    expect(await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, measure))).toMatchObject({
      ...{ value: 1, heldOut: 1 / 3, heldOutChance: 0.2, chance: 0.1, count: 1 },
      rule: { label: 'r', value: 1, heldOut: 1 },
    });
  });

  it('of a sequence longer than the context: includes only pairs inside the context', async () => {
    const { inspector } = knownModel();
    const tokens = Array.from({ length: longest + 2 }, () => 1);
    const pairs = [
      { query: 1, key: 0 },
      { query: 2, key: 1 },
      { query: 5, key: 4 },
      { query: longest + 1, key: 3 },
    ];
    const { heads = [] } = await runToCompletion(
      evaluateMeasure(inspector, TINY_CONFIG, attention([{ tokens, pairs }])),
    );
    expect(Math.max(...heads.flat())).toBeCloseTo(0.25, 10);
  });
});

describe('senses', () => {
  it('is the share of nearest neighbours with the same sense, in the best layer', async () => {
    // Layer 0 holds the token, layer 1 its sense: ids from 10 on are of the second.
    const run = async ({ B, T, tokens, names }: InspectorRequest) => {
      const { C } = TINY_CONFIG;
      const stream = (layer: number) => {
        const data = new Float32Array(B * T * C);
        tokens.forEach((id, place) => {
          data[place * C] = layer === 0 ? Math.cos(id) : 1;
          data[place * C + 1] = layer === 0 ? Math.sin(id) : Number(id >= 10) * 3 + id / 50;
        });
        return { shape: [B, T, C], data };
      };
      return { activations: new Map(names.map((name) => [name, stream(Number(name.split('.')[1]))])) };
    };
    const inspector = { run } as unknown as Inspector;
    const probes = [1, 2, 3, 10, 11, 12].map((id, i) => ({
      tokens: Array.from({ length: i === 5 ? longest + 2 : 3 }, (_, at) =>
        at === 1 || at === longest ? id : 0,
      ),
      position: i === 5 ? longest : 1,
      sense: id < 10 ? 'a' : 'b',
    }));
    const senses = { kind: 'senses', name: 'senses', description: 'd', probes, chance: 0.4 } as const;
    const measured = await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, senses));
    expect(measured).toEqual({ name: 'senses', description: 'd', value: 1, chance: 0.4, count: 6 });
    const mixed = { ...senses, probes: probes.map((each, i) => ({ ...each, sense: 'ab'[i % 2] })) };
    expect((await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, mixed))).value).toBe(0);
    // Held-out ones are told apart in layer 0, which the probes do not choose.
    const heldOut = [1, 12].map((id) => ({ tokens: [0, id], position: 1, sense: id === 1 ? 'b' : 'a' }));
    const unseen = await runToCompletion(evaluateMeasure(inspector, TINY_CONFIG, { ...senses, heldOut }));
    expect(unseen).toMatchObject({ value: 1, heldOut: 0 });
  });
});

it('pads to few lengths, never beyond the context', () => {
  const lengths = Array.from({ length: 32 }, (_, i) => paddedLength(i + 1, 24));
  expect([...new Set(lengths)]).toEqual([8, 16, 24]);
  lengths.forEach((length, i) => {
    expect(length).toBeGreaterThanOrEqual(Math.min(i + 1, 24));
  });
});
