// Attribution graphs: what reaches a node adds up to it in every family of models; a planted circuit is found, a decoy is not.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  type AttributionGraph,
  attributionGraph,
  graphCounts,
  type Node,
  totalEffects,
} from '../../../src/lenses/features/attribution-graph/graph.ts';
import { linearModel } from '../../../src/lenses/features/attribution-graph/linear-model.ts';
import { graphScores, prune } from '../../../src/lenses/features/attribution-graph/prune.ts';
import { checkFeature } from '../../../src/lenses/features/feature-intervention/check-feature.ts';
import type { PromptPair } from '../../../src/lenses/patching/pairs.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { viewNumbers } from '../../../src/model/architecture/views/views.ts';
import type { WeightValues } from '../../../src/model/architecture/weights.ts';
import type { Dictionary } from '../../../src/model/training/dictionary/dictionary.ts';
import { correlation } from '../../../src/shared/correlation.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { random } from '../../../src/shared/random.ts';
import {
  CIRCUIT_CONFIG,
  createPlantedCircuits,
  DECOY_NEURON,
  FACT_NEURON,
  FACT_PAIR,
  INDUCTION_PAIR,
} from '../../support/model/planted-circuit-model.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

/** Any transcoder will do: what it misses is the error. */
function randomDictionary({ C }: ModelConfig, seed: number): Dictionary {
  const stream = random(seed, 'random transcoder');
  const numbers = (length: number) => Float32Array.from({ length }, () => 0.5 * stream.normal());
  const [F, k] = [12, 3];
  return {
    ...{ d: C, dOut: C, F, k, activation: 'topk', isTied: false },
    input: { mean: numbers(C), scale: 0.7 },
    output: { mean: numbers(C), scale: 1.3 },
    weights: new Map([
      ['features', numbers(C * F)],
      ['bias', numbers(F)],
      ['decoder', numbers(F * C)],
      ['output_bias', numbers(C)],
    ]),
  };
}

/** The MLP itself as a transcoder: a feature a neuron. */
function exactDictionary(config: ModelConfig, values: WeightValues, layer: number): Dictionary {
  const { C, mlpWidth: F } = config;
  const { input, output } = modelViews(config).mlp(layer);
  const read = viewNumbers(values, input);
  return {
    ...{ d: C, dOut: C, F, k: F, activation: 'topk', isTied: false },
    input: { mean: new Float32Array(C), scale: 1 },
    output: { mean: new Float32Array(C), scale: 1 },
    weights: new Map([
      ['features', Float32Array.from({ length: C * F }, (_, i) => read[(i % F) * C + Math.floor(i / F)])],
      ['bias', new Float32Array(F)],
      ['decoder', Float32Array.from(viewNumbers(values, output))],
      ['output_bias', new Float32Array(C)],
    ]),
  };
}

const sumOf = (numbers: Float64Array = new Float64Array()) => numbers.reduce((sum, x) => sum + x, 0);
const named = ({ kind, layer, position, feature }: Node) =>
  [kind, layer, position, ...(feature === undefined ? [] : [feature])].join(' ');
const find = (graph: AttributionGraph, name: string) => graph.nodes.findIndex((node) => named(node) === name);

describe.each([['GPT-2', TINY_CONFIG], ...PART_CONFIGS] as const)('%s', (_, config) => {
  const tokens = [1, 4, 2, 7, 3];
  const { inspector, weights } = tinyModel(new ReferenceExecutor(), config);
  const network = { inspector, weights, config };
  const dictionaries = Array.from({ length: config.L }, (_, layer) => randomDictionary(config, layer));

  it.each([{ answer: 3, other: 5 }, { answer: 3 }])(
    'the effects on a node, with those of biases, add up to its activation: %o',
    async (answer) => {
      const model = await linearModel(network, tokens);
      const graph = await runToCompletion(attributionGraph(model, dictionaries, answer));
      const targets = graph.nodes.filter(({ kind }) => kind === 'feature' || kind === 'answer');
      expect(targets.length).toBeGreaterThan(5 * config.L);
      graph.nodes.forEach(({ kind, activation }, n) => {
        if (kind !== 'feature' && kind !== 'answer') expect(graph.effects[n]).toBeUndefined();
        else expect(sumOf(graph.effects[n]) + graph.constants[n]).toBeCloseTo(activation, 4);
      });
      // What enters the answer leaves the embeddings and the errors.
      const starts = graph.nodes.flatMap(({ kind }, n) => (kind === 'embed' || kind === 'error' ? [n] : []));
      expect(starts.reduce((sum, n) => sum + graph.influence[n], 0)).toBeCloseTo(1, 9);
    },
  );

  it('edges are what a small change of a feature changes, patterns and other MLPs kept', async () => {
    const model = await linearModel(network, tokens);
    const answer = { answer: 3, other: 5 };
    const graph = await runToCompletion(attributionGraph(model, dictionaries, answer));
    const totals = totalEffects(graph);
    const source = graph.nodes.findIndex(({ kind, layer }) => kind === 'feature' && layer === 0);
    const { activation, position, feature = 0 } = graph.nodes[source];
    const change = { layer: 0, feature, positions: [position], amount: 0.002 * activation };
    const checked = await runToCompletion(checkFeature(network, model, dictionaries, change, answer));
    const targets = checked.features.filter(({ direct }) => direct.predicted !== 0);
    expect(targets.length).toBeGreaterThan(0);
    for (const { layer, position: t, feature: f, direct } of targets) {
      const edge = graph.effects[find(graph, `feature ${layer} ${t} ${f}`)]?.[source] as number;
      // From the source forwards and from the target backwards.
      expect(direct.predicted).toBeCloseTo(0.002 * edge, 8);
    }
    const last = graph.nodes.length - 1;
    expect(checked.change.direct.predicted).toBeCloseTo(0.002 * (graph.effects[last]?.[source] as number), 8);
    expect(checked.change.total.predicted).toBeCloseTo(0.002 * totals[source], 8);
  });
});

it('in the model norms’ divisors move too: edges and measured changes agree but for that', async () => {
  const config: ModelConfig = { ...TINY_CONFIG, C: 128, mlpWidth: 64, initStd: 0.08 };
  const { inspector, weights } = tinyModel(new ReferenceExecutor(), config);
  const network = { inspector, weights, config };
  const dictionaries = [0, 1].map((layer) => randomDictionary(config, layer));
  const model = await linearModel(network, [1, 4, 2, 7, 3]);
  const pairs: (readonly [number, number])[] = [];
  for (const feature of [0, 3, 7]) {
    const change = { layer: 0, feature, positions: [1], amount: 0.01 };
    const checked = await runToCompletion(checkFeature(network, model, dictionaries, change, { answer: 3 }));
    for (const { direct } of checked.features)
      if (direct.predicted !== 0) pairs.push([direct.predicted, direct.measured]);
  }
  expect(pairs.length).toBeGreaterThan(20);
  const [predicted, measured] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
  expect(correlation(predicted, measured)).toBeGreaterThan(0.97);
});

it('of a change, later features are those at its token or after it: attention is causal', async () => {
  const { inspector, weights } = tinyModel(new ReferenceExecutor());
  const network = { inspector, weights, config: TINY_CONFIG };
  const dictionaries = [0, 1].map((layer) => randomDictionary(TINY_CONFIG, layer));
  const model = await linearModel(network, [1, 4, 2, 7, 3]);
  const placesOf = async (positions: readonly number[]) => {
    const change = { layer: 0, feature: 0, positions, amount: 0.01 };
    const { features } = await runToCompletion(
      checkFeature(network, model, dictionaries, change, { answer: 3 }),
    );
    for (const { direct } of features) expect(direct.measured).not.toBe(0);
    return new Set(features.map(({ position }) => position));
  };
  expect([...(await placesOf([3]))].sort()).toEqual([3, 4]);
  expect([...(await placesOf([0, 1, 2, 3, 4]))].sort()).toEqual([0, 1, 2, 3, 4]);
});

it('says where the inputs of all features are not computed', async () => {
  const { inspector, weights } = tinyModel(new ReferenceExecutor());
  const dictionaries = [0, 1].map((layer) => randomDictionary(TINY_CONFIG, layer));
  const model = await linearModel({ inspector, weights, config: TINY_CONFIG }, [1, 4, 2, 7, 3]);
  const countsOf = async (maxExpanded?: number) =>
    graphCounts(await runToCompletion(attributionGraph(model, dictionaries, { answer: 3 }, maxExpanded)));
  const { features, expanded, edges } = await countsOf();
  expect(expanded).toBe(features);
  expect(features).toBeGreaterThan(8);
  const few = await countsOf(8);
  expect(few).toMatchObject({ features, expanded: 8 });
  expect(few.edges).toBeLessThan(edges);
});

describe('a planted circuit', () => {
  const { inspector, weights, values } = createPlantedCircuits(new ReferenceExecutor());
  const config = CIRCUIT_CONFIG;
  const network = { inspector, weights, config };
  const dictionaries = [0, 1].map((layer) => exactDictionary(config, values, layer));
  const graphOf = async ({ clean, answer, other }: Omit<PromptPair, 'corrupt'>) => {
    const model = await linearModel(network, clean);
    return { model, graph: await runToCompletion(attributionGraph(model, dictionaries, { answer, other })) };
  };

  it('the fact goes from both names over its neuron to the answer; the decoy is active, and not in the graph', async () => {
    const { graph } = await graphOf(FACT_PAIR);
    const last = FACT_PAIR.clean.length - 1;
    const [fact, decoy] = [FACT_NEURON, DECOY_NEURON].map((n) => find(graph, `feature 1 ${last} ${n}`));
    for (const n of [fact, decoy]) expect(graph.nodes[n].activation).toBeGreaterThan(0.5);
    expect(graphScores(graph).replacement).toBeCloseTo(1, 5);
    const { nodes, edges } = prune(graph, { nodeShare: 0.95, edgeShare: 0.98 });
    const names = nodes.map((n) => named(graph.nodes[n]));
    expect(names).toContain(named(graph.nodes[fact]));
    expect(names).not.toContain(named(graph.nodes[decoy]));
    expect(names).toEqual(expect.arrayContaining(['embed -1 0', 'embed -1 1']));
    const effect = (from: number, to: number) =>
      edges.find((edge) => edge.from === from && edge.to === to)?.effect ?? 0;
    expect(effect(fact, graph.nodes.length - 1)).toBeGreaterThan(1);
    for (const name of [0, 1]) expect(effect(find(graph, `embed -1 ${name}`), fact)).toBeGreaterThan(0.5);
    expect(totalEffects(graph)[decoy]).toBe(0);
  });

  it('clearing the neuron in the model takes the answer, clearing the decoy nothing, as predicted', async () => {
    const { model, graph } = await graphOf(FACT_PAIR);
    const last = FACT_PAIR.clean.length - 1;
    const cleared = (feature: number) => {
      const amount = -graph.nodes[find(graph, `feature 1 ${last} ${feature}`)].activation;
      const change = { layer: 1, feature, positions: [last], amount };
      return runToCompletion(checkFeature(network, model, dictionaries, change, FACT_PAIR));
    };
    const { metric, change } = await cleared(FACT_NEURON);
    expect(change.total.predicted / metric).toBeLessThan(-0.9);
    expect(change.total.measured / metric).toBeLessThan(-0.9);
    const decoy = await cleared(DECOY_NEURON);
    expect(decoy.change.total.predicted).toBeCloseTo(0, 9);
    expect(Math.abs(decoy.change.total.measured) / metric).toBeLessThan(0.04);
  });

  it('induction needs no MLP: the token that followed reaches the answer through the frozen pattern', async () => {
    const { graph } = await graphOf(INDUCTION_PAIR);
    const direct = graph.effects[graph.nodes.length - 1] as Float64Array;
    const shares = graph.nodes
      .slice(0, 6)
      .map((_, n) => direct[n] / graph.nodes[graph.nodes.length - 1].activation);
    expect(shares[2]).toBeGreaterThan(0.9);
    shares.forEach((share, t) => {
      if (t !== 2) expect(Math.abs(share), `token ${t}`).toBeLessThan(0.06);
    });
  });
});

describe('pruning', () => {
  // Embedding → feature → answer with 8 of 10; a feature that the error feeds with 1; a feature that reaches nothing.
  const node = (kind: Node['kind'], layer: number, feature?: number): Node => ({
    ...{ kind, layer, position: 0, activation: 1 },
    ...(feature !== undefined && { feature }),
  });
  const nodes = [
    node('embed', -1),
    node('error', 0),
    node('feature', 1, 0),
    node('feature', 1, 1),
    node('feature', 1, 2),
    node('answer', 2),
  ];
  const row = (...effects: number[]) => Float64Array.from(effects);
  const graph: AttributionGraph = {
    nodes,
    effects: [
      ...[undefined, undefined],
      ...[row(2, 0, 0, 0, 0), row(0, -3, 0, 0, 0), row(1, 1, 0, 0, 0), row(0, 1, 8, 1, 0)],
    ],
    constants: new Float64Array(6),
    influence: row(0.8, 0.2, 0.8, 0.1, 0, 1),
  };

  it('keeps the fewest nodes and edges with their shares, on paths to the answer', () => {
    expect(prune(graph, { nodeShare: 0.8, edgeShare: 1 })).toEqual({
      nodes: [0, 2, 5],
      edges: expect.arrayContaining([
        { from: 0, to: 2, effect: 2 },
        { from: 2, to: 5, effect: 8 },
      ]),
    });
    const all = prune(graph, { nodeShare: 1, edgeShare: 1 });
    expect(all.nodes).toEqual([0, 1, 2, 3, 5]);
    expect(all.edges).toHaveLength(5);
  });

  it('says how much begins at embeddings, and how much of the inputs errors make', () => {
    const { replacement, completeness } = graphScores(graph);
    expect(replacement).toBeCloseTo(0.8, 9);
    // The answer has 9 of 10 from features, the first feature all, the second nothing.
    expect(completeness).toBeCloseTo((1 * 0.9 + 0.8 * 1 + 0.1 * 0) / (1 + 0.8 + 0.1), 9);
  });
});
