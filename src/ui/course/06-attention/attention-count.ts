// Counts GPT-3's attention weights, without biases, from its published sizes.

/** As in the video: 96 layers of 96 heads, head dimension 128, embedding dimension 12,288. */
export const GPT3 = {
  width: 12_288,
  headWidth: 128,
  heads: 96,
  layers: 96,
  context: 2048,
};

export interface AttentionCount {
  /** Each of a head's query, key, value-down and value-up, C × D; heads of a group share key and value-down. */
  readonly matrix: number;
  /** A value matrix that is not factored. */
  readonly fullValue: number;
  readonly head: number;
  /** All heads of one layer, and of all layers. */
  readonly layer: number;
  readonly model: number;
}

export function countAttention({ width, headWidth, heads, layers }: typeof GPT3): AttentionCount {
  const matrix = width * headWidth;
  const layer = 4 * matrix * heads;
  return { matrix, fullValue: width * width, head: 4 * matrix, layer, model: layer * layers };
}
