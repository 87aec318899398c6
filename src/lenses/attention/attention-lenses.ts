// The lenses on attention heads as the page asks for them: one head's numbers and matrices, every head's habits, a head
// switched off.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { lastTokensInContext, paddedLength } from '../../model/architecture/context-window.ts';
import { type Batch, IGNORE_INDEX } from '../../model/data/dataset.ts';
import { evaluateMeasure, type MeasureValue } from '../../model/inspection/measures.ts';
import type { Run } from '../../model/training/run.ts';
import { runToCompletion } from '../../shared/job.ts';
import { bottomIndices, topIndices } from '../../shared/top-indices.ts';
import type {
  AblationRequest,
  AblationResult,
  CrossAttentionRequest,
  CrossAttentionResult,
  HeadMatricesResult,
  HeadPatternResult,
  HeadProjection,
  HeadRequest,
  HeadTraceResult,
  Lenses,
  TokenScore,
} from '../../workers/rpc/api/lab-api.ts';
import { encodePrompt, toTokens, validationBatches } from '../shared/prompt-tokens.ts';
import { topTokens } from '../shared/top-tokens.ts';
import { meanLoss, meanZ, sampleContinuation } from './ablation.ts';
import { headMatrices, headWeights, type Projection } from './head-matrices.ts';
import { scoreHeadPatterns } from './head-scores.ts';
import { crossAttention, headTraceWeights, traceHead } from './head-trace.ts';

/** Tokens a head promotes and suppresses that cross to the page. */
const TOKENS_PER_LIST = 6;
/** Rows of the data set that habits are scored on. */
const SCORED_ROWS = 32;
/** Held-out batches an ablation's loss is the mean of, and tokens written with and without the head. */
const LOSS_BATCHES = 2;
const CONTINUATION_TOKENS = 8;

export async function traceHeadOfText(
  run: Run,
  { text, layer, head, query }: HeadRequest,
): Promise<HeadTraceResult> {
  assertHead(run, layer, head);
  const ids = encodePrompt(run, text, query);
  const weights = await run.weights.get(headTraceWeights(run.plan.config, layer));
  const trace = await traceHead(run.inspector, run.plan.config, weights, ids, { layer, head, query });
  const { logits, changes, ...numbers } = trace;
  const { vocabulary } = run.plan.dataset.tokenizer;
  const named = (scores: Float64Array, ids: readonly number[]): TokenScore[] =>
    ids.map((id) => ({ id, text: vocabulary[id], score: scores[id] }));
  return {
    step: run.step,
    tokens: toTokens(run, ids),
    query,
    ...numbers,
    changes: [...changes],
    speaksFor: logits.map((scores) => named(scores, topIndices(scores, TOKENS_PER_LIST))),
    speaksAgainst: logits.map((scores) => named(scores, bottomIndices(scores, TOKENS_PER_LIST))),
  };
}

export async function readHeadMatrices(
  run: Run,
  request: Lenses['headMatrices']['request'],
): Promise<HeadMatricesResult> {
  assertHead(run, request.layer, request.head);
  const { config } = run.plan;
  const [C, D] = [config.C, config.C / config.H];
  const matrices = headMatrices(config, await run.weights.get(headWeights(request.layer)), request);
  const tensor = (data: Float32Array, shape: number[]) => ({ shape, data: Float32Array.from(data) });
  const projection = ({ weight, bias }: Projection): HeadProjection => ({
    weight: tensor(weight, [C, D]),
    bias,
  });
  return {
    step: run.step,
    query: projection(matrices.query),
    key: projection(matrices.key),
    valueDown: projection(matrices.valueDown),
    valueUp: tensor(matrices.valueUp, [D, C]),
    valueMap: tensor(matrices.valueMap, [C, C]),
    singularValues: [...matrices.singularValues],
    output: tensor(matrices.output, [C, C]),
  };
}

export async function computeCrossAttention(
  run: Run,
  { text, keysText, layer, head }: CrossAttentionRequest,
): Promise<CrossAttentionResult> {
  assertHead(run, layer, head);
  const texts = { queries: encodePrompt(run, text), keys: encodePrompt(run, keysText) };
  const attention = await crossAttention(run.inspector, run.plan.config, texts, { layer, head });
  return {
    step: run.step,
    queries: toTokens(run, texts.queries),
    keys: toTokens(run, texts.keys),
    ...attention,
  };
}

export async function scoreHeads(
  run: Run,
  { text }: Lenses['headScores']['request'],
): Promise<Lenses['headScores']['result']> {
  const { inspector, plan } = run;
  if (text !== undefined) {
    const habits = await scoreHeadPatterns(inspector, plan.config, [encodePrompt(run, text)]);
    return { step: run.step, rows: 1, habits };
  }
  const measures: MeasureValue[] = [];
  for (const measure of plan.dataset.measures) {
    if (measure.kind === 'attention')
      measures.push(await runToCompletion(evaluateMeasure(inspector, plan.config, measure)));
  }
  return { step: run.step, rows: sampleRows(run).length, habits: await headPatternsOnData(run, measures) };
}

/** The habits of every head on rows of the data, and the links the data set's own measures (taken already) look for. */
export async function headPatternsOnData(
  run: Run,
  measures: readonly MeasureValue[],
): Promise<HeadPatternResult[]> {
  const habits: HeadPatternResult[] = await scoreHeadPatterns(
    run.inspector,
    run.plan.config,
    sampleRows(run),
  );
  const links = measures.flatMap(({ name, heads, chance = 0, count }) =>
    heads && habits.every(({ habit }) => habit !== name)
      ? [{ habit: name, queries: count, chance, scores: heads }]
      : [],
  );
  return [...habits, ...links];
}

export async function ablateHead(run: Run, request: AblationRequest): Promise<AblationResult> {
  const { text, layer, head, kind, seed } = request;
  assertHead(run, layer, head);
  const { inspector, plan } = run;
  const { config, dataset } = plan;
  const prompt = encodePrompt(run, text);
  const { batches, config: rows } = lossBatches(run, prompt);
  const z =
    kind === 'mean'
      ? await meanZ(inspector, rows, batches, { layer, head })
      : new Float32Array(config.C / config.H);
  const evaluate = async (ablation?: { layer: number; head: number; z: Float32Array }) => {
    const loss = await meanLoss(inspector, rows, batches, ablation);
    const { logits, ids } = await sampleContinuation(
      inspector,
      config,
      prompt,
      { count: CONTINUATION_TOKENS, seed },
      ablation,
    );
    return { loss, next: topTokens(logits, dataset.tokenizer), text: dataset.tokenizer.decode(ids) };
  };
  return { step: run.step, whole: await evaluate(), ablated: await evaluate({ layer, head, z }) };
}

/** What losses are means of: held-out rows, or the prompt where there is no data; and the config with rows of that length. */
function lossBatches(run: Run, prompt: readonly number[]): { batches: Batch[]; config: ModelConfig } {
  const { config, dataset } = run.plan;
  if (!dataset.isPromptOnly) return { batches: validationBatches(run, LOSS_BATCHES), config };
  const T = paddedLength(prompt.length, config.T);
  const [tokens, targets] = [new Int32Array(T), new Int32Array(T).fill(IGNORE_INDEX)];
  tokens.set(prompt);
  targets.set(prompt.slice(1));
  return { batches: [{ tokens, targets }], config: { ...config, T } };
}

/** The rows of the data set's own attention probes, where it has any, else held-out rows. */
function sampleRows(run: Run): (readonly number[])[] {
  const { dataset, config } = run.plan;
  if (dataset.isPromptOnly) return dataset.prompts.map((prompt) => encodePrompt(run, prompt));
  const probes = dataset.measures.flatMap((measure) => (measure.kind === 'attention' ? measure.probes : []));
  if (probes.length > 0) {
    return probes.slice(0, SCORED_ROWS).map(({ tokens }) => lastTokensInContext(tokens, config));
  }
  const [{ tokens }] = validationBatches(run, 1);
  const rows = Math.min(SCORED_ROWS, tokens.length / config.T);
  return Array.from({ length: rows }, (_, r) =>
    Array.from(tokens.subarray(r * config.T, (r + 1) * config.T)),
  );
}

function assertHead({ plan: { config } }: Run, layer: number, head: number): void {
  const isValid = (index: number, count: number) => Number.isInteger(index) && index >= 0 && index < count;
  if (!isValid(layer, config.L) || !isValid(head, config.H)) {
    throw new Error(
      `The model has ${config.L} layers of ${config.H} heads, counted from 0; there is no head ${head} in layer ${layer}.`,
    );
  }
}
