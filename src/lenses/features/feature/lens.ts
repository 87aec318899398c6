// One feature of the run's last sparse autoencoder.

import * as v from 'valibot';
import { anyNumber } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { topSubjects, toTopActivations, type UnitResult } from '../../shared/unit-results.ts';
import { featureLogitEffect, trainedAutoencoder } from '../trained-autoencoder.ts';

export interface FeatureResult extends UnitResult {
  step: number;
  feature: number;
}

export const featureLens = defineLens({
  name: 'feature',
  request: v.object({ feature: anyNumber }),
  async compute(run, { feature }): Promise<FeatureResult> {
    const weights = await run.weights.get();
    const trained = trainedAutoencoder(run);
    const { step, dictionary, corpus, positions, activations, subjects } = trained;
    if (!Number.isInteger(feature) || feature < 0 || feature >= dictionary.F)
      throw new Error(`There are ${dictionary.F} features, counted from 0; there is no feature ${feature}.`);
    const [promoted, suppressed] = featureLogitEffect(run, weights, trained, feature);
    return {
      step,
      feature,
      writes: { promoted, suppressed },
      fires: toTopActivations(run, corpus, activations, positions, feature),
      subjects: topSubjects(subjects, feature),
    };
  },
});
