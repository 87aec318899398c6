// Logit lens: the residual stream after each layer, read through the final layer norm and the unembedding
// (nostalgebraist 2020).

import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';

/** A point of the residual stream. */
export type ResidualStreamName =
  `blocks.${number}.${'hook_resid_pre' | 'hook_resid_mid' | 'hook_resid_post'}`;

/** Layers count from 0 in `layer`, from 1 in `meaning`. */
export interface ResidualStage {
  readonly name: ResidualStreamName;
  readonly meaning: string;
  readonly kind: 'embedding' | 'attention' | 'mlp';
  readonly layer?: number;
}

/** In forward order: after the embedding, every attention and every MLP. */
export function residualStages(config: ModelConfig): ResidualStage[] {
  const { hasMlp, isParallel, positions } = modelParts(config);
  const embedded = positions === 'learned' ? 'token + position' : 'token';
  const stages: ResidualStage[] = [{ name: 'blocks.0.hook_resid_pre', meaning: embedded, kind: 'embedding' }];
  for (let layer = 0; layer < config.L; layer++) {
    const mid = `blocks.${layer}.hook_resid_mid` as const;
    const post = `blocks.${layer}.hook_resid_post` as const;
    if (isParallel) {
      stages.push({ name: post, meaning: `after block ${layer + 1}`, kind: 'mlp', layer });
      continue;
    }
    // Without an MLP the attention's output is the end of the block.
    stages.push({
      name: hasMlp ? mid : post,
      meaning: `after attention ${layer + 1}`,
      kind: 'attention',
      layer,
    });
    if (hasMlp) stages.push({ name: post, meaning: `after MLP ${layer + 1}`, kind: 'mlp', layer });
  }
  return stages;
}

/**
 * `readLogits` of the logits (B, T, V) at each of `names`: the stream through the final layer norm, with its own mean and
 * scale, and the unembedding, after `translate`. One stage at a time, because the logits of a large vocabulary need much memory.
 */
export async function* logitLens<TResult>(
  inspector: Inspector,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  names: readonly ResidualStreamName[],
  readLogits: (logits: NDArray) => TResult,
  translate: (name: ResidualStreamName, stream: NDArray) => NDArray = (_, stream) => stream,
): Job<Map<ResidualStreamName, TResult>> {
  const { activations } = await inspector.run({ ...request, names });
  const result = new Map<ResidualStreamName, TResult>();
  for (const name of names) {
    yield { label: 'logit lens stages', done: result.size, total: names.length };
    const stream = translate(name, activations.get(name) as NDArray);
    result.set(name, readLogits(await inspector.unembed(stream)));
  }
  return result;
}
