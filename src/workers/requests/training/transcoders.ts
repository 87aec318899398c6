// Transcoders of all MLPs of a model. The worker keeps them for the lenses `feature`, `attribution-graph` and
// `feature-intervention`.

import { transcoderLines } from '../../../lenses/features/dictionary-lines.ts';
import { defineLens } from '../../../lenses/shared/define-lens.ts';
import { withFrozenModel } from '../../../lenses/shared/frozen-model.ts';
import { trainTranscoders } from '../../../model/training/dictionary/transcoder-set.ts';
import {
  describeTranscoders,
  TRANSCODERS_REQUEST,
  type TranscodersRequest,
  type TranscodersResult,
  transcoderSettings,
} from '../../../model/training/dictionary/transcoder-settings.ts';
import type { Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';

export type { Stability } from '../../../model/training/dictionary/stability.ts';
export type {
  TranscoderQuality,
  TranscoderSettings,
} from '../../../model/training/dictionary/transcoder-set.ts';
export type { TranscodersResult } from '../../../model/training/dictionary/transcoder-settings.ts';

export const transcodersLens = defineLens({
  name: 'transcoders',
  request: TRANSCODERS_REQUEST,
  compute: train,
  table: {
    toRequest: ({ seed }) => ({ seed, seeds: 2 }),
    format: transcoderLines,
  },
});

function train(run: Run, request: TranscodersRequest): Job<TranscodersResult> {
  return withFrozenModel(run, async function* (frozen) {
    const settings = transcoderSettings(frozen.plan.config, request);
    return describeTranscoders(yield* trainTranscoders(run, frozen, settings));
  });
}
