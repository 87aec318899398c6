// The transcoders of a run on other weights of its training: when do the features of the end describe the model?

import { heldOutRows } from '../../model/data/corpus.ts';
import { corpusActivations } from '../../model/inspection/corpus-activations.ts';
import { assertFeature } from '../../model/training/dictionary/dictionary.ts';
import { encode } from '../../model/training/dictionary/dictionary-program.ts';
import { splicedLoss } from '../../model/training/dictionary/spliced-loss.ts';
import {
  carryTranscoders,
  requireTranscoders,
  type TranscoderSet,
  transcoderSites,
} from '../../model/training/dictionary/transcoder-set.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import type { SplicedLoss } from '../../shared/loss-recovered.ts';
import { defineLens } from '../shared/define-lens.ts';
import { withFrozenModel } from '../shared/frozen-model.ts';
import * as v from '../shared/schemas.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';

export interface TranscoderDriftResult {
  step: number;
  /** Step of the weights that the transcoders were trained on. */
  trainedAt: number;
  /** The loss of held-out text with all MLPs replaced; `mean` is that of the weights that they were trained on. */
  loss: SplicedLoss;
  feature?: FeatureOnRows;
}

/** Activations of a feature at every token of the same held-out rows. */
export interface FeatureOnRows {
  layer: number;
  feature: number;
  /** (rows, T). */
  activations: Float32Array<ArrayBuffer>;
  /** Tokens of a row. */
  T: number;
}

const REQUEST = v.strictObject({
  feature: v.optional(v.strictObject({ layer: v.anyNumber, feature: v.anyNumber })),
});
type Request = v.InferOutput<typeof REQUEST>;

export const transcoderDriftLens = defineLens({
  name: 'transcoder-drift',
  request: REQUEST,
  compute: (run, request) => withFrozenModel(run, (frozen) => drift(run, frozen, request)),
  carry: carryTranscoders,
});

async function* drift(
  run: Run,
  frozen: FrozenModel,
  { feature: asked }: Request,
): Job<TranscoderDriftResult> {
  const set = requireTranscoders(run);
  const replacements = set.layers.map(({ dictionary }, layer) => ({ ...transcoderSites(layer), dictionary }));
  const loss = yield* splicedLoss(frozen, replacements);
  const feature = asked && (yield* onRows(run, frozen, set, asked));
  return { ...{ step: frozen.step, trainedAt: set.step, loss }, ...(feature && { feature }) };
}

async function* onRows(
  run: Run,
  { inspector, executor, plan: { dataset, config } }: FrozenModel,
  { layers }: TranscoderSet,
  { layer, feature }: NonNullable<Request['feature']>,
): Job<FeatureOnRows> {
  assertMlpLayer(run, layer);
  const { dictionary } = layers[layer];
  assertFeature(dictionary, feature);
  const { input, output } = transcoderSites(layer);
  const rows = heldOutRows(dataset, config.T);
  const { vectors, positions } = yield* corpusActivations(inspector, config, [input, output], rows);
  const { code } = yield* encode(executor, dictionary, vectors[0], vectors[1]);
  const activations = new Float32Array(positions.length);
  const active = code.column(feature, positions);
  active.positions.forEach(({ row, position }, i) => {
    activations[row * config.T + position] = active.vectors.numbers[i];
  });
  return { layer, feature, activations, T: config.T };
}
