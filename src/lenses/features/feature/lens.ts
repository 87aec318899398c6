// One feature of the run's last sparse autoencoder, or of its transcoders.

import { assertFeature } from '../../../model/training/dictionary/dictionary.ts';
import { fingerprintOf } from '../../../model/training/dictionary/fingerprint.ts';
import { requireTranscoders } from '../../../model/training/dictionary/transcoder-set.ts';
import type { Run } from '../../../model/training/run.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { assertMlpLayer, topSubjects, type UnitResult } from '../../shared/unit-results.ts';
import { featureActivations, featureLogitEffect, trainedAutoencoder } from '../trained-autoencoder.ts';

export interface FeatureResult extends UnitResult {
  /** Of the weights that the dictionary was trained on. */
  step: number;
  /** Whether they have changed since: `writes` is of the present weights, activations are not. */
  isStale: boolean;
  feature: number;
}

// With `layer`, a feature of that layer's transcoder; without it, of the last sparse autoencoder.
const REQUEST = v.strictObject({ feature: v.anyNumber, layer: v.optional(v.anyNumber) });

export const featureLens = defineLens({
  name: 'feature',
  request: REQUEST,
  async compute(run, { feature, layer }): Promise<FeatureResult> {
    const weights = await run.weights.get();
    const { step, fingerprint, subjects, ...trained } =
      layer === undefined ? trainedAutoencoder(run) : transcoderOf(run, layer);
    assertFeature(trained.dictionary, feature);
    const [promoted, suppressed] = featureLogitEffect(run, weights, trained, feature);
    const { parameters } = run.weights;
    return {
      step,
      isStale: (await fingerprintOf({ parameters, get: async () => weights })) !== fingerprint,
      feature,
      writes: { promoted, suppressed },
      fires: featureActivations(run, trained, feature),
      subjects: subjects ? topSubjects(subjects, feature) : [],
    };
  },
});

function transcoderOf(run: Run, layer: number) {
  const { step, fingerprint, corpus, positions, layers } = requireTranscoders(run);
  assertMlpLayer(run, layer);
  const site = 'hook_mlp_out' as const;
  return { ...{ step, fingerprint, corpus, positions, layer, site }, ...layers[layer], subjects: undefined };
}
