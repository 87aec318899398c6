// The activation functions of MLPs, for plots: the kernels compute the same.

import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';

/** Φ(x), the normal distribution function: ½ + density(x) (x + x³/3 + x⁵/(3·5) + …). */
function normalDistribution(x: number): number {
  let [sum, term] = [0, x];
  for (let n = 3; sum + term !== sum; n += 2) {
    sum += term;
    term *= x ** 2 / n;
  }
  return 0.5 + (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

const silu = (x: number) => x / (1 + Math.exp(-x));

/** Of a sum; SwiGLU's is that of its gate. */
export const ACTIVATION_FUNCTIONS: Readonly<Record<ModelConfig['activation'], (x: number) => number>> = {
  gelu: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  'gelu-erf': (x) => x * normalDistribution(x),
  relu: (x) => Math.max(0, x),
  silu,
  swiglu: silu,
};
