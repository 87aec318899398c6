// UMAP (McInnes, Healy & Melville 2018): a map that keeps each token's neighbours near, whatever it does to distances.

import { UMAP } from 'umap-js';
import { random } from '../random.ts';
import { cosine, type Embedding, vectorOf } from './embedding.ts';

export interface MapOptions {
  readonly dimensions: 2 | 3;
  readonly seed: number;
}

/** Whose distances are kept: UMAP's own usual number, as far as there are tokens. */
const NEIGHBOURS = 15;

/** A map in the making; the same weights, seed and dimensions always end in the same one. */
export class NeighbourhoodMap {
  readonly options: MapOptions;
  /** Rounds it takes. */
  readonly epochs: number;
  /** Rounds taken. */
  epoch = 0;
  private readonly umap: UMAP;

  /** Of tokens by the cosine between them. */
  constructor(embedding: Embedding, options: MapOptions) {
    this.options = options;
    const chance = random(options.seed, 'neighbourhood map');
    this.umap = new UMAP({
      nComponents: options.dimensions,
      nNeighbors: Math.min(NEIGHBOURS, embedding.V - 1),
      distanceFn: (a, b) => 1 - cosine(a, b),
      random: () => chance.float(),
    });
    const rows = Array.from({ length: embedding.V }, (_, id) => Array.from(vectorOf(embedding, id)));
    this.epochs = this.umap.initializeFit(rows);
  }

  /** Takes up to so many rounds more. */
  advance(rounds: number): void {
    const until = Math.min(this.epochs, this.epoch + rounds);
    while (this.epoch < until) this.epoch = this.umap.step();
  }

  /** (V, 3), row-major; the third is 0 in two dimensions. */
  points(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.umap.getEmbedding().flatMap(([x, y, z = 0]) => [x, y, z]));
  }
}
