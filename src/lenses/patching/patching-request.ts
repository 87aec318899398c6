// The request of every lens of patching: pairs of prompts, what is measured, and what replaces an activation.

import { argmax } from '../../model/generation/sampler.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { mean } from '../../shared/numbers.ts';
import { type LensOptions, type TableModel, tokenId } from '../shared/lens-table.ts';
import { METHODS, METRICS, type Method, type MetricName } from '../shared/patching-options.ts';
import { encodePrompt, toToken, toTokens } from '../shared/prompt-tokens.ts';
import type { Token } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { baseMetrics } from './activation-patching.ts';
import { assertPairs, type PatchingTask, type PromptPair, promptsOf } from './pairs.ts';
import { readPrompts } from './patched-runs.ts';
import { suggestPairs } from './prompt-pairs.ts';

const MAX_PAIRS = 200;
const PROMPT = v.union([v.TEXT, v.IDS], 'it must be a text or a list of token ids');
export const ANSWER = v.union([v.anyNumber, v.WORD], 'it must be a token or its id');

/**
 * `suggest` takes pairs from the data set: `count` of them like the prompt `text`. Without it, `pairs` are given.
 * `answer` and `other` are tokens: without them the predictions of the clean and of the corrupted prompt. `references` are
 * the prompts of `mean` and `resample`, by default those of the pairs. `integrationSteps`: 0 takes the gradient of the base run.
 */
export const PATCHING_REQUEST = {
  pairs: v.optional(
    v.boundedArray(
      v.strictObject({
        clean: PROMPT,
        corrupt: PROMPT,
        answer: v.optional(ANSWER),
        other: v.optional(ANSWER),
      }),
      MAX_PAIRS,
    ),
  ),
  suggest: v.optional(v.strictObject({ text: v.TEXT, count: v.integerBetween(1, MAX_PAIRS) })),
  metric: v.optional(v.oneOf(METRICS)),
  method: v.optional(v.oneOf(METHODS)),
  references: v.optional(v.boundedArray(PROMPT, MAX_PAIRS)),
  samples: v.optional(v.integerBetween(1, 64)),
  seed: v.optional(v.SEED),
  integrationSteps: v.optional(v.integerBetween(0, 64)),
};

type PatchingRequest = v.InferOutput<v.StrictObjectSchema<typeof PATCHING_REQUEST, undefined>>;
type Prompt = string | readonly number[];
type Answer = v.InferOutput<typeof ANSWER>;

export interface PairResult {
  clean: Token[];
  corrupt: Token[];
  /** The corrupted prompt as it would be typed. */
  corruptText: string;
  answer: Token;
  /** Absent where the metric needs none. */
  other?: Token;
  /** The metric of both runs without a change. */
  cleanMetric: number;
  corruptMetric: number;
}

/** The patched pairs, and the metric without a patch. */
export interface PatchedPairs {
  step: number;
  metric: MetricName;
  method: Method;
  pairs: PairResult[];
}

export async function* preparePatching(
  frozen: FrozenModel,
  { pairs, suggest, metric = 'logit-difference', method = 'denoise', references, ...draws }: PatchingRequest,
): Job<{ task: PatchingTask; patched: PatchedPairs }> {
  const { inspector, plan, step } = frozen;
  const { config } = plan;
  const encode = (prompt: Prompt) => (typeof prompt === 'string' ? encodePrompt(frozen, prompt) : prompt);
  const { samples, seed } = draws;
  const given = suggest
    ? yield* suggestPairs(frozen, { prompt: encode(suggest.text), count: suggest.count, seed: seed ?? 0 })
    : (pairs ?? []);
  if (suggest && given.length === 0)
    throw new Error('The data set has no prompt like this one; give a second prompt.');
  const prompts = given.map(({ clean, corrupt, answer, other }) => ({
    ...{ clean: encode(clean), corrupt: encode(corrupt) },
    ...(answer !== undefined && { answer: answerId(frozen, answer) }),
    ...(other !== undefined && { other: answerId(frozen, other) }),
  }));
  // The ids are checked before they are run; the answers may still be missing.
  assertPairs(
    prompts.map((pair) => ({
      ...pair,
      answer: pair.answer ?? 0,
      other: pair.answer === undefined ? undefined : pair.other,
    })),
    config,
  );
  const chosen: PromptPair[] = yield* withPredictions(frozen, prompts, metric, suggest !== undefined);
  assertPairs(chosen, config);
  const task: PatchingTask = {
    inspector,
    config,
    pairs: chosen,
    metric,
    replacement: { method, samples, seed },
    references: referencesOf(references?.map(encode) ?? promptsOf(chosen), chosen),
  };
  const clean = yield* baseMetrics(task, (pair) => pair.clean);
  const corrupt = yield* baseMetrics(task, (pair) => pair.corrupt);
  const results = chosen.map(
    (pair, p): PairResult => ({
      clean: toTokens(frozen, pair.clean),
      corrupt: toTokens(frozen, pair.corrupt),
      corruptText: plan.dataset.tokenizer.decode(pair.corrupt),
      answer: toToken(frozen, pair.answer),
      ...(pair.other !== undefined && { other: toToken(frozen, pair.other) }),
      cleanMetric: clean[p],
      corruptMetric: corrupt[p],
    }),
  );
  return { task, patched: { step, metric, method, pairs: results } };
}

/** The id of a token as the vocabulary has it, or of a text that is one token, with a space before it where words begin with one. */
export function answerId({ plan: { dataset } }: Pick<FrozenModel, 'plan'>, answer: Answer): number {
  if (typeof answer === 'number') return answer;
  const { vocabulary } = dataset.tokenizer;
  const exact = vocabulary.indexOf(answer);
  if (exact >= 0) return exact;
  for (const text of [` ${answer}`, answer]) {
    const { ids, unknown } = dataset.tokenizer.encode(text);
    if (ids.length === 1 && unknown.length === 0) return ids[0];
  }
  throw new Error(`“${answer}” is not one token of the model; name another one.`);
}

/** Throws if a reference prompt has another length. */
function referencesOf(references: (readonly number[])[], pairs: readonly PromptPair[]) {
  const { length } = pairs[0].clean;
  const other = references.find((ids) => ids.length !== length);
  if (other)
    throw new Error(`A reference prompt has ${other.length} tokens, the prompts of the pairs ${length}.`);
  return references;
}

/** The pairs with the model's predictions in place of absent answers; of suggested ones those whose predictions differ. */
async function* withPredictions(
  { inspector, plan: { config } }: FrozenModel,
  prompts: readonly (Omit<PromptPair, 'answer'> & { readonly answer?: number })[],
  metric: MetricName,
  isSuggested: boolean,
): Job<PromptPair[]> {
  const both = prompts.flatMap(({ clean, corrupt }) => [clean, corrupt]);
  const predictions = yield* readPrompts({ inspector, config }, both, [], ({ logits }) => argmax(logits));
  return prompts.flatMap(({ clean, corrupt, answer, other }, p): PromptPair[] => {
    const pair = { clean, corrupt, answer: answer ?? predictions[2 * p] };
    if (metric !== 'logit-difference') return [{ ...pair, ...(other !== undefined && { other }) }];
    const isSame = other === undefined && predictions[2 * p + 1] === pair.answer;
    if (isSame && isSuggested) return [];
    if (isSame)
      throw new Error('Both prompts have the same prediction; name the answer and another one to compare.');
    return [{ ...pair, other: other ?? predictions[2 * p + 1] }];
  });
}

/** The request of the patching lenses by the options: the prompts are texts, or `--pairs` from the data set. */
export function patchingOptions(options: LensOptions, model: TableModel) {
  const { metric, method, samples, seed, integrationSteps } = options;
  return { ...pairsFromOptions(options, model), metric, method, samples, seed, integrationSteps };
}

function pairsFromOptions(
  { prompt = '', corruptPrompt, pairs, answer, contrast }: LensOptions,
  model: TableModel,
): Pick<PatchingRequest, 'suggest'> & {
  pairs?: { clean: string; corrupt: string; answer?: number; other?: number }[];
} {
  if (pairs !== undefined && corruptPrompt === undefined) return { suggest: { text: prompt, count: pairs } };
  if (corruptPrompt === undefined || pairs !== undefined)
    throw new Error(
      'Patching needs a second prompt: --corrupt-prompt, or --pairs of them from the data set.',
    );
  const answers = { answer: tokenId(model, answer), other: tokenId(model, contrast) };
  return { pairs: [{ clean: prompt, corrupt: corruptPrompt, ...answers }] };
}

/** The metric of both runs, as lines over a table. */
export function metricLines({ metric, method, pairs }: PatchedPairs): string[] {
  const clean = mean(pairs.map(({ cleanMetric }) => cleanMetric));
  const corrupt = mean(pairs.map(({ corruptMetric }) => corruptMetric));
  const [{ answer, other }] = pairs;
  const what = `${metric} of ${answer.text}${metric === 'logit-difference' ? ` less ${other?.text}` : ''}`;
  return [
    `${what}${pairs.length > 1 ? ` and of ${pairs.length - 1} other pairs, means` : ''}: clean ${clean.toFixed(3)}, corrupted ${corrupt.toFixed(3)}; ${method}`,
  ];
}
