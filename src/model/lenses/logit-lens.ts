// Logit lens: what the model would say if it stopped here (nostalgebraist, 2020).

import type { ActivationName } from '../activations.ts';
import type { ModelConfig } from '../config.ts';
import type { Inspector, LookRequest, Values } from '../inspector.ts';
import { activationShape } from './interventions.ts';

/** A point of the residual stream the lens can be held to. */
export type StreamName = `blocks.${number}.${'hook_resid_pre' | 'hook_resid_mid' | 'hook_resid_post'}`;

/** A place of the stream, in words: layers are counted from 1 there. */
export interface StreamStage {
  readonly name: StreamName;
  readonly meaning: string;
  readonly kind: 'embedding' | 'attention' | 'mlp';
  readonly layer?: number;
}

/** Where the stream has changed, in the order it flows: after the embedding, every attention and every MLP. */
export function streamStages({ L, mlpWidth }: ModelConfig): StreamStage[] {
  const stages: StreamStage[] = [
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
 * The stream at each of `names` sent through the last layer norm (with its own mean and scale) and the unembedding:
 * what `read` makes of the logits (B, T, V), by name. Done on the engine itself, by putting the stream in the place of the
 * last one; stage after stage, because the logits of a large vocabulary are many.
 */
export async function logitLens<Read>(
  inspector: Inspector,
  config: ModelConfig,
  request: Pick<LookRequest, 'B' | 'T' | 'tokens'>,
  names: readonly StreamName[],
  read: (logits: Values) => Read,
): Promise<Map<StreamName, Read>> {
  const last: ActivationName = `blocks.${config.L - 1}.hook_resid_post`;
  const { activations } = await inspector.look({ ...request, names });
  const factor = new Float32Array(
    activationShape(last, config, request.B, request.T).reduce((a, b) => a * b),
  );
  const result = new Map<StreamName, Read>();
  for (const name of names) {
    const stream = activations.get(name) as Values;
    const changes = new Map([[last, { factor, offset: stream.data }]]);
    const look = await inspector.look({ ...request, names: ['logits'], changes });
    result.set(name, read(look.activations.get('logits') as Values));
  }
  return result;
}
