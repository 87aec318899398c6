// UMAP (McInnes, Healy & Melville 2018): a map that keeps each token's neighbours near, whatever it does to distances.

import { UMAP } from 'umap-js';
import { random } from '../../shared/random.ts';
import { cosine, type Embedding, embeddingVector } from './embedding.ts';

export interface UmapOptions {
  readonly dimensions: 2 | 3;
  readonly seed: number;
}

/** Whose distances are kept: UMAP's own usual number, as far as there are tokens. */
const NEIGHBOURS = 15;

/** A map in the making; the same weights, seed and dimensions always end in the same one. */
export class UmapProjection {
  readonly options: UmapOptions;
  /** Rounds it takes. */
  readonly epochs: number;
  /** Rounds taken. */
  epoch = 0;
  private readonly umap: UMAP;

  /** Of tokens by the cosine between them. */
  constructor(embedding: Embedding, options: UmapOptions) {
    this.options = options;
    const rng = random(options.seed, 'neighbourhood map');
    this.umap = new UMAP({
      nComponents: options.dimensions,
      nNeighbors: Math.min(NEIGHBOURS, embedding.V - 1),
      distanceFn: (a, b) => 1 - cosine(a, b),
      random: () => rng.float(),
    });
    const rows = Array.from({ length: embedding.V }, (_, id) => Array.from(embeddingVector(embedding, id)));
    this.epochs = this.umap.initializeFit(rows);
  }

  /** Takes up to so many rounds more. */
  advance(epochs: number): void {
    const end = Math.min(this.epochs, this.epoch + epochs);
    while (this.epoch < end) this.epoch = this.umap.step();
  }

  /** (V, 3), row-major; the third is 0 in two dimensions. */
  points(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.umap.getEmbedding().flatMap(([x, y, z = 0]) => [x, y, z]));
  }
}
