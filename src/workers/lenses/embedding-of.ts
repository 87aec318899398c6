// A run's token embeddings, for the lenses that look at them.

import type { Embedding } from '../../model/lenses/embedding.ts';
import type { Run } from '../../model/run.ts';

export async function embeddingOf(run: Run): Promise<Embedding> {
  const name = 'transformer.wte.weight';
  const vectors = (await run.weights.get([name])).get(name) as Float32Array;
  const { V, C } = run.plan.config;
  return { vectors, V, C };
}
