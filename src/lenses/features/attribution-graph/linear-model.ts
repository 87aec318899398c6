// A transformer on one prompt with its attention patterns and norms' divisors frozen and its MLPs left out: what remains between
// the MLPs is linear, so that a direct effect is a product of a vector that is written and a gradient that reads it (Ameisen et al. 2025, "Circuit
// Tracing: Revealing Computational Graphs in Language Models").

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { modelViews } from '../../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../../model/architecture/config.ts';
import { readViews, viewNumbers } from '../../../model/architecture/views/views.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import type { NDArray } from '../../../model/inspection/inspector.ts';
import { transcoderSites } from '../../../model/training/dictionary/transcoder-set.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import { addScaled, columnOf, dotProduct, indices, mean, rowOf } from '../../../shared/numbers.ts';
import { toPaddedBatch } from '../../shared/prompt-tokens.ts';

/** A vector (C) at each token; absent where it is 0. */
export type StreamVectors = (Float64Array | undefined)[];

/** d target / d stream: by layer at the MLP's output, and at the embedding; and what the biases between them add to the target. */
interface StreamGradients {
  /** [layer][token]; only layers below the target. */
  readonly mlpOutputs: readonly StreamVectors[];
  readonly embeddings: StreamVectors;
  readonly constant: number;
}

/** Activations of the prompt's run. */
interface PromptActivations {
  readonly tokens: readonly number[];
  /** (T): padded length of the run. */
  readonly T: number;
  readonly at: (name: ActivationName) => Float32Array;
}

export interface LinearModel extends PromptActivations {
  readonly config: ModelConfig;
  readonly weights: WeightValues;
  readonly layers: readonly LinearLayer[];
  readonly finalNorm: LinearNorm;
}

interface LinearNorm {
  readonly gain: Float32Array;
  readonly bias?: Float32Array;
  readonly isCentred: boolean;
  /** (tokens): the divisor. */
  readonly scale: Float32Array;
}

interface LinearHead {
  /** (C, D), (D) and (D, C). */
  readonly value: Float32Array;
  readonly valueBias?: Float32Array;
  readonly output: Float32Array;
  /** (T, T). */
  readonly pattern: Float32Array;
}

interface LinearLayer {
  readonly attentionNorm: LinearNorm;
  readonly mlpNorm: LinearNorm;
  readonly heads: readonly LinearHead[];
  readonly outputBias?: Float32Array;
}

/** A model to run: its weights do not change meanwhile. */
export interface Network extends Pick<FrozenModel, 'inspector' | 'weights'> {
  readonly config: ModelConfig;
}

/** One run of the prompt, with the weights that the effects need. */
export async function linearModel(network: Network, tokens: readonly number[]): Promise<LinearModel> {
  const { config } = network;
  const prompt = await runPrompt(network, tokens);
  const weights = await readViews(network.weights, linearViews(config));
  const views = modelViews(config);
  const norm = (view: ReturnType<typeof views.norm>, scale: ActivationName): LinearNorm => ({
    gain: viewNumbers(weights, view.gain),
    ...(view.bias && { bias: viewNumbers(weights, view.bias) }),
    isCentred: view.isCentred,
    scale: prompt.at(scale),
  });
  const size = prompt.T * prompt.T;
  const layers = indices(config.L).map((layer): LinearLayer => {
    const pattern = prompt.at(`blocks.${layer}.attn.hook_pattern`);
    const { bias } = views.attentionOutput(layer);
    return {
      attentionNorm: norm(views.norm(layer, 0), `blocks.${layer}.ln1.hook_scale`),
      mlpNorm: norm(views.norm(layer, 1), `blocks.${layer}.ln2.hook_scale`),
      heads: indices(config.H).map((head) => {
        const { value, output } = views.head(layer, head);
        return {
          value: viewNumbers(weights, value.weight),
          ...(value.bias && { valueBias: viewNumbers(weights, value.bias) }),
          output: viewNumbers(weights, output),
          pattern: rowOf(pattern, head, size),
        };
      }),
      ...(bias && { outputBias: viewNumbers(weights, bias) }),
    };
  });
  return { ...prompt, config, weights, layers, finalNorm: norm(views.finalNorm, 'ln_final.hook_scale') };
}

function linearViews(config: ModelConfig) {
  const views = modelViews(config);
  const layers = indices(config.L);
  const norms = [views.finalNorm, ...layers.flatMap((layer) => [views.norm(layer, 0), views.norm(layer, 1)])];
  return [
    views.unembedding,
    ...norms.flatMap(({ gain, bias }) => [gain, bias]),
    ...layers.flatMap((layer) => {
      const { weight, bias } = views.attentionOutput(layer);
      const { value } = views.head(layer, 0);
      return [weight, bias, value.weight, value.bias];
    }),
  ];
}

async function runPrompt(
  { inspector, config }: Network,
  tokens: readonly number[],
): Promise<PromptActivations> {
  const request = toPaddedBatch(tokens, config);
  const { activations } = await inspector.run({ ...request, names: promptActivations(config) });
  return { tokens, T: request.T, at: (name) => (activations.get(name) as NDArray).data };
}

function promptActivations(config: ModelConfig): ActivationName[] {
  const layers = indices(config.L);
  return [
    'hook_embed',
    ...(modelParts(config).positions === 'learned' ? (['hook_pos_embed'] as const) : []),
    ...layers.flatMap((layer): ActivationName[] => [
      `blocks.${layer}.attn.hook_pattern`,
      `blocks.${layer}.ln1.hook_scale`,
      `blocks.${layer}.ln2.hook_scale`,
      ...Object.values(transcoderSites(layer)),
    ]),
    'ln_final.hook_scale',
    'logits',
  ];
}

/** (C): what enters the first block at a token. */
export function embeddingAt({ at, config }: LinearModel, token: number): Float64Array {
  const { C } = config;
  const embed = rowOf(at('hook_embed'), token, C);
  if (modelParts(config).positions !== 'learned') return Float64Array.from(embed);
  const position = rowOf(at('hook_pos_embed'), token, C);
  return Float64Array.from(embed, (x, c) => x + position[c]);
}

/** Gradients of what a direction (C) reads at one token of an MLP's input, or of the final norm's output (`layer` = L). */
export function gradientsOf(
  model: LinearModel,
  { layer, token }: { readonly layer: number; readonly token: number },
  direction: ArrayLike<number>,
): StreamGradients {
  const { config, layers } = model;
  const isFinal = layer === config.L;
  const norm = isFinal ? model.finalNorm : layers[layer].mlpNorm;
  let gradient: StreamVectors = [];
  gradient[token] = throughNorm(norm, token, direction);
  let constant = norm.bias ? dotProduct(norm.bias, direction) : 0;
  const mlpOutputs: StreamVectors[] = [];
  // An MLP reads its own block's attention, unless both read the same stream.
  const first = isFinal ? config.L - 1 : modelParts(config).isParallel ? layer - 1 : layer;
  for (let l = first; l >= 0; l--) {
    if (l < layer) mlpOutputs[l] = gradient;
    const below = throughAttention(layers[l], gradient, model.T);
    gradient = below.gradient;
    constant += below.constant;
  }
  return { mlpOutputs, embeddings: gradient, constant };
}

/** A norm with frozen divisor, backwards: (C) → (C). */
function throughNorm(
  { gain, isCentred, scale }: LinearNorm,
  token: number,
  d_y: ArrayLike<number>,
): Float64Array {
  const C = gain.length;
  const d_x = Float64Array.from({ length: C }, (_, c) => (d_y[c] * gain[c]) / scale[token]);
  if (!isCentred) return d_x;
  const center = mean(d_x);
  return d_x.map((x) => x - center);
}

/** From the stream after an attention to the stream before it, and what its biases add. */
function throughAttention(
  { heads, attentionNorm, outputBias }: LinearLayer,
  gradient: StreamVectors,
  T: number,
): { gradient: StreamVectors; constant: number } {
  const C = attentionNorm.gain.length;
  const d_normalized: StreamVectors = [];
  let constant = 0;
  for (const { value, valueBias, output, pattern } of heads) {
    const D = output.length / C;
    const d_values: (Float64Array | undefined)[] = [];
    gradient.forEach((d_out, query) => {
      if (!d_out) return;
      const d_z = Float64Array.from({ length: D }, (_, d) => dotProduct(d_out, rowOf(output, d, C)));
      for (let key = 0; key <= query; key++) {
        const weight = pattern[query * T + key];
        if (weight === 0) continue;
        d_values[key] ??= new Float64Array(D);
        addScaled(d_values[key] as Float64Array, d_z, weight);
      }
    });
    d_values.forEach((d_value, key) => {
      if (!d_value) return;
      if (valueBias) constant += dotProduct(valueBias, d_value);
      d_normalized[key] ??= new Float64Array(C);
      const d_x = d_normalized[key] as Float64Array;
      for (let c = 0; c < C; c++) d_x[c] += dotProduct(rowOf(value, c, D), d_value);
    });
  }
  const below: StreamVectors = [];
  for (let token = 0; token < Math.max(gradient.length, d_normalized.length); token++) {
    const [direct, d_y] = [gradient[token], d_normalized[token]];
    if (direct && outputBias) constant += dotProduct(outputBias, direct);
    if (d_y && attentionNorm.bias) constant += dotProduct(attentionNorm.bias, d_y);
    const attended = d_y && throughNorm(attentionNorm, token, d_y);
    below[token] = attended && direct ? attended.map((x, c) => x + direct[c]) : (attended ?? direct);
  }
  return { gradient: below, constant };
}

/** A change of the stream (C a token) through one attention, forwards: what leaves the attention in addition. */
export function attend(
  { heads, attentionNorm }: LinearLayer,
  change: StreamVectors,
  T: number,
  tokens: number,
): StreamVectors {
  const C = attentionNorm.gain.length;
  const normalized = change.map((x, token) => x && normChange(attentionNorm, token, x));
  const result: StreamVectors = [];
  for (const { value, output, pattern } of heads) {
    const D = output.length / C;
    const values = normalized.map(
      (x) => x && Float64Array.from({ length: D }, (_, d) => dotProduct(x, columnOf(value, d, D))),
    );
    for (let query = 0; query < tokens; query++) {
      const z = new Float64Array(D);
      values.forEach((v, key) => {
        if (!v || key > query) return;
        addScaled(z, v, pattern[query * T + key]);
      });
      if (z.every((x) => x === 0)) continue;
      result[query] ??= new Float64Array(C);
      const out = result[query] as Float64Array;
      for (const [d, x] of z.entries()) addScaled(out, rowOf(output, d, C), x);
    }
  }
  return result;
}

/** (C): how a norm's output changes with its input, its divisor frozen. */
export function normChange(
  { gain, isCentred, scale }: LinearNorm,
  token: number,
  x: ArrayLike<number>,
): Float64Array {
  const C = gain.length;
  let mean = 0;
  if (isCentred) for (let c = 0; c < C; c++) mean += x[c] / C;
  return Float64Array.from({ length: C }, (_, c) => ((x[c] - mean) * gain[c]) / scale[token]);
}
