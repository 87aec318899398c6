// UMAP (McInnes, Healy & Melville 2018) of token embeddings by cosine distance.

import { UMAP } from 'umap-js';
import { random } from '../../../shared/random.ts';
import { cosine, type Embedding, embeddingVector } from '../embedding.ts';

export interface UmapOptions {
  readonly dimensions: 2 | 3;
  readonly seed: number;
}

/** UMAP's default. */
const NEIGHBORS = 15;

/** An unfinished projection; the same weights, seed and dimensions give the same result. */
export class UmapProjection {
  readonly options: UmapOptions;
  /** Total. */
  readonly epochs: number;
  /** Done. */
  epoch = 0;
  private readonly umap: UMAP;

  constructor(embedding: Embedding, options: UmapOptions) {
    this.options = options;
    const rng = random(options.seed, 'neighbourhood map');
    this.umap = new UMAP({
      nComponents: options.dimensions,
      nNeighbors: Math.min(NEIGHBORS, embedding.V - 1),
      distanceFn: (a, b) => 1 - cosine(a, b),
      random: () => rng.float(),
    });
    const rows = Array.from({ length: embedding.V }, (_, id) => Array.from(embeddingVector(embedding, id)));
    this.epochs = this.umap.initializeFit(rows);
  }

  /** Runs up to `epochs` more. */
  advance(epochs: number): void {
    const end = Math.min(this.epochs, this.epoch + epochs);
    while (this.epoch < end) this.epoch = this.umap.step();
  }

  /** (V, 3), row-major; the third coordinate is 0 in two dimensions. */
  points(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.umap.getEmbedding().flatMap(([x, y, z = 0]) => [x, y, z]));
  }
}
