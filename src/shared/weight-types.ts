// The number types in which the weights of a read-only model can be held.

/** From the most exact to the smallest. */
export const WEIGHT_TYPES = ['float32', 'float16', 'int8', 'int4'] as const;

/**
 * `float16` rounds every matrix to half precision. `int8` has one scale for each output of a matrix and 255 levels, `int4` one for
 * each 32 inputs of an output and 15 levels. Norms, biases and position embeddings stay float32.
 */
export type WeightType = (typeof WEIGHT_TYPES)[number];
