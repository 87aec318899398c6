// Choices of the parts of a transformer.

export const ACTIVATIONS = ['gelu', 'relu', 'gelu-erf', 'silu', 'swiglu'] as const;

export const ACTIVATION_LABELS = {
  gelu: 'GELU',
  relu: 'ReLU',
  'gelu-erf': 'GELU (erf)',
  silu: 'SiLU',
  swiglu: 'SwiGLU',
} as const satisfies Record<(typeof ACTIVATIONS)[number], string>;

export const NORMS = ['layer', 'rms'] as const;
export const POSITIONS = ['learned', 'rotary', 'none'] as const;
/** Linear layers with biases: all, those of the attention, queries, keys and values alone, or none. */
export const BIASES = ['all', 'attention', 'qkv', 'none'] as const;
