// A run's token embeddings, for the lenses that look at them.

import type { Run } from '../../model/training/run.ts';
import type { Embedding } from './embedding.ts';

export async function loadEmbedding(run: Run): Promise<Embedding> {
  const name = 'transformer.wte.weight';
  const vectors = (await run.weights.get([name])).get(name) as Float32Array;
  const { V, C } = run.plan.config;
  return { vectors, V, C };
}
