// A feature is ablated, clamped or steered in the model itself: what changes, beside what the attribution graph predicts.

import { argmax } from '../../../model/generation/sampler.ts';
import { assertFeature } from '../../../model/training/dictionary/dictionary.ts';
import { fingerprintOf } from '../../../model/training/dictionary/fingerprint.ts';
import { requireTranscoders, type TranscoderSet } from '../../../model/training/dictionary/transcoder-set.ts';
import type { FrozenModel, Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { ANSWER, answerId } from '../../patching/patching-request.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { withFrozenModel } from '../../shared/frozen-model.ts';
import {
  assertPosition,
  assertTokenIds,
  encodePrompt,
  toToken,
  toTokens,
} from '../../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { topTokens } from '../../shared/top-tokens.ts';
import { assertMlpLayer } from '../../shared/unit-results.ts';
import { linearModel } from '../attribution-graph/linear-model.ts';
import type { ActiveFeature } from './check-feature.ts';
import { activeAt, type CheckedChange, checkFeature, lastLogits } from './check-feature.ts';

export type { ActiveFeature, CheckedChange } from './check-feature.ts';

export interface FeatureInterventionResult {
  step: number;
  /** Whether the weights have changed since the transcoders were trained: the features are those of other weights. */
  isStale: boolean;
  tokens: Token[];
  /** The feature's activation at the token, and what it was set to there. */
  before: number;
  after: number;
  answer: Token;
  other?: Token;
  /** The logit of the answer less the other's or less the mean: without the change, and its change. */
  metric: number;
  change: CheckedChange;
  /** Most probable next tokens, without the change and with it. */
  predictions: { before: TokenProbability[]; after: TokenProbability[] };
  /** Later features that are active at the change or after it: change of their inputs; the largest predicted one first. */
  features: (ActiveFeature & CheckedChange & { activation: number })[];
}

// `ablate` sets the activation to 0, `clamp` to `value`, at one token; `steer` adds `value` at every token. Without an answer the
// prediction is measured.
const PLACE = {
  text: v.TEXT,
  layer: v.anyNumber,
  position: v.anyNumber,
  feature: v.anyNumber,
  answer: v.optional(ANSWER),
  other: v.optional(ANSWER),
};
const REQUEST = v.variant('kind', [
  v.strictObject({ ...PLACE, kind: v.literal('ablate') }),
  v.strictObject({ ...PLACE, kind: v.literal('clamp'), value: v.finiteNumber }),
  v.strictObject({ ...PLACE, kind: v.literal('steer'), value: v.finiteNumber }),
]);
type Request = v.InferOutput<typeof REQUEST>;

export const featureInterventionLens = defineLens({
  name: 'feature-intervention',
  request: REQUEST,
  compute: intervene,
});

function intervene(run: Run, request: Request): Job<FeatureInterventionResult> {
  const set = requireTranscoders(run);
  assertMlpLayer(run, request.layer);
  return withFrozenModel(run, (frozen) => changeFeature(frozen, set, request));
}

async function* changeFeature(
  frozen: FrozenModel,
  { layers, fingerprint }: TranscoderSet,
  request: Request,
): Job<FeatureInterventionResult> {
  const { text, layer, position, feature, kind, answer: asked, other: contrast } = request;
  const { plan, step, inspector, weights } = frozen;
  const dictionaries = layers.map(({ dictionary }) => dictionary);
  assertFeature(dictionaries[layer], feature);
  const ids = encodePrompt(frozen, text);
  assertPosition(ids, position);
  const network = { inspector, weights, config: plan.config };
  const model = await linearModel(network, ids);
  const clean = lastLogits(model, model.at('logits'));
  const answer = asked === undefined ? argmax(clean) : answerId(frozen, asked);
  const other = contrast === undefined ? undefined : answerId(frozen, contrast);
  assertTokenIds(frozen, [answer, other]);
  const before = activeAt(model, dictionaries[layer], { layer, position })[feature];
  const after = kind === 'ablate' ? 0 : request.value + (kind === 'steer' ? before : 0);
  const positions = kind === 'steer' ? [...ids.keys()] : [position];
  const change = { layer, feature, positions, amount: after - before };
  const { logits, ...checked } = yield* checkFeature(network, model, dictionaries, change, { answer, other });
  return {
    ...{ step, isStale: (await fingerprintOf(weights)) !== fingerprint },
    ...{ tokens: toTokens(frozen, ids), before, after, answer: toToken(frozen, answer) },
    ...(other !== undefined && { other: toToken(frozen, other) }),
    metric: checked.metric,
    change: checked.change,
    predictions: {
      before: topTokens(clean, plan.dataset.tokenizer),
      after: topTokens(logits, plan.dataset.tokenizer),
    },
    features: [...checked.features],
  };
}
