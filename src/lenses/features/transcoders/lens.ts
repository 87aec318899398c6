// Transcoders of all MLPs of a model. The worker keeps them for the lenses `feature`, `attribution-graph` and
// `feature-intervention`.

import type { Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { withFrozenModel } from '../../shared/frozen-model.ts';
import { trainTranscoders } from './transcoder-set.ts';
import {
  describeTranscoders,
  TRANSCODERS_REQUEST,
  type TranscodersRequest,
  type TranscodersResult,
  transcoderLines,
  transcoderSettings,
} from './transcoders-request.ts';

export type { Stability } from '../dictionary/stability.ts';
export type { TranscoderQuality, TranscoderSettings } from './transcoder-set.ts';
export type { TranscodersResult } from './transcoders-request.ts';

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
