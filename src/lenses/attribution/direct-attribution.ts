// Direct logit attribution: with the final layer norm's scale frozen, the logits are a sum over the components that write to
// the residual stream (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits").

import { type ActivationName, hasActivation } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { headWidth, type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { normalizeSummand } from '../../model/architecture/views/norm.ts';
import { viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';
import { dotProduct, indices, product, rowOf } from '../../shared/numbers.ts';

/**
 * The contribution of every component to every logit at one position of one row; they add up to the logits. V is the whole
 * vocabulary, or the requested tokens.
 */
export interface Attribution {
  /** (V). */
  readonly embed: Float64Array;
  readonly positionEmbed: Float64Array;
  /** [layer][head] (V); without the bias of the output. */
  readonly heads: Float64Array[][];
  /** [layer][neuron] (V); without the bias of the output. */
  readonly neurons: Float64Array[][];
  /** [layer] (V): biases of the attention's and the MLP's output; 0 without biases. */
  readonly attentionBias: Float64Array[];
  readonly mlpBias: Float64Array[];
  /** (V): the final norm's bias through the unembedding. */
  readonly finalBias: Float64Array;
}

/** The weights that `directAttribution` reads. */
export function attributionViews(config: ModelConfig): WeightView[] {
  const views = modelViews(config);
  const layers = Array.from({ length: config.L }, (_, layer) => {
    const attention = views.attentionOutput(layer);
    const mlp = hasMlp(config, layer) ? views.mlp(layer) : undefined;
    return [attention.weight, attention.bias, mlp?.output, mlp?.outputBias];
  });
  const all = [...layers.flat(), ...unembeddingViews(config), views.finalNorm.bias];
  return all.filter((view) => view !== undefined);
}

const hasMlp = (config: ModelConfig, layer: number) => hasActivation(config, `blocks.${layer}.mlp.hook_post`);

/** One forward run, attributed at `position` of row `row`. */
export async function directAttribution(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  { row, position, tokens }: { row: number; position: number; tokens?: readonly number[] },
): Promise<Attribution> {
  const layers = Array.from({ length: config.L }, (_, layer) => layer);
  const names = [
    ...layers.flatMap((layer): ActivationName[] => [
      `blocks.${layer}.attn.hook_z`,
      `blocks.${layer}.mlp.hook_post`,
    ]),
    'hook_embed' as const,
    'hook_pos_embed' as const,
    'ln_final.hook_scale' as const,
  ].filter((name) => hasActivation(config, name));
  const { activations } = await inspector.run({ ...request, names });
  const at = (name: ActivationName) => rowAt(activations.get(name) as NDArray, row * request.T + position);
  const toLogits = unembedding(config, weights, at('ln_final.hook_scale')[0], tokens);
  const views = modelViews(config);
  const zero = () => new Float64Array(tokens?.length ?? config.V);
  const bias = (view: WeightView | undefined, project: typeof toLogits.direct) =>
    view ? project(viewNumbers(weights, view)) : zero();
  const positions = activations.get('hook_pos_embed');

  return {
    embed: toLogits.direct(at('hook_embed')),
    positionEmbed: positions ? toLogits.direct(rowAt(positions, position)) : zero(),
    heads: layers.map((layer) =>
      headOutputs(config, weights, layer, at(`blocks.${layer}.attn.hook_z`)).map(toLogits.direct),
    ),
    neurons: layers.map((layer) => {
      if (!hasMlp(config, layer)) return [];
      const output = viewNumbers(weights, views.mlp(layer).output);
      const post = at(`blocks.${layer}.mlp.hook_post`);
      return Array.from(post, (value, neuron) =>
        toLogits.direct(output.subarray(neuron * config.C, (neuron + 1) * config.C).map((w) => w * value)),
      );
    }),
    attentionBias: layers.map((layer) => bias(views.attentionOutput(layer).bias, toLogits.direct)),
    mlpBias: layers.map((layer) =>
      bias(hasMlp(config, layer) ? views.mlp(layer).outputBias : undefined, toLogits.direct),
    ),
    finalBias: bias(views.finalNorm.bias, toLogits.unembed),
  };
}

/** A row of a `[rows, …]` tensor. */
function rowAt({ shape, data }: NDArray, index: number): Float32Array {
  const rows = shape.length === 2 ? shape[0] : shape[0] * shape[1];
  const width = data.length / rows;
  return data.subarray(index * width, (index + 1) * width);
}

/** The output (C) of each head of a layer: its z (D), one part of `z` (H D), times W_O. */
export function headOutputs(
  config: ModelConfig,
  weights: WeightValues,
  layer: number,
  z: Float32Array,
): Float32Array[] {
  const [D, { H }] = [headWidth(config), config];
  const views = modelViews(config);
  return indices(H).map((head) => {
    const projection = viewNumbers(weights, views.head(layer, head).output);
    return product(rowOf(z, head, D), projection, D);
  });
}

/** The weights that `unembedding` reads. */
export function unembeddingViews(config: ModelConfig): WeightView[] {
  const { unembedding, finalNorm } = modelViews(config);
  return [unembedding, finalNorm.gain];
}

/**
 * From a vector (C) of the stream to logits of all or some tokens. `direct`: through the final norm with its divisor frozen at
 * `scale`, and without its bias; `unembed`: without the norm.
 */
export function unembedding(
  config: ModelConfig,
  weights: WeightValues,
  scale: number,
  tokens?: readonly number[],
) {
  const { C, V } = config;
  const views = modelViews(config);
  const U = viewNumbers(weights, views.unembedding);
  const normed = normalizeSummand(views.finalNorm, weights, scale);
  const tokenIds = tokens ?? Array.from({ length: V }, (_, v) => v);
  const unembed = (x: ArrayLike<number>): Float64Array =>
    Float64Array.from(tokenIds, (v) => dotProduct(rowOf(U, v, C), x));
  return { unembed, direct: (x: Float32Array): Float64Array => unembed(normed(x)) };
}

/**
 * [layer][head][key] (tokens): contributions of each key's value, through each head, to the logits of `tokens` at a position,
 * with the final norm's divisor frozen: a head's z is the sum of its values times its weights. Keys are the tokens up to the position.
 */
export async function headSources(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  { position, tokens }: { position: number; tokens: readonly number[] },
): Promise<Float64Array[][][]> {
  const { D, keyValueHeads: K } = modelParts(config);
  const { H, L, C } = config;
  const { T } = request;
  const layers = Array.from({ length: L }, (_, layer) => layer);
  const at = (layer: number, name: 'hook_v' | 'hook_pattern'): ActivationName =>
    `blocks.${layer}.attn.${name}`;
  const names = layers.flatMap((layer) => [at(layer, 'hook_v'), at(layer, 'hook_pattern')]);
  const { activations } = await inspector.run({ ...request, names: ['ln_final.hook_scale', ...names] });
  const read = (name: ActivationName) => (activations.get(name) as NDArray).data;
  const { direct } = unembedding(config, weights, read('ln_final.hook_scale')[position], tokens);
  return layers.map((layer) => {
    const [v, pattern] = [read(at(layer, 'hook_v')), read(at(layer, 'hook_pattern'))];
    return Array.from({ length: H }, (_, head) => {
      const projection = viewNumbers(weights, modelViews(config).head(layer, head).output);
      const effects = Array.from({ length: D }, (_, d) => direct(projection.slice(d * C, (d + 1) * C)));
      const shared = Math.floor((head * K) / H);
      return Array.from({ length: position + 1 }, (_, key) => {
        const weight = pattern[(head * T + position) * T + key];
        const value = v.subarray((key * K + shared) * D, (key * K + shared + 1) * D);
        return Float64Array.from(tokens, (_, i) =>
          effects.reduce((sum, effect, d) => sum + weight * value[d] * effect[i], 0),
        );
      });
    });
  });
}
