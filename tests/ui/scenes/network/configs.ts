// Models of different sizes and parts for tests of the map.

import type { ModelConfig } from '../../../../src/workers/rpc/api/lab-api.ts';

const SMALL: ModelConfig = {
  ...{ L: 2, H: 2, C: 32, T: 16, V: 40, mlpWidth: 128 },
  ...{ activation: 'gelu', tied: true, initStd: 0.02 },
};

export const CONFIGS: Readonly<Record<string, ModelConfig>> = {
  small: SMALL,
  middle: { ...SMALL, L: 4, H: 4, C: 128, T: 64, V: 256, mlpWidth: 512 },
  'GPT-2': { ...SMALL, L: 12, H: 12, C: 768, T: 1024, V: 50_257, mlpWidth: 3072 },
  'attention-only': { ...SMALL, mlpWidth: 0 },
  'parallel blocks': { ...SMALL, L: 3, parallelResidual: true },
  'grouped heads, gated': {
    ...{ ...SMALL, H: 8, C: 64, keyValueHeads: 2, activation: 'swiglu' },
    ...{ positions: 'rotary', norm: 'rms', qkNorm: true },
  },
};
