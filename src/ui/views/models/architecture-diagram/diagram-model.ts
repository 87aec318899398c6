// The parts of a model and its numbers of weights, as the drawing needs them.

import { partDefaults } from '../../../../shared/settings/model-settings.ts';
import type { ModelConfig, WeightCounts } from '../../../../workers/rpc/api/lab-api.ts';

export type DiagramModel = ReturnType<typeof diagramModel>;

export function diagramModel(model: ModelConfig, weights: WeightCounts) {
  const parts = { ...partDefaults(model), ...model };
  const hasMlp = model.mlpWidth > 0;
  return {
    ...parts,
    hasMlp,
    isGated: model.activation === 'swiglu',
    isParallel: parts.parallelResidual && hasMlp,
    weights,
  };
}

/** Whether the linear layers of a piece add a bias. */
export function hasBias({ biases }: DiagramModel, piece: 'qkv' | 'output' | 'mlp'): boolean {
  if (piece === 'mlp') return biases === 'all';
  return piece === 'output' ? biases === 'all' || biases === 'attention' : biases !== 'none';
}
