// A network with one fact in one hand-written neuron: tracing, attribution, AND search, ablation and editing must find it.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { directAttribution } from '../../../src/lenses/attribution/direct-attribution.ts';
import type { MeanTrace, Trace } from '../../../src/lenses/causal-trace/causal-trace.ts';
import {
  causalTrace,
  embeddingStd,
  meanCausalTrace,
  recoveredFraction,
  TOKEN_ROLES,
  traceStates,
} from '../../../src/lenses/causal-trace/causal-trace.ts';
import { evaluateFacts } from '../../../src/lenses/facts/answer-rank.ts';
import { ablateNeurons } from '../../../src/lenses/neurons/neuron.ts';
import { andTables, groupBySubject, isAnd, rankByAndMargin } from '../../../src/lenses/shared/and-gates.ts';
import { applyUpdates, editedWeight, rankOneEdit } from '../../../src/model/editing/rank-one-edit.ts';
import { SecondMoment } from '../../../src/model/editing/second-moment.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../../src/model/inspection/inspector.ts';
import type { UpperLayersRequest } from '../../../src/model/inspection/upper-layers-program.ts';
import type { Job } from '../../../src/shared/job.ts';
import {
  createPlantedFactModel,
  FACT_NEURON,
  PLANTED_CONFIG,
  SUBJECTS,
  TOKEN,
} from '../../support/model/planted-fact-model.ts';

const { weights, values, inspector } = await createPlantedFactModel(new ReferenceExecutor());
const config = PLANTED_CONFIG;
const { mlpWidth: M, V } = config;
const [jordan] = SUBJECTS;
const request = { B: 1, T: 3, tokens: Int32Array.from(jordan.tokens) };
const noise = { samples: 20, standardDeviation: 3 * embeddingStd(config, values), seed: 0 };

async function all<Result>(work: Job<Result>): Promise<Result> {
  for (;;) {
    const piece = await work.next();
    if (piece.done) return piece.value;
  }
}

async function predictions(): Promise<number[]> {
  const questions = SUBJECTS.map(({ tokens, sport }) => ({ tokens, answer: sport }));
  return (await all(evaluateFacts(inspector, config, questions))).map((verdict) => verdict.said.id);
}

async function predictionsWithout(neurons: readonly number[]): Promise<number> {
  const interventions = ablateNeurons(config, 0, neurons)?.(1, 3);
  const look = await inspector.run({ ...request, names: ['logits'], interventions });
  const logits = (look.activations.get('logits') as NDArray).data.subarray(2 * V);
  return logits.indexOf(Math.max(...logits));
}

it('the model predicts the fact, and the default answer for other prompts', async () => {
  expect(await predictions()).toEqual(SUBJECTS.map(({ sport }) => sport));
});

describe('causal tracing', () => {
  const subject = { first: 0, last: 1 };
  const share = ({ restored, ...found }: Trace, state: number, position: number) =>
    recoveredFraction(restored[state][position], found);

  it('finds the MLP at the last token, and the attention that moves the names there', async () => {
    const found = await all(causalTrace(inspector, config, { tokens: jordan.tokens, subject }, noise));
    expect(found.answer).toBe(TOKEN.basketball);
    expect(found.clean).toBeGreaterThan(0.95);
    expect(found.corrupted).toBeLessThan(0.5);
    const states = traceStates(config).map(({ kind }) => kind);
    const [mlp, attention] = [states.indexOf('mlp'), states.indexOf('attention')];
    expect(share(found, mlp, 2)).toBeGreaterThan(0.9);
    expect(share(found, attention, 2)).toBeGreaterThan(0.9);
    for (const position of [0, 1]) {
      expect(Math.abs(share(found, mlp, position))).toBeLessThan(0.01);
      expect(Math.abs(share(found, attention, position))).toBeLessThan(0.01);
    }
    // One name alone is not enough: that is the AND.
    for (const position of [0, 1])
      expect(share(found, states.indexOf('embedding'), position)).toBeLessThan(0.8);
  });

  it('adds normal noise of the requested size to the subject alone', async () => {
    const [samples, standardDeviation] = [64, 0.7];
    const offsets: Float32Array[] = [];
    const recordingInspector = {
      run: (requests: InspectorRequest) => {
        offsets.push(Float32Array.from(requests.interventions?.get('hook_embed')?.offset ?? []));
        return inspector.run(requests);
      },
      runFrom: (requests: UpperLayersRequest) => inspector.runFrom(requests),
    } as Inspector;
    const requests = { samples, standardDeviation, seed: 0 };
    await all(causalTrace(recordingInspector, config, { tokens: jordan.tokens, subject }, requests));
    const noisy = offsets.filter(({ length }) => length > 0);
    for (const offset of noisy) expect(offset).toEqual(noisy[0]);
    const T = noisy[0].length / samples / config.C;
    const isSubject = (i: number) => Math.floor(i / config.C) % T <= subject.last;
    const onSubject = noisy[0].filter((_, i) => isSubject(i));
    expect(noisy[0].filter((_, i) => !isSubject(i)).every((x) => x === 0)).toBe(true);
    const [mean, square] = [1, 2].map((power) => onSubject.reduce((sum, x) => sum + x ** power, 0));
    // Of 1,024 numbers the mean is known to 0.02, the deviation to 2 %.
    expect(onSubject.length).toBe(samples * 2 * config.C);
    expect(mean / onSubject.length).toBeCloseTo(0, 1);
    expect(Math.sqrt(square / onSubject.length) / standardDeviation).toBeCloseTo(1, 1);
  });

  it('averages by token role, without prompts that the model answers wrongly', async () => {
    const questions = [
      { fact: 'jordan', tokens: jordan.tokens, subject, answer: TOKEN.basketball },
      { fact: 'jordan', tokens: jordan.tokens, subject, answer: TOKEN.swimming },
    ];
    const mean: MeanTrace = await all(meanCausalTrace(inspector, config, questions, noise));
    const alone = await all(causalTrace(inspector, config, questions[0], { ...noise, stream: 0 }));
    expect([mean.traced, mean.unknown]).toEqual([1, 1]);
    expect(mean.clean).toBe(alone.clean);
    const mlp = traceStates(config).findIndex(({ kind }) => kind === 'mlp');
    expect(mean.recovered[mlp][TOKEN_ROLES.indexOf('last token')]).toBeCloseTo(share(alone, mlp, 2), 10);
    expect(mean.recovered[mlp][TOKEN_ROLES.indexOf('after the subject')]).toBeNaN();
  });

  it('draws other noise for every prompt, and resamples facts, not prompts', async () => {
    const question = { tokens: jordan.tokens, subject, answer: TOKEN.basketball };
    const traces = [0, 1].map((stream) =>
      all(causalTrace(inspector, config, question, { ...noise, stream })),
    );
    const [one, other] = await Promise.all(traces);
    expect(one.corrupted).not.toBe(other.corrupted);
    const place = traceStates(config).findIndex(({ kind }) => kind === 'embedding');
    const role = TOKEN_ROLES.indexOf('last subject token');
    const ask = (facts: readonly string[]) =>
      all(
        meanCausalTrace(
          inspector,
          config,
          facts.map((fact) => ({ ...question, fact })),
          noise,
        ),
      );
    // Two prompts of one fact are one sample, which leaves nothing to resample.
    const single = await ask(['jordan', 'jordan']);
    const share = single.recovered[place][role];
    expect(single.intervals[place][role]).toEqual([share, share]);
    const lost = one.clean - one.corrupted + (other.clean - other.corrupted);
    const recovered = [one, other].reduce(
      (sum, { restored, corrupted }) => sum + restored[place][1] - corrupted,
      0,
    );
    expect(share).toBeCloseTo(recovered / lost, 10);
    const [low, high] = (await ask(['jordan', 'another'])).intervals[place][role];
    expect(low).toBeLessThan(share);
    expect(high).toBeGreaterThan(share);
  });

  it('takes as many samples as are asked for, in runs of limited size', async () => {
    const question = { tokens: jordan.tokens, subject };
    const many = { ...noise, samples: 200 };
    const found = await all(causalTrace(inspector, config, question, many));
    const parts = await all(causalTrace(inspector, config, question, { ...many, samples: 100 }));
    expect(found.corrupted).not.toBe(parts.corrupted);
    // The spread over seeds shrinks with the root of the number of samples.
    const seeds = await Promise.all(
      [1, 2, 3].map((seed) => all(causalTrace(inspector, config, question, { ...many, seed }))),
    );
    for (const { corrupted } of seeds) expect(Math.abs(corrupted - found.corrupted)).toBeLessThan(0.12);
  });
});

it('direct attribution assigns the answer to the neuron', async () => {
  const tokens = [TOKEN.basketball, TOKEN.golf];
  const at = { row: 0, position: 2, tokens };
  const { neurons } = await directAttribution(inspector, config, values, request, at);
  const adds = neurons[0].map(([answer, rival]) => answer - rival);
  const strongest = adds.indexOf(Math.max(...adds));
  expect(strongest).toBe(FACT_NEURON);
  const others = adds.filter((_, neuron) => neuron !== FACT_NEURON).map(Math.abs);
  expect(adds[FACT_NEURON]).toBeGreaterThan(20 * Math.max(...others));
});

it('the AND table of the neuron is that of chapter 7', async () => {
  const rows = await Promise.all(
    SUBJECTS.map(async ({ tokens }) => {
      const name = 'blocks.0.mlp.hook_post';
      const look = await inspector.run({ B: 1, T: 3, tokens: Int32Array.from(tokens), names: [name] });
      return [...(look.activations.get(name) as NDArray).data.subarray(2 * M)];
    }),
  );
  const numbers = Float32Array.from(rows.flat());
  const tables = andTables(groupBySubject(SUBJECTS, { numbers, N: SUBJECTS.length, d: M }), 0) ?? [];
  expect(rankByAndMargin(tables)[0]).toBe(FACT_NEURON);
  expect(tables.map(isAnd).flatMap((is, neuron) => (is ? [neuron] : []))).toEqual([FACT_NEURON]);
  expect(tables[FACT_NEURON]).toEqual({
    both: expect.closeTo(1, 4),
    firstOnly: 0,
    secondOnly: 0,
    neither: 0,
  });
});

it('ablating the neuron removes the fact; ablating all others does not', async () => {
  expect(await predictionsWithout([FACT_NEURON])).toBe(TOKEN.golf);
  const others = Array.from({ length: M }, (_, neuron) => neuron).filter((neuron) => neuron !== FACT_NEURON);
  expect(await predictionsWithout(others)).toBe(TOKEN.basketball);
});

it('a rank-one edit changes the fact alone, and its undo restores every byte', async () => {
  const moment = new SecondMoment(M);
  const name = 'blocks.0.mlp.hook_post';
  // Keys of everybody else: what is to be spared.
  for (const { tokens } of SUBJECTS.slice(1)) {
    const look = await inspector.run({ B: 1, T: 3, tokens: Int32Array.from(tokens), names: [name] });
    const { data } = look.activations.get(name) as NDArray;
    for (let at = 0; at < data.length; at += M) moment.add(data.subarray(at, at + M));
  }
  const prompts = [{ tokens: jordan.tokens, position: 2 }];
  const task = { layer: 0, prompts, answer: TOKEN.swimming };
  const edit = await all(rankOneEdit(inspector, config, task, { moment, ridge: 0.001 }));
  const before = await weights.get();
  weights.set(applyUpdates(config, before, [edit]));
  expect(await predictions()).toEqual([TOKEN.swimming, TOKEN.golf, TOKEN.golf, TOKEN.golf]);

  // W k has moved by δ: the update is what its closed form promises.
  const post = (await inspector.run({ ...request, names: [name] })).activations.get(name) as NDArray;
  const key = post.data.subarray(2 * M);
  const [old, edited] = [
    before.get(editedWeight(config, 0)),
    (await weights.get()).get(editedWeight(config, 0)),
  ];
  edit.delta.forEach((wanted, c) => {
    const moved = key.reduce((sum, k, m) => {
      const at = m * config.C + c;
      return sum + k * ((edited?.[at] ?? 0) - (old?.[at] ?? 0));
    }, 0);
    expect(moved).toBeCloseTo(wanted, 4);
  });

  weights.set(before);
  expect(await weights.get()).toEqual(before);
  expect(await predictions()).toEqual(SUBJECTS.map(({ sport }) => sport));
});
