// Circuits against runs that they must equal: the whole model, nothing, and all edges but one, which is path patching; on models
// of all parts, and with a circuit that is known.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { baseMetrics, type PatchingTask } from '../../../src/lenses/patching/activation-patching.ts';
import { connected, randomCircuit, scoreCircuits } from '../../../src/lenses/patching/circuit.ts';
import { circuitMetrics } from '../../../src/lenses/patching/circuit-runs.ts';
import { edgeAttribution } from '../../../src/lenses/patching/edge-attribution.ts';
import { type Edge, edgeLabel, edgesOf } from '../../../src/lenses/patching/graph-nodes.ts';
import type { PromptPair } from '../../../src/lenses/patching/pairs.ts';
import { pathPatching } from '../../../src/lenses/patching/path-patching.ts';
import { edgesOnPaths } from '../../../src/shared/edges-on-paths.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { random } from '../../../src/shared/random.ts';
import {
  CIRCUIT_CONFIG,
  createPlantedCircuits,
  FACT_PAIR,
  INDUCTION_PAIR,
} from '../../support/model/planted-circuit-model.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const executor = new ReferenceExecutor();
const PAIRS: readonly PromptPair[] = [
  { clean: [1, 7, 7, 4, 2], corrupt: [1, 3, 7, 4, 2], answer: 5, other: 9 },
  { clean: [8, 2, 6, 0, 4], corrupt: [8, 2, 5, 0, 3], answer: 1, other: 2 },
];

const baselineOf = async (task: PatchingTask) => ({
  clean: await runToCompletion(baseMetrics(task, (pair) => pair.clean)),
  corrupt: await runToCompletion(baseMetrics(task, (pair) => pair.corrupt)),
});

describe.each([['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS])('%s', (_, config) => {
  const { inspector, values } = tinyModel(executor, config);
  const task: PatchingTask = {
    ...{ inspector, config, pairs: PAIRS, metric: 'logit-difference', references: [] },
    replacement: { method: 'noise' },
  };
  const edges = edgesOf(config);

  it('all edges are the clean run, none is the corrupted one, and all but one are path patching', async () => {
    const { clean, corrupt } = await baselineOf(task);
    const left = [0, 3, Math.floor(edges.length / 2), edges.length - 2, edges.length - 1].map(
      (i) => edges[i],
    );
    const circuits = [edges, [], ...left.map((out) => edges.filter((edge) => edge !== out))];
    const [all, none, ...others] = await runToCompletion(circuitMetrics(task, circuits, values));
    const effects = await runToCompletion(pathPatching(task, left, values));
    PAIRS.forEach((_, p) => {
      expect(all[p]).toBeCloseTo(clean[p], 4);
      expect(none[p]).toBeCloseTo(corrupt[p], 5);
      left.forEach((edge, i) => {
        expect(others[i][p] - clean[p], edgeLabel(edge)).toBeCloseTo(effects[i][p], 4);
      });
    });
  });

  it('edges on no path from the embedding to the logits change nothing', async () => {
    const some = random(1, 'circuit test')
      .shuffle(edges)
      .slice(0, Math.ceil(edges.length / 3));
    const kept = connected(config, some);
    expect(kept.length).toBeLessThan(some.length);
    const [metrics, pruned] = await runToCompletion(circuitMetrics(task, [some, kept], values));
    PAIRS.forEach((_, p) => {
      expect(pruned[p]).toBeCloseTo(metrics[p], 5);
    });
  });
});

describe.each([['the planted circuits', CIRCUIT_CONFIG] as const, ...PART_CONFIGS])(
  'random circuits of %s',
  (_, config) => {
    const edges = edgesOf(config);

    it.each([1, 2, 3, 5, 8, edges.length])(
      'have %i edges, all on paths from the embedding to the logits',
      (size) => {
        const stream = random(0, 'circuit test');
        for (let draw = 0; draw < 20; draw++) {
          const circuit = randomCircuit(config, size, stream);
          expect(circuit).toHaveLength(size);
          expect(new Set(circuit.map(edgeLabel)).size).toBe(size);
          expect(connected(config, circuit)).toEqual(circuit);
        }
      },
    );

    it('are not always the same, and reach nearly every edge', () => {
      const stream = random(0, 'circuit test');
      const draws = Array.from({ length: 400 }, () => randomCircuit(config, 4, stream).map(edgeLabel));
      expect(new Set(draws.map((draw) => draw.sort().join())).size).toBeGreaterThan(100);
      expect(new Set(draws.flat()).size).toBeGreaterThan(0.95 * edges.length);
    });
  },
);

it('edges on paths: reached from the source, and reaching the sink', () => {
  const edge = (from: string, ...to: string[]) => ({ from, to });
  const graph = [
    edge('a', 'b'),
    edge('b', 'z'),
    edge('c', 'z'),
    edge('a', 'd'),
    edge('a', 'e', 'f'),
    edge('f', 'z'),
  ];
  expect(edgesOnPaths(graph, 'a', 'z')).toEqual([0, 1, 4, 5]);
  expect(edgesOnPaths([], 'a', 'z')).toEqual([]);
});

describe.each([
  [
    'induction',
    INDUCTION_PAIR,
    [
      'embed → head 0.0 v',
      'head 0.0 → head 1.0 k',
      'embed → head 1.0 q',
      'embed → head 1.0 v',
      'head 1.0 → logits',
    ],
  ],
  ['the fact', FACT_PAIR, ['embed → head 1.1 v', 'head 1.1 → MLP 1', 'MLP 1 → logits']],
] as const)('the planted circuit of %s', (_, pair, planted) => {
  const { inspector, values } = createPlantedCircuits(executor);
  const config = CIRCUIT_CONFIG;
  const task: PatchingTask = {
    ...{ inspector, config, pairs: [pair], metric: 'logit-difference', references: [] },
    replacement: { method: 'noise' },
  };
  const isPlanted = (edge: Edge) => (planted as readonly string[]).includes(edgeLabel(edge));
  const edges = edgesOf(config);

  it('keeps the answer, which is lost without it; random circuits of its size keep next to nothing', async () => {
    const baseline = await baselineOf(task);
    const circuit = edges.filter(isPlanted);
    expect(circuit).toHaveLength(planted.length);
    const stream = random(0, 'circuit test');
    const draws = Array.from({ length: 12 }, () => randomCircuit(config, circuit.length, stream));
    const strangers = draws.filter((draw) => !draw.every(isPlanted));
    const [own, ...random_] = await runToCompletion(
      scoreCircuits(task, [circuit, ...strangers], values, baseline),
    );
    expect(own.faithfulness).toBeGreaterThan(0.85);
    expect(own.completeness).toBeGreaterThan(0.85);
    const means = random_.reduce((sum, each) => sum + each.faithfulness, 0) / random_.length;
    expect(Math.abs(means)).toBeLessThan(0.2);
  });

  it('is what the largest estimates leave over, and no decoy is in it', async () => {
    const values_ = await runToCompletion(edgeAttribution(task, edges, values, 10));
    const ranked = edges
      .map((edge, e) => ({ ...edge, score: Math.abs(values_[e][0]) }))
      .sort((a, b) => b.score - a.score);
    const baseline = await baselineOf(task);
    const found = connected(
      config,
      ranked.filter(({ score }) => score > 0.1 * ranked[0].score),
    );
    const [{ faithfulness }] = await runToCompletion(scoreCircuits(task, [found], values, baseline));
    expect(faithfulness).toBeGreaterThan(0.85);
    expect(found.map(edgeLabel).filter((label) => /0\.1/.test(label))).toEqual([]);
  });
});
