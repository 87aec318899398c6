// The parts of a network whose updates are read apart: embedding, attention and MLP of each block, unembedding.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { modelViews } from '../../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../../model/architecture/config.ts';
import type { Parameter } from '../../../model/architecture/parameters.ts';

export interface UpdatePart {
  /** Layers count from 1. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** What it writes into the stream; absent from the unembedding, which writes the logits. */
  readonly output?: ActivationName;
}

/** In the order of computation. A norm belongs to what reads it; a tied table to both ends, each with its own use of it. */
export function updateParts(config: ModelConfig, parameters: readonly Parameter[]): UpdatePart[] {
  const { unembedding } = modelViews(config);
  const branch = (layer: number, branch: Parameter['branch']) =>
    parameters.filter((each) => each.layer === layer && each.branch === branch);
  const blocks = Array.from({ length: config.L }, (_, layer): UpdatePart[] => [
    {
      name: `attention ${layer + 1}`,
      output: `blocks.${layer}.hook_attn_out`,
      parameters: branch(layer, 'attention'),
    },
    { name: `MLP ${layer + 1}`, output: `blocks.${layer}.hook_mlp_out`, parameters: branch(layer, 'mlp') },
  ]);
  return [
    {
      name: 'embedding',
      output: 'blocks.0.hook_resid_pre',
      parameters: parameters.filter(({ parts = [] }) =>
        parts.some((part) => part === 'embedding' || part === 'position'),
      ),
    },
    ...blocks.flatMap((both) => (modelParts(config).hasMlp ? both : both.slice(0, 1))),
    {
      name: 'unembedding',
      parameters: parameters.filter(
        ({ name, norm }) => norm === 'finalNorm' || name === unembedding.parameter,
      ),
    },
  ];
}
