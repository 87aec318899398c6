// Floating-point operations a token: Kaplan et al. 2020, section 2.1; with attention Chowdhery et al. 2022 (PaLM), appendix B.

import { elementCount } from '../../kernels/shape.ts';
import { transformerParameters } from './architecture.ts';
import { type ModelConfig, modelParts } from './config.ts';
import { isHiddenMatrix } from './parameters.ts';

/** Of the matrix products, a multiplication and an addition each; norms, softmax and activation functions are less than 1 %. */
export interface FlopsPerToken {
  /** Two for each weight of the projections and of the unembedding, tied or not. */
  readonly weights: number;
  /** Queries · keys, and means of the values, over the whole context: the causal mask is not subtracted. */
  readonly attention: number;
  readonly forward: number;
  /** Forward and backward pass: a product has two gradients, each as expensive as the product. */
  readonly training: number;
}

/** For a token in a context of T tokens, the longest by default. */
export function flopsPerToken(config: ModelConfig, T = config.T): FlopsPerToken {
  const { L, H, C, V } = config;
  const matrices = transformerParameters(config).filter(isHiddenMatrix);
  const weights = 2 * matrices.reduce((sum, { shape }) => sum + elementCount(shape), C * V);
  const attention = 4 * L * H * modelParts(config).D * T;
  const forward = weights + attention;
  return { weights, attention, forward, training: 3 * forward };
}
