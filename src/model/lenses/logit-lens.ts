// Logit lens: what the model would say if it stopped here (nostalgebraist, 2020).

import type { ActivationName } from '../activations.ts';
import type { ModelConfig } from '../config.ts';
import type { Inspector, LookRequest, Values } from '../inspector.ts';
import { activationShape } from './interventions.ts';

/** A point of the residual stream the lens can be held to. */
export type StreamName = `blocks.${number}.${'hook_resid_pre' | 'hook_resid_mid' | 'hook_resid_post'}`;

/**
 * The stream at each of `names` sent through the last layer norm (with its own mean and scale) and the unembedding:
 * logits (B, T, V) by name. Done on the engine itself, by putting the stream in the place of the last one.
 */
export async function logitLens(
  inspector: Inspector,
  config: ModelConfig,
  request: Pick<LookRequest, 'B' | 'T' | 'tokens'>,
  names: readonly StreamName[],
): Promise<Map<StreamName, Values>> {
  const last: ActivationName = `blocks.${config.L - 1}.hook_resid_post`;
  const { activations } = await inspector.look({ ...request, names });
  const factor = new Float32Array(
    activationShape(last, config, request.B, request.T).reduce((a, b) => a * b),
  );
  const result = new Map<StreamName, Values>();
  for (const name of names) {
    const stream = activations.get(name) as Values;
    const changes = new Map([[last, { factor, offset: stream.data }]]);
    const look = await inspector.look({ ...request, names: ['logits'], changes });
    result.set(name, look.activations.get('logits') as Values);
  }
  return result;
}
