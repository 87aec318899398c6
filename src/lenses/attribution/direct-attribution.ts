// Direct logit attribution: with the final layer norm's scale frozen, the logits are a sum over the components that write to
// the residual stream (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits").

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';

/**
 * The contribution of every component to every logit at one position of one row; they add up to the logits. V is the whole
 * vocabulary, or the requested tokens.
 */
export interface Attribution {
  /** (V). */
  readonly embed: Float64Array;
  readonly positionEmbed: Float64Array;
  /** [layer][head] (V); without c_proj's bias. */
  readonly heads: Float64Array[][];
  /** [layer][neuron] (V); without c_proj's bias. */
  readonly neurons: Float64Array[][];
  /** [layer] (V): biases of the attention's and the MLP's c_proj. */
  readonly attentionBias: Float64Array[];
  readonly mlpBias: Float64Array[];
  /** (V): the final layer norm's bias through the unembedding. */
  readonly finalBias: Float64Array;
}

/** Names of the weights that `directAttribution` reads. */
export function attributionWeights(config: ModelConfig): string[] {
  const projections = config.mlpWidth > 0 ? ['attn.c_proj', 'mlp.c_proj'] : ['attn.c_proj'];
  const ofLayer = (layer: number) =>
    projections.flatMap((name) => ['weight', 'bias'].map((part) => `transformer.h.${layer}.${name}.${part}`));
  const layers = Array.from({ length: config.L }, (_, layer) => ofLayer(layer));
  return [...layers.flat(), ...unembeddingWeights(config), 'transformer.ln_f.bias'];
}

/** One forward run, attributed at `position` of row `row`. */
export async function directAttribution(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  { row, position, tokens }: { row: number; position: number; tokens?: readonly number[] },
): Promise<Attribution> {
  const layers = Array.from({ length: config.L }, (_, layer) => layer);
  const names = layers.flatMap((layer): ActivationName[] => [
    `blocks.${layer}.attn.hook_z`,
    ...(config.mlpWidth > 0 ? [`blocks.${layer}.mlp.hook_post` as const] : []),
  ]);
  const { activations } = await inspector.run({
    ...request,
    names: [...names, 'hook_embed', 'hook_pos_embed', 'ln_final.hook_scale'],
  });
  const at = (name: ActivationName) => rowAt(activations.get(name) as NDArray, row * request.T + position);
  const scale = at('ln_final.hook_scale')[0];
  const toLogits = unembedding(config, weights, scale, tokens);
  const weight = (name: string) => weights.get(name) as Float32Array;

  return {
    embed: toLogits.direct(at('hook_embed')),
    positionEmbed: toLogits.direct(rowAt(activations.get('hook_pos_embed') as NDArray, position)),
    heads: layers.map((layer) => {
      const projection = weight(`transformer.h.${layer}.attn.c_proj.weight`);
      return headOutputs(at(`blocks.${layer}.attn.hook_z`), projection, config).map(toLogits.direct);
    }),
    neurons: layers.map((layer) => {
      if (config.mlpWidth === 0) return [];
      const projection = weight(`transformer.h.${layer}.mlp.c_proj.weight`);
      const post = at(`blocks.${layer}.mlp.hook_post`);
      return Array.from(post, (value, neuron) =>
        toLogits.direct(
          projection.subarray(neuron * config.C, (neuron + 1) * config.C).map((w) => w * value),
        ),
      );
    }),
    attentionBias: layers.map((layer) => toLogits.direct(weight(`transformer.h.${layer}.attn.c_proj.bias`))),
    mlpBias: layers.map((layer) =>
      config.mlpWidth > 0
        ? toLogits.direct(weight(`transformer.h.${layer}.mlp.c_proj.bias`))
        : new Float64Array(tokens?.length ?? config.V),
    ),
    finalBias: toLogits.unembed(weight('transformer.ln_f.bias')),
  };
}

/** A row of a `[rows, …]` tensor. */
function rowAt({ shape, data }: NDArray, index: number): Float32Array {
  const rows = shape.length === 2 ? shape[0] : shape[0] * shape[1];
  const width = data.length / rows;
  return data.subarray(index * width, (index + 1) * width);
}

/** The output (C) of each head of a layer: its z (D) times its rows of c_proj. */
export function headOutputs(
  z: Float32Array,
  projection: Float32Array,
  { H, C }: ModelConfig,
): Float32Array[] {
  const D = C / H;
  return Array.from({ length: H }, (_, head) => {
    const output = new Float32Array(C);
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let d = head * D; d < (head + 1) * D; d++) sum += z[d] * projection[d * C + c];
      output[c] = sum;
    }
    return output;
  });
}

/** Names of the weights that `unembedding` reads. */
export function unembeddingWeights({ tied }: Pick<ModelConfig, 'tied'>): string[] {
  return [tied ? 'transformer.wte.weight' : 'lm_head.weight', 'transformer.ln_f.weight'];
}

/** From a vector (C) of the stream to logits of all or some tokens: direct(x) = ((x − mean(x)) / scale · gain) Uᵀ. */
export function unembedding(
  config: ModelConfig,
  weights: WeightValues,
  scale: number,
  tokens?: readonly number[],
) {
  const { C, V } = config;
  const [U, gain] = unembeddingWeights(config).map((name) => weights.get(name) as Float32Array);
  const tokenIds = tokens ?? Array.from({ length: V }, (_, v) => v);
  const unembed = (x: ArrayLike<number>): Float64Array =>
    Float64Array.from(tokenIds, (v) => {
      let sum = 0;
      for (let c = 0; c < C; c++) sum += x[c] * U[v * C + c];
      return sum;
    });
  const directLogits = (x: Float32Array): Float64Array => {
    const mean = x.reduce((a, b) => a + b, 0) / C;
    return unembed(Float64Array.from(x, (value, c) => ((value - mean) / scale) * gain[c]));
  };
  return { unembed, direct: directLogits };
}
