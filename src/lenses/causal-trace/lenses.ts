// Causal traces of one text, and of many facts averaged by the role of a token in its prompt.

import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews } from '../../model/architecture/views/views.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Interval } from '../../shared/bootstrap.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { loadFacts, subjectSpan } from '../facts/fact-prompts.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { type LensOptions, tokenId } from '../shared/lens-table.ts';
import { assertTokenIds, encodePrompt, toToken, toTokens } from '../shared/prompt-tokens.ts';
import type { Token } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent, formatTable } from '../shared/text-table.ts';
import {
  causalTrace,
  embeddingStd,
  type MeanTrace,
  meanCausalTrace,
  recoveredFraction,
  TOKEN_ROLES,
  type TokenRole,
  traceStates,
} from './causal-trace.ts';
import type { Noise, TraceState } from './restored-runs.ts';

export type { TokenRole } from './causal-trace.ts';

/** `samples`: runs with different noise, 10 by default. `noise`: in standard deviations of the embedding, 3 by default. */
const TRACE_SETTINGS = {
  samples: v.optional(v.anyNumber),
  noise: v.optional(v.anyNumber),
  seed: v.optional(v.SEED),
};

const SAMPLES = { min: 1, default: 10, max: 4096 };
/** ROME's. */
const DEFAULT_NOISE = 3;

async function resolveNoise(
  frozen: FrozenModel,
  {
    samples = SAMPLES.default,
    noise = DEFAULT_NOISE,
    seed = 0,
  }: Pick<LensOptions, 'samples' | 'noise' | 'seed'>,
): Promise<Noise> {
  if (!Number.isInteger(samples) || samples < SAMPLES.min || samples > SAMPLES.max)
    throw new Error(`The number of samples is ${samples}; it can be ${SAMPLES.min} to ${SAMPLES.max}.`);
  if (!(noise > 0 && noise <= 100))
    throw new Error(`The noise is ${noise} standard deviations; it must be above 0 and at most 100.`);
  const { config } = frozen.plan;
  const weights = await readViews(frozen.weights, [modelViews(config).embedding]);
  return { samples, seed, standardDeviation: noise * embeddingStd(config, weights) };
}

/** One restored state of the model. */
export interface TraceRow extends TraceState {
  /**
   * By position, or by token role: the share of the probability lost to the noise that returns if this state alone is
   * restored. 0 is none, 1 all; NaN if the noise took nothing.
   */
  recovered: number[];
  /** By token role: 95 % of a bootstrap over facts. */
  intervals?: Interval[];
}

const recoveredCells = (rows: readonly TraceRow[]): string[][] =>
  rows.map(({ kind, layer, recovered, intervals }) => [
    kind === 'embedding' ? kind : `${kind} ${layer}`,
    ...recovered.map((share, i) =>
      intervals && !Number.isNaN(share)
        ? `${formatPercent(share)} ${formatInterval(intervals[i])}`
        : formatPercent(share),
    ),
  ]);

const formatInterval = ([low, high]: Interval) => `(${Math.round(100 * low)} to ${Math.round(100 * high)})`;

export interface TraceResult {
  step: number;
  tokens: Token[];
  /** Positions of the subject's first and last token. */
  subject: { first: number; last: number };
  answer: Token;
  /** Probability of the answer without noise, and with noise on the subject (mean over the samples). */
  clean: number;
  corrupted: number;
  samples: number;
  /** The standard deviation of each number of the noise. */
  standardDeviation: number;
  rows: TraceRow[];
}

// `subject`: the words of the text whose embeddings are corrupted. `answer`: a token id; the most probable one without it.
const REQUEST = v.strictObject({
  text: v.TEXT,
  subject: v.WORD,
  answer: v.optional(v.anyNumber),
  ...TRACE_SETTINGS,
});

/**
 * Causal trace of one text: which restored states bring the answer back after its subject was corrupted with noise.
 */
export const causalTraceLens = defineFrozenLens({
  name: 'causal-trace',
  aliases: ['trace'],
  request: REQUEST,
  compute: traceText,
  table: {
    requiredOptions: ['prompt', 'subject'],
    toRequest: ({ prompt: text = '', subject = '', answer, samples, noise, seed }, model) => ({
      ...{ text, subject, answer: tokenId(model, answer), samples, noise, seed },
    }),
    format: ({ answer, clean, corrupted, tokens, rows }) => [
      `${answer.text}: ${formatPercent(clean)}, with noise on the subject ${formatPercent(corrupted)}`,
      ...formatTable([['restored', ...tokens.map(({ text }) => text)], ...recoveredCells(rows)]),
    ],
  },
});

async function* traceText(frozen: FrozenModel, request: v.InferOutput<typeof REQUEST>): Job<TraceResult> {
  const { plan, step, inspector } = frozen;
  const tokens = encodePrompt(frozen, request.text);
  const subject = subjectSpan(frozen, tokens, request.subject);
  assertTokenIds(frozen, [request.answer]);
  const noise = await resolveNoise(frozen, request);
  const prompt = { tokens, subject, answer: request.answer };
  const result = yield* causalTrace(inspector, plan.config, prompt, noise);
  return {
    step,
    tokens: toTokens(frozen, tokens),
    subject,
    answer: toToken(frozen, result.answer),
    clean: result.clean,
    corrupted: result.corrupted,
    samples: noise.samples,
    standardDeviation: noise.standardDeviation,
    rows: traceStates(plan.config).map((state, s) => ({
      ...state,
      recovered: result.restored[s].map((probability) => recoveredFraction(probability, result)),
    })),
  };
}

/** Means over the traced prompts; NaN if none was traced. */
export interface TraceFactsResult {
  step: number;
  /** Prompts traced, and prompts left out because the model answers them wrongly. */
  traced: number;
  unknown: number;
  /** Probability of the answer without noise, and with noise on the subject. */
  clean: number;
  corrupted: number;
  places: TokenRole[];
  /** `recovered` and `intervals` by token role. */
  rows: TraceRow[];
  /** The MLP and role with the largest recovered share. */
  strongestMlp?: { layer: number; place: TokenRole; recovered: number };
}

const DEFAULT_COUNT = 20;

// `count`: facts chosen by the seed, each in all wordings; 20 by default. `relation`: only facts of this relation.
const FACTS_REQUEST = v.strictObject({
  count: v.optional(v.COUNT),
  relation: v.optional(v.WORD),
  ...TRACE_SETTINGS,
});

/** Causal traces of many facts, averaged by the role of a token in its prompt. */
export const causalTraceFactsLens = defineFrozenLens({
  name: 'causal-trace-facts',
  aliases: ['traceFacts', 'trace-facts'],
  request: FACTS_REQUEST,
  compute: traceFacts,
  table: {
    toRequest: ({ count, relation, samples, noise, seed }) => ({ count, relation, samples, noise, seed }),
    format: ({ traced, unknown, clean, corrupted, places, rows, strongestMlp }) => [
      `${traced} prompts, ${unknown} left out as unknown; ${formatPercent(clean)}, with noise on the subject ${formatPercent(corrupted)}`,
      ...formatTable([['restored', ...places], ...recoveredCells(rows)]),
      ...(strongestMlp ? [`strongest MLP: layer ${strongestMlp.layer}, ${strongestMlp.place}`] : []),
    ],
  },
});

async function* traceFacts(
  frozen: FrozenModel,
  request: v.InferOutput<typeof FACTS_REQUEST>,
): Job<TraceFactsResult> {
  const { plan, step, inspector } = frozen;
  const { count = DEFAULT_COUNT, relation, seed = 0 } = request;
  const { facts, prompts } = loadFacts(frozen);
  const candidates = facts.filter((fact) => relation === undefined || fact.relation === relation);
  if (candidates.length === 0) throw new Error(`The data has no facts of the relation '${relation}'.`);
  const selected = new Set(random(seed, 'trace', 'facts').shuffle(candidates).slice(0, count));
  const tracePrompts = prompts
    .filter(({ fact }) => selected.has(fact))
    .map(({ tokens, answer, subject, fact }) => ({
      fact,
      tokens,
      answer,
      subject: subjectSpan(frozen, tokens, subject),
    }));
  const noise = await resolveNoise(frozen, request);
  const { recovered, intervals, ...means } = yield* meanCausalTrace(
    inspector,
    plan.config,
    tracePrompts,
    noise,
  );
  return {
    step,
    ...means,
    places: [...TOKEN_ROLES],
    rows: traceStates(plan.config).map((state, s) => ({
      ...state,
      recovered: recovered[s],
      intervals: intervals[s],
    })),
    strongestMlp: strongestMlpState(frozen, recovered),
  };
}

function strongestMlpState(
  { plan }: FrozenModel,
  recovered: MeanTrace['recovered'],
): TraceFactsResult['strongestMlp'] {
  const candidates = traceStates(plan.config).flatMap(({ kind, layer }, s) =>
    kind === 'mlp' ? TOKEN_ROLES.map((place, p) => ({ layer, place, recovered: recovered[s][p] })) : [],
  );
  return candidates
    .filter((each) => each.recovered > 0)
    .sort((one, other) => other.recovered - one.recovered)[0];
}
