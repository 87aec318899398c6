// The lenses on attention heads as the page asks for them: one head's numbers and matrices, every head's habits, a head
// switched off.

import type { ModelConfig } from '../../model/config.ts';
import { paddedLength, visibleTokens } from '../../model/context.ts';
import { type Batch, IGNORED } from '../../model/data/dataset.ts';
import { continuation, lossOf, meanZ } from '../../model/lenses/ablation.ts';
import { crossAttention, headChain, headChainWeights } from '../../model/lenses/head-chain.ts';
import { headMatrices, headWeights, type Projection } from '../../model/lenses/head-matrices.ts';
import { headScores } from '../../model/lenses/head-scores.ts';
import { type MeasureValue, takeMeasure } from '../../model/measures.ts';
import { atOnce } from '../../model/pieces.ts';
import { highest, lowest } from '../../model/ranking.ts';
import type { Run } from '../../model/run.ts';
import type {
  AblationReading,
  AblationRequest,
  CrossReading,
  CrossRequest,
  HabitReading,
  HeadChainReading,
  HeadMatricesReading,
  HeadProjection,
  HeadRequest,
  Lenses,
  WordScore,
} from '../lab-api.ts';
import { likeliest } from './likeliest.ts';
import { readable, tokensOf, validationBatches } from './reading-text.ts';

/** Tokens a head promotes and suppresses that cross to the page. */
const READ_TOKENS = 6;
/** Rows of the data set that habits are scored on. */
const SCORED_ROWS = 32;
/** Held-out batches an ablation's loss is the mean of, and tokens written with and without the head. */
const LOSS_BATCHES = 2;
const CONTINUATION = 8;

export async function lookAtHead(
  run: Run,
  { text, layer, head, query }: HeadRequest,
): Promise<HeadChainReading> {
  checkHead(run, layer, head);
  const ids = readable(run, text, query);
  const weights = await run.weights.get(headChainWeights(run.plan.config, layer));
  const chain = await headChain(run.inspector, run.plan.config, weights, ids, { layer, head, query });
  const { logits, changes, ...numbers } = chain;
  const { vocabulary } = run.plan.dataset.tokenizer;
  const named = (scores: Float64Array, ids: readonly number[]): WordScore[] =>
    ids.map((id) => ({ id, text: vocabulary[id], score: scores[id] }));
  return {
    step: run.step,
    tokens: tokensOf(run, ids),
    query,
    ...numbers,
    changes: [...changes],
    speaksFor: logits.map((scores) => named(scores, highest(scores, READ_TOKENS))),
    speaksAgainst: logits.map((scores) => named(scores, lowest(scores, READ_TOKENS))),
  };
}

export async function lookAtMatrices(
  run: Run,
  place: Lenses['headMatrices']['asks'],
): Promise<HeadMatricesReading> {
  checkHead(run, place.layer, place.head);
  const { config } = run.plan;
  const [C, D] = [config.C, config.C / config.H];
  const found = headMatrices(config, await run.weights.get(headWeights(place.layer)), place);
  const tensor = (data: Float32Array, shape: number[]) => ({ shape, data: Float32Array.from(data) });
  const projection = ({ weight, bias }: Projection): HeadProjection => ({
    weight: tensor(weight, [C, D]),
    bias,
  });
  return {
    step: run.step,
    query: projection(found.query),
    key: projection(found.key),
    valueDown: projection(found.valueDown),
    valueUp: tensor(found.valueUp, [D, C]),
    valueMap: tensor(found.valueMap, [C, C]),
    singularValues: [...found.singularValues],
    output: tensor(found.output, [C, C]),
  };
}

export async function lookAcross(
  run: Run,
  { text, keysText, layer, head }: CrossRequest,
): Promise<CrossReading> {
  checkHead(run, layer, head);
  const texts = { queries: readable(run, text), keys: readable(run, keysText) };
  const found = await crossAttention(run.inspector, run.plan.config, texts, { layer, head });
  return {
    step: run.step,
    queries: tokensOf(run, texts.queries),
    keys: tokensOf(run, texts.keys),
    ...found,
  };
}

export async function scoreHeads(
  run: Run,
  { text }: Lenses['headScores']['asks'],
): Promise<Lenses['headScores']['answers']> {
  const { inspector, plan } = run;
  if (text !== undefined) {
    const habits = await headScores(inspector, plan.config, [readable(run, text)]);
    return { step: run.step, rows: 1, habits };
  }
  const measures: MeasureValue[] = [];
  for (const measure of plan.dataset.measures) {
    if (measure.kind === 'attention')
      measures.push(await atOnce(takeMeasure(inspector, plan.config, measure)));
  }
  return { step: run.step, rows: dataRows(run).length, habits: await habitsOnData(run, measures) };
}

/** The habits of every head on rows of the data, and the links the data set's own measures (taken already) look for. */
export async function habitsOnData(run: Run, measures: readonly MeasureValue[]): Promise<HabitReading[]> {
  const habits: HabitReading[] = await headScores(run.inspector, run.plan.config, dataRows(run));
  const links = measures.flatMap(({ name, heads, chance = 0, count }) =>
    heads && habits.every(({ habit }) => habit !== name)
      ? [{ habit: name, queries: count, chance, scores: heads }]
      : [],
  );
  return [...habits, ...links];
}

export async function ablateHead(run: Run, request: AblationRequest): Promise<AblationReading> {
  const { text, layer, head, kind, seed } = request;
  checkHead(run, layer, head);
  const { inspector, plan } = run;
  const { config, dataset } = plan;
  const prompt = readable(run, text);
  const { batches, config: rows } = lossRows(run, prompt);
  const z =
    kind === 'mean'
      ? await meanZ(inspector, rows, batches, { layer, head })
      : new Float32Array(config.C / config.H);
  const look = async (ablation?: { layer: number; head: number; z: Float32Array }) => {
    const loss = await lossOf(inspector, rows, batches, ablation);
    const { logits, ids } = await continuation(
      inspector,
      config,
      prompt,
      { count: CONTINUATION, seed },
      ablation,
    );
    return { loss, next: likeliest(logits, dataset.tokenizer), text: dataset.tokenizer.decode(ids) };
  };
  return { step: run.step, whole: await look(), ablated: await look({ layer, head, z }) };
}

/** What losses are means of: held-out rows, or the prompt where there is no data; and the config with rows of that length. */
function lossRows(run: Run, prompt: readonly number[]): { batches: Batch[]; config: ModelConfig } {
  const { config, dataset } = run.plan;
  if (!dataset.withoutRows) return { batches: validationBatches(run, LOSS_BATCHES), config };
  const T = paddedLength(prompt.length, config.T);
  const [tokens, targets] = [new Int32Array(T), new Int32Array(T).fill(IGNORED)];
  tokens.set(prompt);
  targets.set(prompt.slice(1));
  return { batches: [{ tokens, targets }], config: { ...config, T } };
}

/** The rows of the data set's own attention probes, where it has any, else held-out rows. */
function dataRows(run: Run): (readonly number[])[] {
  const { dataset, config } = run.plan;
  if (dataset.withoutRows) return dataset.prompts.map((prompt) => readable(run, prompt));
  const probes = dataset.measures.flatMap((measure) => (measure.kind === 'attention' ? measure.probes : []));
  if (probes.length > 0) {
    return probes.slice(0, SCORED_ROWS).map(({ tokens }) => visibleTokens(tokens, config));
  }
  const [{ tokens }] = validationBatches(run, 1);
  const rows = Math.min(SCORED_ROWS, tokens.length / config.T);
  return Array.from({ length: rows }, (_, r) =>
    Array.from(tokens.subarray(r * config.T, (r + 1) * config.T)),
  );
}

function checkHead({ plan: { config } }: Run, layer: number, head: number): void {
  const there = (index: number, count: number) => Number.isInteger(index) && index >= 0 && index < count;
  if (!there(layer, config.L) || !there(head, config.H)) {
    throw new Error(
      `The model has ${config.L} layers of ${config.H} heads, counted from 0; there is no head ${head} in layer ${layer}.`,
    );
  }
}
