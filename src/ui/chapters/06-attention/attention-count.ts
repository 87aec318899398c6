// Counting what attention takes: weights by kind, GPT-3's from its published sizes and the model's own, biases left out.

export interface AttentionSizes {
  readonly width: number;
  readonly headWidth: number;
  readonly heads: number;
  readonly layers: number;
}

/** As the video counts: 96 layers of 96 heads, a head 128 numbers wide, a vector 12,288. */
export const GPT3: AttentionSizes = { width: 12_288, headWidth: 128, heads: 96, layers: 96 };

export interface AttentionCount {
  /** One of query, key, value-down, value-up: all have the same size. */
  readonly matrix: number;
  /** A value matrix in one piece. */
  readonly fullValue: number;
  readonly head: number;
  /** All heads of a layer, and of all layers. */
  readonly layer: number;
  readonly model: number;
}

export function countAttention({ width, headWidth, heads, layers }: AttentionSizes): AttentionCount {
  const matrix = width * headWidth;
  const layer = 4 * matrix * heads;
  return { matrix, fullValue: width * width, head: 4 * matrix, layer, model: layer * layers };
}
