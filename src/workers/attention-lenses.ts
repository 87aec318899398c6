// The lenses on attention heads as the page asks for them: one head's numbers, every head's habits, a head switched off.

import { visibleTokens } from '../model/context.ts';
import type { Batch } from '../model/data/dataset.ts';
import { continuation, lossOf, meanZ } from '../model/lenses/ablation.ts';
import { headChain } from '../model/lenses/head-chain.ts';
import { headScores } from '../model/lenses/head-scores.ts';
import type { Run } from '../model/run.ts';
import type { AblationReading, AblationRequest, HeadChainReading, HeadRequest, Lenses } from './lab-api.ts';
import { likeliest } from './likeliest.ts';

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
  const { config, dataset } = run.plan;
  const ids = readable(run, text);
  if (!Number.isInteger(query) || query < 0 || query >= ids.length)
    throw new Error(`The prompt has ${ids.length} tokens, counted from 0; there is no token ${query}.`);
  const weights = await run.weights.get();
  const chain = await headChain(run.inspector, config, weights, ids, { layer, head, query });
  const { vocabulary } = dataset.tokenizer;
  const ranked = Array.from(chain.logits, (score, id) => ({ id, text: vocabulary[id], score })).sort(
    (a, b) => b.score - a.score,
  );
  const { logits: _, changes, ...numbers } = chain;
  return {
    step: run.step,
    tokens: ids.map((id) => ({ id, text: vocabulary[id] })),
    query,
    ...numbers,
    changes: [...changes],
    promoted: ranked.slice(0, READ_TOKENS),
    suppressed: ranked.slice(-READ_TOKENS).reverse(),
  };
}

export async function scoreHeads(
  run: Run,
  { text }: Lenses['headScores']['asks'],
): Promise<Lenses['headScores']['answers']> {
  const { inspector, plan } = run;
  const rows = text === undefined ? dataRows(run) : [readable(run, text)];
  return { step: run.step, rows: rows.length, habits: await headScores(inspector, plan.config, rows) };
}

export async function ablateHead(run: Run, request: AblationRequest): Promise<AblationReading> {
  const { text, layer, head, kind } = request;
  checkHead(run, layer, head);
  const { inspector, plan } = run;
  const { config, dataset } = plan;
  const prompt = readable(run, text);
  const batches = validationBatches(run, LOSS_BATCHES);
  const z =
    kind === 'mean'
      ? await meanZ(inspector, config, batches, { layer, head })
      : new Float32Array(config.C / config.H);
  const look = async (ablation?: { layer: number; head: number; z: Float32Array }) => {
    const loss = await lossOf(inspector, config, batches, ablation);
    const { logits, ids } = await continuation(inspector, config, prompt, CONTINUATION, ablation);
    return { loss, next: likeliest(logits, dataset.tokenizer), text: dataset.tokenizer.decode(ids) };
  };
  return { step: run.step, whole: await look(), ablated: await look({ layer, head, z }) };
}

/** The rows of the data set's own attention probes, where it has any, else held-out rows. */
function dataRows(run: Run): (readonly number[])[] {
  const { dataset, config } = run.plan;
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

function validationBatches({ plan: { dataset, training, config } }: Run, count: number): Batch[] {
  const { seed, B } = training;
  return Array.from({ length: count }, (_, step) =>
    dataset.batch({ split: 'validation', step, seed, B, T: config.T }),
  );
}

/** The prompt's tokens that fit the context. */
function readable({ plan: { dataset, config } }: Run, text: string): readonly number[] {
  const { ids, unknown } = dataset.tokenizer.encode(text);
  if (unknown.length > 0)
    throw new Error(`The model does not know “${unknown.join('”, “')}”; use other words.`);
  const visible = visibleTokens(ids, config);
  if (visible.length === 0) throw new Error('The prompt is empty; give the model at least one word.');
  return visible;
}

function checkHead({ plan: { config } }: Run, layer: number, head: number): void {
  const there = (index: number, count: number) => Number.isInteger(index) && index >= 0 && index < count;
  if (!there(layer, config.L) || !there(head, config.H)) {
    throw new Error(
      `The model has ${config.L} layers of ${config.H} heads, counted from 0; there is no head ${head} in layer ${layer}.`,
    );
  }
}
