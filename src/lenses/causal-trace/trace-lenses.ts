// Causal tracing as the page asks for it: one text, or many facts averaged by the place of a token in its question.

import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type {
  TraceFactsRequest,
  TraceFactsResult,
  TraceRequest,
  TraceResult,
  TraceSettings,
} from '../../workers/rpc/api/lab-api.ts';
import { loadFacts, subjectSpan } from '../facts/fact-prompts.ts';
import { assertTokenIds, encodePrompt, toTokens } from '../shared/prompt-tokens.ts';
import type { MeanTrace } from './causal-trace.ts';
import {
  causalTrace,
  embeddingStd,
  meanCausalTrace,
  recoveredFraction,
  TOKEN_ROLES,
  traceStates,
} from './causal-trace.ts';

const SAMPLES = { least: 1, usual: 10, most: 64 };
/** ROME's: three standard deviations of the embeddings. */
const DEFAULT_NOISE = 3;
const DEFAULT_FACT_COUNT = 20;

export async function* traceText(frozen: FrozenModel, request: TraceRequest): Job<TraceResult> {
  const { plan, step, inspector } = frozen;
  const tokens = encodePrompt(frozen, request.text);
  const subject = subjectSpan(frozen, tokens, request.subject);
  if (request.answer !== undefined) assertTokenIds(frozen, [request.answer]);
  const noise = await resolveNoise(frozen, request);
  const prompt = { tokens, subject, answer: request.answer };
  const result = yield* causalTrace(inspector, plan.config, prompt, noise);
  return {
    step,
    tokens: toTokens(frozen, tokens),
    subject,
    answer: toTokens(frozen, [result.answer])[0],
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

export async function* traceFacts(frozen: FrozenModel, request: TraceFactsRequest): Job<TraceFactsResult> {
  const { plan, step, inspector } = frozen;
  const { count = DEFAULT_FACT_COUNT, relation, seed = 0 } = request;
  const { facts, prompts } = loadFacts(frozen);
  const candidates = facts.filter((fact) => relation === undefined || fact.relation === relation);
  if (candidates.length === 0) throw new Error(`The data has no facts of the relation '${relation}'.`);
  const selected = new Set(random(seed, 'trace', 'facts').shuffle(candidates).slice(0, count));
  const tracePrompts = prompts
    .filter(({ fact }) => selected.has(fact))
    .map(({ tokens, answer, subject }) => ({
      tokens,
      answer,
      subject: subjectSpan(frozen, tokens, subject),
    }));
  const mean = yield* meanCausalTrace(
    inspector,
    plan.config,
    tracePrompts,
    await resolveNoise(frozen, request),
  );
  const rows = traceStates(plan.config).map((state, s) => ({ ...state, recovered: mean.recovered[s] }));
  const { traced, unknown, clean, corrupted } = mean;
  const places = [...TOKEN_ROLES];
  return {
    step,
    traced,
    unknown,
    clean,
    corrupted,
    places,
    rows,
    strongestMlp: strongestMlpState(frozen, mean),
  };
}

function strongestMlpState(
  { plan }: FrozenModel,
  { recovered }: MeanTrace,
): TraceFactsResult['strongestMlp'] {
  const candidates = traceStates(plan.config).flatMap(({ kind, layer }, s) =>
    kind === 'mlp'
      ? TOKEN_ROLES.map((place, p) => ({ layer, place, recovered: recovered[s][p] })).filter(
          (each) => each.recovered > 0,
        )
      : [],
  );
  return candidates.sort((one, other) => other.recovered - one.recovered)[0];
}

async function resolveNoise(
  frozen: FrozenModel,
  { samples = SAMPLES.usual, noise = DEFAULT_NOISE, seed = 0 }: TraceSettings,
) {
  if (!Number.isInteger(samples) || samples < SAMPLES.least || samples > SAMPLES.most)
    throw new Error(`${samples} samples were asked for; it can be ${SAMPLES.least} to ${SAMPLES.most}.`);
  if (!(noise > 0 && noise <= 100))
    throw new Error(`The noise is ${noise} standard deviations; it must be above 0 and at most 100.`);
  return {
    samples,
    seed,
    standardDeviation: noise * embeddingStd(await frozen.weights.get(['transformer.wte.weight'])),
  };
}
