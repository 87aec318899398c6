// The attribution graph of a prompt: features that are active, errors of the transcoders and embeddings as nodes, direct linear
// effects as edges (Ameisen et al. 2025; Dunefsky et al. 2024).

import { modelViews } from '../../../model/architecture/architecture.ts';
import { viewNumbers } from '../../../model/architecture/views/views.ts';
import {
  activate,
  type Dictionary,
  decode,
  preactivations,
  readDirection,
  writtenDirection,
} from '../../../model/training/dictionary/dictionary.ts';
import { transcoderSites } from '../../../model/training/dictionary/transcoder-set.ts';
import type { Job } from '../../../shared/job.ts';
import { addScaled, dotProduct, mean, rowOf, sum } from '../../../shared/numbers.ts';
import { embeddingAt, gradientsOf, type LinearModel } from './linear-model.ts';

/** `layer` of an embedding is −1, of the answer L. */
export interface Node {
  readonly kind: 'embed' | 'feature' | 'error' | 'answer';
  readonly layer: number;
  readonly position: number;
  readonly feature?: number;
  /** The feature's, the answer's logit or difference of logits; 1 for others. */
  readonly activation: number;
}

export interface AttributionGraph {
  /** In the order of computation: embeddings, then features and errors layer by layer, then the answer. */
  readonly nodes: readonly Node[];
  /** By target: the direct effect of each earlier node, in its units; absent where it was not computed. */
  readonly effects: readonly (Float64Array | undefined)[];
  /** By target: what biases add to it. With the effects it makes up the target's activation. */
  readonly constants: Float64Array;
  /** By node: how much reaches the answer of each unit of share, in absolute effects; 1 of the answer itself. */
  readonly influence: Float64Array;
}

/** A logit less another one, or less the mean of all. */
export interface Answer {
  readonly answer: number;
  readonly other?: number;
}

interface Source extends Node {
  /** (C): what it adds to the stream. */
  readonly writes: Float64Array;
}

/** Features whose inputs are computed: of more, those of the largest influence in each layer. */
const MAX_EXPANDED = 1024;
const TARGETS_PER_YIELD = 8;

export async function* attributionGraph(
  model: LinearModel,
  dictionaries: readonly Dictionary[],
  answer: Answer,
  maxExpanded = MAX_EXPANDED,
): Job<AttributionGraph> {
  const { config } = model;
  const sources = [
    ...embeddings(model),
    ...dictionaries.flatMap((each, layer) => mlpSources(model, each, layer)),
  ];
  // What transcoders write where no feature is active.
  const nothing = dictionaries.map((dictionary) => decode(dictionary, new Float64Array(dictionary.F)));
  const last = model.tokens.length - 1;
  const metric = answerMetric(model, answer);
  const nodes: Node[] = [
    ...sources,
    { kind: 'answer', layer: config.L, position: last, activation: metric.value },
  ];
  const effects: (Float64Array | undefined)[] = nodes.map(() => undefined);
  const constants = new Float64Array(nodes.length);
  const influence = new Float64Array(nodes.length);
  influence[nodes.length - 1] = 1;
  let [expanded, total] = [0, 1];
  // From the top down: what a node passes to the answer is known before its own inputs are.
  for (let layer = config.L; layer >= 0; layer--) {
    // The answer is expanded besides.
    const room = layer === config.L ? 1 : Math.ceil((maxExpanded + 1 - expanded) / (layer + 1));
    const targets = nodes
      .flatMap(({ kind, layer: own }, n) =>
        own === layer && (kind === 'feature' || kind === 'answer') ? [n] : [],
      )
      .sort((a, b) => influence[b] - influence[a])
      .slice(0, room);
    total += targets.length;
    for (const n of targets) {
      const { position, feature = 0 } = nodes[n];
      const read =
        layer === config.L
          ? metric
          : {
              direction: readDirection(dictionaries[layer], feature),
              constant: readConstant(dictionaries[layer], feature),
            };
      const row = effectsOn(model, sources, nothing, { layer, token: position }, read.direction);
      effects[n] = row.effects;
      constants[n] = row.constant + read.constant;
      const size = sum(row.effects.map(Math.abs));
      if (size > 0)
        row.effects.forEach((effect, source) => {
          influence[source] += (influence[n] * Math.abs(effect)) / size;
        });
      if (expanded++ % TARGETS_PER_YIELD === 0) yield { label: 'features attributed', done: expanded, total };
    }
  }
  return { nodes, effects, constants, influence };
}

function embeddings(model: LinearModel): Source[] {
  return model.tokens.map((_, position) => ({
    ...{ kind: 'embed', layer: -1, position, activation: 1 },
    writes: embeddingAt(model, position),
  }));
}

/** The features that are active at each token, and what they leave out. */
function mlpSources({ at, tokens }: LinearModel, dictionary: Dictionary, layer: number): Source[] {
  const { d, dOut } = dictionary;
  const sites = transcoderSites(layer);
  const [inputs, outputs] = [at(sites.input), at(sites.output)];
  return tokens.flatMap((_, position): Source[] => {
    const sums = preactivations(dictionary, rowOf(inputs, position, d));
    const activations = activate(dictionary, sums);
    const features = [...activations.keys()].filter((feature) => activations[feature] > 0);
    const written = decode(dictionary, activations);
    return [
      ...features.map((feature): Source => {
        const activation = activations[feature];
        const writes = Float64Array.from(writtenDirection(dictionary, feature), (x) => activation * x);
        return { kind: 'feature', layer, position, feature, activation, writes };
      }),
      {
        ...{ kind: 'error', layer, position, activation: 1 },
        writes: written.map((x, i) => outputs[position * dOut + i] - x),
      },
    ];
  });
}

/** The bias of a feature's input, and the mean that it subtracts from the MLP's input. */
function readConstant(dictionary: Dictionary, feature: number): number {
  const bias = dictionary.weights.get('bias') as Float32Array;
  return bias[feature] - dotProduct(dictionary.input.mean, readDirection(dictionary, feature));
}

function effectsOn(
  model: LinearModel,
  sources: readonly Source[],
  nothing: readonly Float64Array[],
  place: { readonly layer: number; readonly token: number },
  direction: ArrayLike<number>,
): { effects: Float64Array; constant: number } {
  const gradients = gradientsOf(model, place, direction);
  const effects = new Float64Array(sources.length);
  sources.forEach(({ layer, position, writes }, s) => {
    const gradient = layer < 0 ? gradients.embeddings[position] : gradients.mlpOutputs[layer]?.[position];
    if (gradient) effects[s] = dotProduct(gradient, writes);
  });
  const constant = gradients.mlpOutputs.reduce(
    (sum, byToken, layer) =>
      sum +
      byToken.reduce(
        (all: number, gradient) => all + (gradient ? dotProduct(gradient, nothing[layer]) : 0),
        0,
      ),
    gradients.constant,
  );
  return { effects, constant };
}

/** The answer's value, and the direction that reads it off the final norm's output. */
export function answerMetric({ config, weights, at, tokens }: LinearModel, { answer, other }: Answer) {
  const { C, V } = config;
  const U = viewNumbers(weights, modelViews(config).unembedding);
  const direction = Float64Array.from(rowOf(U, answer, C));
  if (other !== undefined) addScaled(direction, rowOf(U, other, C), -1);
  else for (let v = 0; v < V; v++) addScaled(direction, rowOf(U, v, C), -1 / V);
  const logits = at('logits').subarray((tokens.length - 1) * V, tokens.length * V);
  return { direction, value: answerValue(logits, { answer, other }), constant: 0 };
}

/** The answer's logit of (V), less the other's, or less their mean. */
export function answerValue(logits: ArrayLike<number>, { answer, other }: Answer): number {
  if (other !== undefined) return logits[answer] - logits[other];
  return logits[answer] - mean(logits);
}

/** By node: what is lost of the answer where the node's effects are, directly and over all features that it reaches. */
export function totalEffects({ nodes, effects }: AttributionGraph): Float64Array {
  const totals = new Float64Array(nodes.length);
  totals[nodes.length - 1] = nodes[nodes.length - 1].activation;
  for (let n = nodes.length - 1; n >= 0; n--) {
    const { activation } = nodes[n];
    effects[n]?.forEach((effect, source) => {
      if (activation !== 0) totals[source] += (effect / activation) * totals[n];
    });
  }
  return totals;
}

export interface GraphCounts {
  features: number;
  /** Features whose inputs are computed: where it is not all, what reaches the others is part of neither scores nor totals. */
  expanded: number;
  edges: number;
}

export function graphCounts({ nodes, effects }: AttributionGraph): GraphCounts {
  const features = [...nodes.keys()].filter((n) => nodes[n].kind === 'feature');
  return {
    features: features.length,
    expanded: features.filter((n) => effects[n]).length,
    edges: effects.reduce((sum, row) => sum + (row?.filter((effect) => effect !== 0).length ?? 0), 0),
  };
}
