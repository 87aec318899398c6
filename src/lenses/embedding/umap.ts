// UMAP (McInnes, Healy & Melville 2018) of the embedding by cosine distance.

import { UMAP } from 'umap-js';
import type { Run } from '../../model/training/run.ts';
import { cosine } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import { defineLens } from '../shared/define-lens.ts';
import type { Tensor } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { type Embedding, embeddingVector } from './embedding.ts';
import { assertPlottable, loadEmbedding, plottedEmbedding } from './load-embedding.ts';

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

export interface UmapResult {
  /** Step of the projected weights. */
  step: number;
  /** Epochs done, and in total. */
  epoch: number;
  epochs: number;
  /** [words, 3], all tokens but bytes; the third coordinate is 0 in two dimensions. */
  points: Tensor;
}

/** A fraction of a second for a few hundred tokens. */
const EPOCHS_PER_REQUEST = 25;

/** The unfinished projection of each run. */
const projections = new WeakMap<Run, { map: UmapProjection; step: number }>();

// `restart`: begin again, with the current weights.
const REQUEST = v.strictObject({ dimensions: v.oneOf([2, 3]), seed: v.SEED, restart: v.boolean });

export type UmapRequest = v.InferOutput<typeof REQUEST>;

/** UMAP of the embedding, some epochs per request: training continues in between. */
export const umapLens = defineLens({
  name: 'umap',
  aliases: ['map'],
  request: REQUEST,
  async compute(run, { dimensions, seed, restart }): Promise<UmapResult> {
    assertPlottable(run);
    let current = projections.get(run);
    const { options } = current?.map ?? {};
    if (!current || restart || options?.dimensions !== dimensions || options.seed !== seed) {
      const { step } = run;
      const embedding = plottedEmbedding(run, await loadEmbedding(run));
      current = { map: new UmapProjection(embedding, { dimensions, seed }), step };
      projections.set(run, current);
    }
    const { map, step } = current;
    map.advance(EPOCHS_PER_REQUEST);
    const points = map.points();
    return {
      step,
      epoch: map.epoch,
      epochs: map.epochs,
      points: { shape: [points.length / 3, 3], data: points },
    };
  },
});
