// A neuron's preactivation, effect and top activations, against the network itself.

import { afterAll, describe, expect, it } from 'vitest';
import { directAttribution } from '../../../src/lenses/attribution/direct-attribution.ts';
import { evaluateFacts } from '../../../src/lenses/facts/answer-rank.ts';
import {
  ablateNeurons,
  neuronLogitEffect,
  pairPreactivations,
  tokenPreactivations,
} from '../../../src/lenses/neurons/neuron.ts';
import { toCorpus } from '../../../src/model/data/corpus.ts';
import { facts } from '../../../src/model/data/facts/facts.ts';
import { repeats } from '../../../src/model/data/repeats.ts';
import {
  answerActivations,
  corpusActivations,
  summarizeUnit,
} from '../../../src/model/inspection/corpus-activations.ts';
import { compileInterventions } from '../../../src/model/inspection/interventions.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { wasmExecutors } from '../../support/kernels/wasm-executors.ts';
import { tinyModel } from '../../support/model/tiny-model.ts';

const [, wasm] = wasmExecutors[0];
const { config, values, inspector, dispose } = tinyModel(wasm);
const NEURON = { layer: 1, neuron: 5 };
const POST = 'blocks.1.mlp.hook_post';
afterAll(dispose);

/** Rows of every length up to the context, from all over the vocabulary. */
const ROWS = Array.from({ length: 70 }, (_, r) =>
  Array.from({ length: 1 + (r % config.T) }, (_, t) => (3 * r + 5 * t + r * t) % config.V),
);

async function postOf(tokens: readonly number[]): Promise<Float32Array> {
  const { activations } = await inspector.run({
    B: 1,
    T: tokens.length,
    tokens: Int32Array.from(tokens),
    names: [POST],
  });
  return activations.get(POST)?.data as Float32Array;
}

describe('a neuron', () => {
  it('has the preactivation of a stream that is one token’s embedding', async () => {
    const drive = tokenPreactivations(config, values, NEURON);
    const embedding = values.get('transformer.wte.weight') as Float32Array;
    const request = { B: 1, T: 1, tokens: Int32Array.of(0) };
    for (const id of [0, 4, 10]) {
      const value = embedding.slice(id * config.C, (id + 1) * config.C);
      const changed = await compileInterventions(inspector, config, request, [
        { name: 'blocks.1.hook_resid_mid', kind: 'replace', value },
      ]);
      const { activations } = await inspector.run({
        ...request,
        names: ['blocks.1.mlp.hook_pre'],
        interventions: changed,
      });
      expect(drive[id]).toBeCloseTo(
        activations.get('blocks.1.mlp.hook_pre')?.data[NEURON.neuron] as number,
        5,
      );
    }
  });

  it('has the preactivation of a stream that is the sum of two embeddings', async () => {
    const pairs = [
      [0, 4],
      [10, 10],
      [3, 1],
    ] as const;
    const drive = pairPreactivations(config, values, NEURON, pairs);
    const embedding = values.get('transformer.wte.weight') as Float32Array;
    const request = { B: 1, T: 1, tokens: Int32Array.of(0) };
    for (const [at, [first, second]] of pairs.entries()) {
      const value = Float32Array.from(
        { length: config.C },
        (_, c) => embedding[first * config.C + c] + embedding[second * config.C + c],
      );
      const changed = await compileInterventions(inspector, config, request, [
        { name: 'blocks.1.hook_resid_mid', kind: 'replace', value },
      ]);
      const names = ['blocks.1.mlp.hook_pre' as const];
      const { activations } = await inspector.run({ ...request, names, interventions: changed });
      expect(drive[at]).toBeCloseTo(activations.get(names[0])?.data[NEURON.neuron] as number, 5);
    }
  });

  it('has the effect per unit of activation that direct attribution gives', async () => {
    const tokens = Int32Array.of(1, 2, 3);
    const request = { B: 1, T: 3, tokens };
    const attribution = await directAttribution(inspector, config, values, request, { row: 0, position: 2 });
    const { activations } = await inspector.run({ ...request, names: ['ln_final.hook_scale'] });
    const scale = activations.get('ln_final.hook_scale')?.data[2] as number;
    const post = (await postOf([1, 2, 3]))[2 * config.mlpWidth + NEURON.neuron];
    neuronLogitEffect(config, values, NEURON, scale).forEach((a_unit, id) => {
      expect(a_unit * post).toBeCloseTo(attribution.neurons[1][NEURON.neuron][id], 6);
    });
  });

  it('has the top activations of a search through every row', async () => {
    const {
      vectors: [vectors],
      positions,
    } = await runToCompletion(
      corpusActivations(inspector, config, [`blocks.${NEURON.layer}.mlp.hook_post`], ROWS),
    );
    const found = summarizeUnit(vectors, positions, NEURON.neuron, 8);
    const all: { value: number; beginning: string }[] = [];
    for (const row of ROWS) {
      const post = await postOf(row);
      row.forEach((_, t) => {
        const value = post[t * config.mlpWidth + NEURON.neuron];
        all.push({ value, beginning: row.slice(0, t + 1).join(' ') });
      });
    }
    expect(positions.length).toBe(all.length);
    expect(found.active).toBe(all.filter(({ value }) => value > 0).length);
    expect(found.mean).toBeCloseTo(all.reduce((sum, { value }) => sum + value, 0) / all.length, 6);
    // Activations depend only on preceding tokens: equal prefixes are listed once, with their count.
    const byBeginning = new Map<string, number[]>();
    for (const { value, beginning } of all.sort((a, b) => b.value - a.value))
      byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), value]);
    const most = [...byBeginning].slice(0, 8);
    expect(found.most).toHaveLength(8);
    found.most.forEach(({ value, times, row, position }, i) => {
      const [beginning, same] = most[i];
      expect(value).toBeCloseTo(same[0], 6);
      expect([ROWS[row].slice(0, position + 1).join(' '), times]).toEqual([beginning, same.length]);
    });
  });
});

it('ablating all neurons of the last MLP equals an MLP that adds its bias alone', async () => {
  const prompts = ROWS.map((tokens) => ({ tokens, answer: 0 }));
  const all = Array.from({ length: config.mlpWidth }, (_, n) => n);
  const without = await runToCompletion(
    evaluateFacts(inspector, config, prompts, ablateNeurons(config, 1, all)),
  );
  for (const [index, tokens] of ROWS.entries()) {
    const request = { B: 1, T: tokens.length, tokens: Int32Array.from(tokens) };
    const value = values.get('transformer.h.1.mlp.c_proj.bias') as Float32Array;
    const bias = Float32Array.from({ length: tokens.length * config.C }, (_, i) => value[i % config.C]);
    const changed = await compileInterventions(inspector, config, request, [
      { name: 'blocks.1.hook_mlp_out', kind: 'replace', value: bias },
    ]);
    const { activations } = await inspector.run({ ...request, names: ['logits'], interventions: changed });
    const logits = activations.get('logits')?.data.slice(-config.V) as Float32Array;
    expect(without[index].said.id).toBe(logits.indexOf(Math.max(...logits)));
    expect(without[index].said.logit).toBeCloseTo(Math.max(...logits), 5);
  }
});

it('activations where answers are predicted are those of the last token', async () => {
  const { numbers, N, d } = await runToCompletion(
    answerActivations(inspector, config, 'blocks.1.mlp.hook_post', ROWS),
  );
  expect({ N, d }).toEqual({ N: ROWS.length, d: config.mlpWidth });
  for (const [index, tokens] of ROWS.entries()) {
    const last = (await postOf(tokens)).slice(-d);
    numbers.subarray(index * d, (index + 1) * d).forEach((value, i) => {
      expect(value).toBeCloseTo(last[i], 6);
    });
  }
});

describe('a corpus', () => {
  it('of facts is every sentence; of an infinite data set a deterministic sample', () => {
    const dataset = facts();
    const all = toCorpus(dataset, 32);
    expect(all.isComplete).toBe(true);
    expect(all.rows.length).toBe(6 * dataset.facts.length);
    expect(all.rows.map((row) => dataset.tokenizer.decode(row)).join('\n')).toContain(
      'Michael Jordan plays the sport of basketball',
    );
    const sample = toCorpus(repeats(), 32);
    expect(sample.isComplete).toBe(false);
    expect(sample).toEqual(toCorpus(repeats(), 32));
  });
});
