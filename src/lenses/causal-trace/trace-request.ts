// What a causal trace reads: a prompt, the noise on its subject, and the states that are restored.

import type { ActivationName } from '../../model/architecture/activations.ts';

/** A state (B, T, C) that is restored, one position at a time. */
export interface TraceState {
  readonly name: ActivationName;
  readonly kind: 'embedding' | 'attention' | 'mlp' | 'residual';
  readonly layer: number;
}

export interface TracePrompt {
  /** At most the context. */
  readonly tokens: readonly number[];
  /** Positions of the subject's first and last token. */
  readonly subject: { readonly first: number; readonly last: number };
  /** The token whose probability is measured; the most probable one without it. */
  readonly answer?: number;
}

export interface Noise {
  /** Runs with different noise; their probabilities are averaged. */
  readonly samples: number;
  /** Of each number of the noise. */
  readonly standardDeviation: number;
  readonly seed: number;
  /** Prompts of different streams have independent noise. */
  readonly stream?: number;
}
