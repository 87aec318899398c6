// Activation functions of models as curves. The engine computes activations; these draw the lines that they lie on.

import type { ACTIVATION_CHOICES } from '../../../shared/settings/model-settings.ts';

export type ActivationFunction = keyof typeof ACTIVATION_CHOICES;

/** The standard normal distribution function to 10⁻⁷ (Abramowitz & Stegun 1964, formula 26.2.17). */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const coefficients = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const polynomial = coefficients.reduce((sum, coefficient) => (sum + coefficient) * t, 0);
  const tail = (Math.exp(-x * x * 0.5) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x < 0 ? tail : 1 - tail;
}

const silu = (x: number) => x / (1 + Math.exp(-x));

/** SwiGLU's curve is that of its gate. */
export const ACTIVATION_CURVES: Readonly<Record<ActivationFunction, (x: number) => number>> = {
  gelu: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  relu: (x) => Math.max(0, x),
  'gelu-erf': (x) => x * normalDistribution(x),
  silu,
  swiglu: silu,
};
