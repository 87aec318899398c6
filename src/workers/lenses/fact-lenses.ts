// The lenses of chapter 7 as the page asks for them: facts by name, texts in, tokens with their text out.

import { paddedLength } from '../../model/context.ts';
import type { Inspector, Values } from '../../model/inspector.ts';
import { attributionWeights, directAttribution } from '../../model/lenses/direct-attribution.ts';
import { logitLens, streamStages } from '../../model/lenses/logit-lens.ts';
import { askAll, verdictOf } from '../../model/lenses/replies.ts';
import { atOnce, type InPieces } from '../../model/pieces.ts';
import type { Run, Still } from '../../model/run.ts';
import { argmax } from '../../model/sampler.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import type {
  AttributionReading,
  AttributionRequest,
  EditReading,
  EditRequest,
  FactLenses,
  FactReading,
  FactsReading,
  LogitLensReading,
  LogitLensRequest,
  TokenProbability,
} from '../lab-api.ts';
import { benchmarkEdits, measureEdit } from './edit-lenses.ts';
import { factsOf, isTaught, replyTo } from './fact-questions.ts';
import { type Lens, withStill } from './lens.ts';
import { likeliest } from './likeliest.ts';
import { checkTokens, readable, tokensOf } from './reading-text.ts';
import { traceFacts, traceText } from './trace-lenses.ts';

export const FACT_LENSES: { readonly [Name in keyof FactLenses]: Lens<Name> } = {
  facts: (run) => withStill(run, askForFacts),
  // One step's weights in one turn; weights that never change need no hurry.
  logitLens: (run, asked) =>
    run.isTrainable ? atOnce(lookThroughLayers(run, asked)) : lookThroughLayers(run, asked),
  attribution: takeApart,
  trace: (run, asked) => withStill(run, (still) => traceText(still, asked)),
  traceFacts: (run, asked) => withStill(run, (still) => traceFacts(still, asked)),
  edit: (run, asked) => withStill(run, (still) => readEdit(still, asked)),
  editBenchmark: (run, asked) => withStill(run, (still) => benchmarkEdits(still, asked)),
};

/** Tokens that cross for every cell of the logit lens. */
const CELL_TOKENS = 5;

async function* readEdit(still: Still, asked: EditRequest): InPieces<EditReading> {
  return (yield* measureEdit(still, asked)).reading;
}

async function* askForFacts(still: Still): InPieces<FactsReading> {
  const { plan, step, inspector } = still;
  const { facts, relations, questions } = factsOf(still);
  const own = new Set(facts.filter((fact) => isTaught(still, fact)));
  const verdicts = yield* askAll(inspector, plan.config, questions);
  const readings: FactReading[] = facts.map((fact) => ({
    subject: fact.subject,
    relation: fact.relation,
    answer: tokensOf(still, plan.dataset.tokenizer.encode(fact.answer).ids)[0],
    own: own.has(fact),
    replies: questions.flatMap((question, i) =>
      question.fact === fact
        ? [{ ...replyTo(still, question, verdicts[i]), heldOut: question.split === 'validation' }]
        : [],
    ),
  }));
  return {
    step,
    relations: relations.map(({ name, wordings }) => ({ name, wordings: [...wordings] })),
    facts: readings,
  };
}

async function* lookThroughLayers(run: Run, { text, follow }: LogitLensRequest): InPieces<LogitLensReading> {
  const { config, dataset } = run.plan;
  const ids = readable(run, text);
  if (follow !== undefined) checkTokens(run, [follow]);
  const stages = streamStages(config);
  let followed = follow;
  // The last stage is the model's own answer: it comes first, because all others are asked about it.
  const names = stages.map(({ name }) => name).reverse();
  const cells = yield* logitLens(run.inspector, padded(ids, config), names, (logits) => {
    const at = (position: number) => vectorAt(logits, position, config.V);
    followed ??= argmax(at(ids.length - 1));
    const asked = followed;
    return ids.map((_, position) => cellOf(at(position), asked, dataset.tokenizer));
  });
  return {
    step: run.step,
    tokens: tokensOf(run, ids),
    followed: tokensOf(run, [followed as number])[0],
    rows: stages.map((stage) => ({ ...stage, cells: cells.get(stage.name) ?? [] })),
  };
}

function cellOf(logits: Float32Array, followed: number, tokenizer: Tokenizer) {
  const { probability, rank } = verdictOf(logits, followed);
  return { next: likeliest(logits, tokenizer).slice(0, CELL_TOKENS), followed: { probability, rank } };
}

async function takeApart(
  run: Run,
  { text, position, answer, rival }: AttributionRequest,
): Promise<AttributionReading> {
  const { config } = run.plan;
  const ids = readable(run, text);
  checkTokens(
    run,
    [answer, rival].filter((id) => id !== undefined),
  );
  const at = position ?? ids.length - 1;
  if (!Number.isInteger(at) || at < 0 || at >= ids.length)
    throw new Error(`The prompt has ${ids.length} tokens, counted from 0; there is no token ${at}.`);
  const request = padded(ids, config);
  const logits = await logitsOf(run.inspector, request, at, config.V);
  const chosen = answer ?? argmax(logits);
  const tokens = rival === undefined ? [chosen] : [chosen, rival];
  const weights = await run.weights.get(attributionWeights(config));
  const parts = await directAttribution(run.inspector, config, weights, request, {
    row: 0,
    position: at,
    tokens,
  });
  const worth = ([one, other = 0]: ArrayLike<number> & Iterable<number>) => one - other;
  const neurons = parts.neurons.map((layer) => layer.map(worth));
  const told = (id: number): TokenProbability => {
    const { probability } = verdictOf(logits, id);
    return { ...tokensOf(run, [id])[0], probability, logit: logits[id] };
  };
  return {
    step: run.step,
    tokens: tokensOf(run, ids),
    position: at,
    answer: told(chosen),
    ...(rival !== undefined && { rival: told(rival) }),
    total: worth(tokens.map((id) => logits[id])),
    embed: worth(parts.embed),
    positionEmbed: worth(parts.positionEmbed),
    heads: parts.heads.map((layer) => layer.map(worth)),
    neurons,
    mlps: neurons.map((layer) => layer.reduce((sum, each) => sum + each, 0)),
    attentionBias: parts.attentionBias.map(worth),
    mlpBias: parts.mlpBias.map(worth),
    finalBias: worth(parts.finalBias),
  };
}

function padded(ids: readonly number[], config: { T: number }) {
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  return { B: 1, T, tokens };
}

async function logitsOf(
  inspector: Inspector,
  request: ReturnType<typeof padded>,
  position: number,
  V: number,
): Promise<Float32Array> {
  const { activations } = await inspector.look({ ...request, names: ['logits'] });
  return vectorAt(activations.get('logits') as Values, position, V);
}

/** Of the first row. */
function vectorAt({ data }: Values, position: number, width: number): Float32Array {
  return data.subarray(position * width, (position + 1) * width);
}
