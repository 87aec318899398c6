// Logit lens: what the model would say if it stopped here (nostalgebraist, 2020).

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';

/** A point of the residual stream the lens can be held to. */
export type ResidualStreamName =
  `blocks.${number}.${'hook_resid_pre' | 'hook_resid_mid' | 'hook_resid_post'}`;

/** A place of the stream, in words: layers are counted from 1 there. */
export interface ResidualStage {
  readonly name: ResidualStreamName;
  readonly meaning: string;
  readonly kind: 'embedding' | 'attention' | 'mlp';
  readonly layer?: number;
}

/** Where the stream has changed, in the order it flows: after the embedding, every attention and every MLP. */
export function residualStages({ L, mlpWidth }: ModelConfig): ResidualStage[] {
  const stages: ResidualStage[] = [
    { name: 'blocks.0.hook_resid_pre', meaning: 'token + position', kind: 'embedding' },
  ];
  for (let layer = 0; layer < L; layer++) {
    // Without an MLP nothing lies between the attention and the end of the block.
    const mid = mlpWidth > 0 ? (`blocks.${layer}.hook_resid_mid` as const) : undefined;
    const post = `blocks.${layer}.hook_resid_post` as const;
    stages.push({ name: mid ?? post, meaning: `after attention ${layer + 1}`, kind: 'attention', layer });
    if (mid) stages.push({ name: post, meaning: `after MLP ${layer + 1}`, kind: 'mlp', layer });
  }
  return stages;
}

/**
 * The stream at each of `names` sent through the last layer norm (with its own mean and scale) and the unembedding, on the
 * engine: what `read` makes of the logits (B, T, V), by name. Stage after stage, because the logits of a large vocabulary
 * are many.
 */
export async function* logitLens<TResult>(
  inspector: Inspector,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  names: readonly ResidualStreamName[],
  readLogits: (logits: NDArray) => TResult,
): Job<Map<ResidualStreamName, TResult>> {
  const { activations } = await inspector.run({ ...request, names });
  const result = new Map<ResidualStreamName, TResult>();
  for (const name of names) {
    yield { label: 'places of the stream read', done: result.size, total: names.length };
    result.set(name, readLogits(await inspector.unembed(activations.get(name) as NDArray)));
  }
  return result;
}
