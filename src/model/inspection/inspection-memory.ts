// Memory of a model that is only read, computed from the execution plan before anything is allocated.

import { plan } from '../../kernels/graph/plan.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { ShardedLayout } from '../architecture/sharded-layout.ts';
import { transformer } from '../architecture/transformer.ts';

/** Bytes of the weights, and of all activations of one prompt of T tokens. */
export function inspectionMemory(config: ModelConfig, layout: ShardedLayout, T: number) {
  const { graph } = transformer(config, { B: 1, T, shards: layout.shards });
  const { storages } = plan({ graph, layout });
  const weights = 4 * layout.length;
  const activations = 4 * [...storages.values()].reduce((sum, words) => sum + words, 0);
  return { total: weights + activations, weights, activations };
}
