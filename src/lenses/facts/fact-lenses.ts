// The lenses of chapter 7 as the page asks for them: facts by name, texts in, tokens with their text out.

import { paddedLength } from '../../model/architecture/context-window.ts';
import { argmax } from '../../model/generation/sampler.ts';
import type { Inspector, NDArray } from '../../model/inspection/inspector.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import { type Job, runToCompletion } from '../../shared/job.ts';
import type {
  AttributionRequest,
  AttributionResult,
  EditRequest,
  EditResult,
  FactLenses,
  FactResult,
  FactsResult,
  LogitLensRequest,
  LogitLensResult,
  TokenProbability,
} from '../../workers/rpc/api/lab-api.ts';
import { attributionWeights, directAttribution } from '../attribution/direct-attribution.ts';
import { traceFacts, traceText } from '../causal-trace/trace-lenses.ts';
import { benchmarkEdits, evaluateEdit } from '../editing/edit-lenses.ts';
import { type Lens, withFrozenModel } from '../lens.ts';
import { logitLens, residualStages } from '../logit-lens/logit-lens.ts';
import { assertTokenIds, encodePrompt, toTokens } from '../shared/prompt-tokens.ts';
import { topTokens } from '../shared/top-tokens.ts';
import { evaluateFacts, rankAnswer } from './answer-rank.ts';
import { isUserFact, loadFacts, toPromptResult } from './fact-prompts.ts';

export const FACT_LENSES: { readonly [Name in keyof FactLenses]: Lens<Name> } = {
  facts: (run) => withFrozenModel(run, rankAllFacts),
  // One step's weights in one turn; weights that never change need no hurry.
  logitLens: (run, request) =>
    run.isTrainable ? runToCompletion(computeLogitLens(run, request)) : computeLogitLens(run, request),
  attribution: attributeLogit,
  trace: (run, request) => withFrozenModel(run, (frozen) => traceText(frozen, request)),
  traceFacts: (run, request) => withFrozenModel(run, (frozen) => traceFacts(frozen, request)),
  edit: (run, request) => withFrozenModel(run, (frozen) => previewEdit(frozen, request)),
  editBenchmark: (run, request) => withFrozenModel(run, (frozen) => benchmarkEdits(frozen, request)),
};

/** Tokens that cross for every cell of the logit lens. */
const TOKENS_PER_CELL = 5;

async function* previewEdit(frozen: FrozenModel, request: EditRequest): Job<EditResult> {
  return (yield* evaluateEdit(frozen, request)).result;
}

async function* rankAllFacts(frozen: FrozenModel): Job<FactsResult> {
  const { plan, step, inspector } = frozen;
  const { facts, relations, prompts } = loadFacts(frozen);
  const userFacts = new Set(facts.filter((fact) => isUserFact(frozen, fact)));
  const ranks = yield* evaluateFacts(inspector, plan.config, prompts);
  const results: FactResult[] = facts.map((fact) => ({
    subject: fact.subject,
    relation: fact.relation,
    answer: toTokens(frozen, plan.dataset.tokenizer.encode(fact.answer).ids)[0],
    own: userFacts.has(fact),
    replies: prompts.flatMap((prompt, i) =>
      prompt.fact === fact
        ? [{ ...toPromptResult(frozen, prompt, ranks[i]), heldOut: prompt.split === 'validation' }]
        : [],
    ),
  }));
  return {
    step,
    relations: relations.map(({ name, wordings }) => ({ name, wordings: [...wordings] })),
    facts: results,
  };
}

async function* computeLogitLens(run: Run, { text, follow }: LogitLensRequest): Job<LogitLensResult> {
  const { config, dataset } = run.plan;
  const ids = encodePrompt(run, text);
  if (follow !== undefined) assertTokenIds(run, [follow]);
  const stages = residualStages(config);
  let followed = follow;
  // The last stage is the model's own answer: it comes first, because all others are asked about it.
  const names = stages.map(({ name }) => name).reverse();
  const cells = yield* logitLens(run.inspector, toPaddedBatch(ids, config), names, (logits) => {
    const at = (position: number) => vectorAt(logits, position, config.V);
    followed ??= argmax(at(ids.length - 1));
    const target = followed;
    return ids.map((_, position) => cellOf(at(position), target, dataset.tokenizer));
  });
  return {
    step: run.step,
    tokens: toTokens(run, ids),
    followed: toTokens(run, [followed as number])[0],
    rows: stages.map((stage) => ({ ...stage, cells: cells.get(stage.name) ?? [] })),
  };
}

function cellOf(logits: Float32Array, followed: number, tokenizer: Tokenizer) {
  const { probability, rank } = rankAnswer(logits, followed);
  return { next: topTokens(logits, tokenizer).slice(0, TOKENS_PER_CELL), followed: { probability, rank } };
}

async function attributeLogit(
  run: Run,
  { text, position, answer, rival }: AttributionRequest,
): Promise<AttributionResult> {
  const { config } = run.plan;
  const ids = encodePrompt(run, text);
  assertTokenIds(
    run,
    [answer, rival].filter((id) => id !== undefined),
  );
  const at = position ?? ids.length - 1;
  if (!Number.isInteger(at) || at < 0 || at >= ids.length)
    throw new Error(`The prompt has ${ids.length} tokens, counted from 0; there is no token ${at}.`);
  const request = toPaddedBatch(ids, config);
  const logits = await logitsAt(run.inspector, request, at, config.V);
  const chosen = answer ?? argmax(logits);
  const tokens = rival === undefined ? [chosen] : [chosen, rival];
  const weights = await run.weights.get(attributionWeights(config));
  const parts = await directAttribution(run.inspector, config, weights, request, {
    row: 0,
    position: at,
    tokens,
  });
  const contribution = ([one, other = 0]: ArrayLike<number> & Iterable<number>) => one - other;
  const neurons = parts.neurons.map((layer) => layer.map(contribution));
  const toTokenProbability = (id: number): TokenProbability => {
    const { probability } = rankAnswer(logits, id);
    return { ...toTokens(run, [id])[0], probability, logit: logits[id] };
  };
  return {
    step: run.step,
    tokens: toTokens(run, ids),
    position: at,
    answer: toTokenProbability(chosen),
    ...(rival !== undefined && { rival: toTokenProbability(rival) }),
    total: contribution(tokens.map((id) => logits[id])),
    embed: contribution(parts.embed),
    positionEmbed: contribution(parts.positionEmbed),
    heads: parts.heads.map((layer) => layer.map(contribution)),
    neurons,
    mlps: neurons.map((layer) => layer.reduce((sum, each) => sum + each, 0)),
    attentionBias: parts.attentionBias.map(contribution),
    mlpBias: parts.mlpBias.map(contribution),
    finalBias: contribution(parts.finalBias),
  };
}

function toPaddedBatch(ids: readonly number[], config: { T: number }) {
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  return { B: 1, T, tokens };
}

async function logitsAt(
  inspector: Inspector,
  request: ReturnType<typeof toPaddedBatch>,
  position: number,
  V: number,
): Promise<Float32Array> {
  const { activations } = await inspector.run({ ...request, names: ['logits'] });
  return vectorAt(activations.get('logits') as NDArray, position, V);
}

/** Of the first row. */
function vectorAt({ data }: NDArray, position: number, width: number): Float32Array {
  return data.subarray(position * width, (position + 1) * width);
}
