// Changes in a model where the activation of one feature is changed, beside what the linear model predicts.

import { type ActivationName, activationShape } from '../../../model/architecture/activations.ts';
import { modelParts } from '../../../model/architecture/config.ts';
import type { AffineIntervention, NDArray } from '../../../model/inspection/inspector.ts';
import {
  activate,
  type Dictionary,
  preactivations,
  readDirection,
  writtenDirection,
} from '../../../model/training/dictionary/dictionary.ts';
import { transcoderSites } from '../../../model/training/dictionary/transcoder-set.ts';
import type { Job } from '../../../shared/job.ts';
import { dotProduct, rowOf } from '../../../shared/numbers.ts';
import { toPaddedBatch } from '../../shared/prompt-tokens.ts';
import { type Answer, answerMetric, answerValue } from '../attribution-graph/graph.ts';
import {
  attend,
  type LinearModel,
  type Network,
  normChange,
  type StreamVectors,
} from '../attribution-graph/linear-model.ts';

/** A feature at a token where it is active. */
export interface ActiveFeature {
  readonly layer: number;
  readonly position: number;
  readonly feature: number;
}

interface PredictedChange {
  /** By feature of `active`: change of its input. */
  readonly features: Float64Array;
  readonly answer: number;
}

/**
 * Changes of later features' inputs and of the answer in the linear model. `change`: (C a token) what is added to the output of
 * the MLP of `layer`. With `throughFeatures` later active features respond linearly; without, they stay as they are.
 */
function predictChange(
  model: LinearModel,
  dictionaries: readonly Dictionary[],
  active: readonly ActiveFeature[],
  { layer, change }: { readonly layer: number; readonly change: StreamVectors },
  {
    direction,
    throughFeatures,
  }: { readonly direction: ArrayLike<number>; readonly throughFeatures: boolean },
): PredictedChange {
  const { config, layers, tokens, T } = model;
  const { isParallel } = modelParts(config);
  const features = new Float64Array(active.length);
  let stream: StreamVectors = [...change];
  for (let l = layer + 1; l < config.L; l++) {
    const attended = sumOf(stream, attend(layers[l], stream, T, tokens.length));
    const read = isParallel ? stream : attended;
    stream = [...attended];
    active.forEach(({ layer: own, position, feature }, i) => {
      const x = read[position];
      if (own !== l || !x) return;
      features[i] = dotProduct(
        normChange(layers[l].mlpNorm, position, x),
        readDirection(dictionaries[l], feature),
      );
      if (!throughFeatures) return;
      const written = writtenDirection(dictionaries[l], feature);
      stream[position] = (stream[position] ?? new Float64Array(config.C)).map(
        (value, c) => value + features[i] * written[c],
      );
    });
  }
  const last = stream[tokens.length - 1];
  return {
    features,
    answer: last ? dotProduct(normChange(model.finalNorm, tokens.length - 1, last), direction) : 0,
  };
}

function sumOf(one: StreamVectors, other: StreamVectors): StreamVectors {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, token) => {
    const [a, b] = [one[token], other[token]];
    return a && b ? a.map((x, c) => x + b[c]) : (a ?? b);
  });
}

/** Changes of a number: predicted by the graph, and measured. */
export interface CheckedChange {
  /** The change of one edge alone: as predicted, and in the model with patterns and all other MLPs' outputs kept. */
  direct: { predicted: number; measured: number };
  /** Over all paths: as predicted through the features that are active, and in the model with nothing kept. */
  total: { predicted: number; measured: number };
}

export interface CheckedFeature {
  readonly metric: number;
  readonly change: CheckedChange;
  /** Logits (V) after the prompt, with nothing kept. */
  readonly logits: Float32Array;
  /** Features of later layers that are active at the first change or after it; the largest predicted direct change first. */
  readonly features: readonly (ActiveFeature & CheckedChange & { activation: number })[];
}

/** Adds `amount` units of a feature to the output of its MLP, at some tokens. */
export async function* checkFeature(
  network: Network,
  model: LinearModel,
  dictionaries: readonly Dictionary[],
  {
    layer,
    feature,
    positions,
    amount,
  }: { layer: number; feature: number; positions: readonly number[]; amount: number },
  answer: Answer,
): Job<CheckedFeature> {
  const written = Float64Array.from(writtenDirection(dictionaries[layer], feature), (x) => amount * x);
  const change: StreamVectors = model.tokens.map((_, token) =>
    positions.includes(token) ? written : undefined,
  );
  // Attention is causal: before the first change nothing changes.
  const start = Math.min(...positions);
  const later = activeFeatures(model, dictionaries).filter(
    ({ layer: own, position }) => own > layer && position >= start,
  );
  const metric = answerMetric(model, answer);
  const sides: { predicted: ReturnType<typeof predictChange>; logits: Float32Array; features: number[] }[] =
    [];
  for (const isDirect of [true, false]) {
    const at = await runChanged(network, model, { layer, change, isFrozen: isDirect });
    const predicted = predictChange(...([model, dictionaries, later, { layer, change }] as const), {
      ...metric,
      throughFeatures: !isDirect,
    });
    const features = later.map((each) => {
      const { input } = transcoderSites(each.layer);
      return inputOf(dictionaries, at(input), each) - inputOf(dictionaries, model.at(input), each);
    });
    sides.push({ predicted, features, logits: lastLogits(model, at('logits')) });
    yield { label: 'runs with the change', done: sides.length, total: 2 };
  }
  const [direct, total] = sides;
  const checked = (pick: (side: typeof direct) => CheckedChange['direct']): CheckedChange => ({
    direct: pick(direct),
    total: pick(total),
  });
  return {
    metric: metric.value,
    change: checked(({ predicted, logits }) => ({
      predicted: predicted.answer,
      measured: answerValue(logits, answer) - metric.value,
    })),
    logits: total.logits,
    features: later
      .map((each, i) => ({
        ...each,
        ...checked(({ predicted, features }) => ({
          predicted: predicted.features[i],
          measured: features[i],
        })),
      }))
      .sort((a, b) => Math.abs(b.direct.predicted) - Math.abs(a.direct.predicted)),
  };
}

/** (V): the logits of the last token. */
export function lastLogits({ config: { V }, tokens }: LinearModel, logits: Float32Array): Float32Array {
  return logits.slice((tokens.length - 1) * V, tokens.length * V);
}

export function activeAt(
  { at }: LinearModel,
  dictionary: Dictionary,
  { layer, position }: { readonly layer: number; readonly position: number },
): Float64Array {
  const { d } = dictionary;
  const inputs = at(transcoderSites(layer).input);
  return activate(dictionary, preactivations(dictionary, rowOf(inputs, position, d)));
}

function activeFeatures(
  model: LinearModel,
  dictionaries: readonly Dictionary[],
): (ActiveFeature & { readonly activation: number })[] {
  return dictionaries.flatMap((dictionary, layer) =>
    model.tokens.flatMap((_, position) =>
      [...activeAt(model, dictionary, { layer, position })].flatMap((activation, feature) =>
        activation > 0 ? [{ layer, position, feature, activation }] : [],
      ),
    ),
  );
}

function inputOf(
  dictionaries: readonly Dictionary[],
  inputs: Float32Array,
  { layer, position, feature }: ActiveFeature,
): number {
  const dictionary = dictionaries[layer];
  const { d } = dictionary;
  return preactivations(dictionary, rowOf(inputs, position, d))[feature];
}

/** With `isFrozen`, attention patterns and the outputs of later MLPs stay those of the clean run. */
async function runChanged(
  { inspector, config }: Network,
  { at, tokens, T }: LinearModel,
  {
    layer,
    change,
    isFrozen,
  }: { readonly layer: number; readonly change: StreamVectors; readonly isFrozen: boolean },
): Promise<(name: ActivationName) => Float32Array> {
  const interventions = new Map<ActivationName, AffineIntervention>();
  const added = new Float32Array(T * config.C);
  change.forEach((x, token) => {
    if (x) added.set(x, token * config.C);
  });
  interventions.set(transcoderSites(layer).output, {
    factor: new Float32Array(added.length).fill(1),
    offset: added,
  });
  for (let l = layer + 1; isFrozen && l < config.L; l++) {
    for (const name of [`blocks.${l}.attn.hook_pattern`, transcoderSites(l).output] as const) {
      const size = activationShape(name, config, 1, T).reduce((a, b) => a * b);
      interventions.set(name, { factor: new Float32Array(size), offset: new Float32Array(at(name)) });
    }
  }
  const inputs = Array.from({ length: config.L - layer - 1 }, (_, i) => transcoderSites(layer + 1 + i).input);
  const { activations } = await inspector.run({
    ...toPaddedBatch(tokens, config),
    names: [...inputs, 'logits'],
    interventions,
  });
  return (name) => (activations.get(name) as NDArray).data;
}
