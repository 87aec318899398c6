// The parts of a network whose updates are read apart, and what each part's share of an update does to ln p of a token to first order:
// the gradient's product with it.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { modelViews } from '../../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../../model/architecture/config.ts';
import type { Parameter } from '../../../model/architecture/parameters.ts';
import { viewNumbers } from '../../../model/architecture/views/views.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import { IGNORE_INDEX } from '../../../model/data/dataset.ts';
import { softmax } from '../../../model/generation/sampler.ts';
import type { Inspector } from '../../../model/inspection/inspector.ts';
import { dotProduct, rowOf } from '../../../shared/numbers.ts';
import { toPaddedBatch, vectorAt } from '../../shared/prompt-tokens.ts';

export interface UpdatePart {
  /** Layers count from 1. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The activation that it writes into the stream; absent from the unembedding, which writes the logits. */
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

/** A prompt, and the token after it. */
export interface Question {
  readonly ids: readonly number[];
  readonly answer: number;
}

/** In nats, one number a part; they add up to the product of the whole gradient and the whole update. */
export async function updateEstimates(
  inspector: Inspector,
  config: ModelConfig,
  parts: readonly UpdatePart[],
  update: WeightValues,
  { ids, answer }: Question,
): Promise<number[]> {
  const batch = toPaddedBatch(ids, config);
  const last = ids.length - 1;
  const targets = new Int32Array(batch.T).fill(IGNORE_INDEX);
  targets[last] = answer;
  const { weightGradients, activations } = await inspector.run({
    ...{ ...batch, targets, gradients: true },
    names: ['ln_final.hook_normalized', 'logits'],
  });
  if (!weightGradients) throw new Error('The gradients were not read.');
  // The loss is −ln p.
  const along = (parameters: readonly Parameter[]) =>
    parameters.reduce(
      (sum, { name }) => sum - dotProduct(weightGradients.get(name) ?? [], update.get(name) ?? []),
      0,
    );
  const estimates = parts.map(({ parameters }) => along(parameters));
  if (!config.tied) return estimates;

  // The gradient of a tied table sums both of its uses. That of the unembedding is known; the embedding has the rest.
  const { unembedding } = modelViews(config);
  const rows = viewNumbers(update, unembedding);
  const input = vectorAt(activations.get('ln_final.hook_normalized'), last, config.C);
  const p = softmax(vectorAt(activations.get('logits'), last, config.V));
  const asUnembedding = p.reduce((sum, probability, token) => {
    const logit = dotProduct(input, rowOf(rows, token, config.C));
    return sum + (Number(token === answer) - probability) * logit;
  }, 0);
  const both = along(parts[parts.length - 1].parameters.filter(({ name }) => name === unembedding.parameter));
  estimates[0] -= asUnembedding;
  estimates[parts.length - 1] += asUnembedding - both;
  return estimates;
}
