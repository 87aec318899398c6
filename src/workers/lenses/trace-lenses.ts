// Causal tracing as the page asks for it: one text, or many facts averaged by the place of a token in its question.

import type { MeanTrace } from '../../model/lenses/causal-trace.ts';
import {
  embeddingSpread,
  recoveredShare,
  TRACE_PLACES,
  trace,
  traceAll,
  traceStates,
} from '../../model/lenses/causal-trace.ts';
import type { InPieces } from '../../model/pieces.ts';
import { random } from '../../model/random.ts';
import type { Still } from '../../model/run.ts';
import type {
  TraceFactsReading,
  TraceFactsRequest,
  TraceReading,
  TraceRequest,
  TraceSettings,
} from '../lab-api.ts';
import { factsOf, subjectSpan } from './fact-questions.ts';
import { checkTokens, readable, tokensOf } from './reading-text.ts';

const SAMPLES = { least: 1, usual: 10, most: 64 };
/** ROME's: three standard deviations of the embeddings. */
const NOISE = 3;
const FACTS_TRACED = 20;

export async function* traceText(still: Still, asked: TraceRequest): InPieces<TraceReading> {
  const { plan, step, inspector } = still;
  const tokens = readable(still, asked.text);
  const subject = subjectSpan(still, tokens, asked.subject);
  if (asked.answer !== undefined) checkTokens(still, [asked.answer]);
  const noise = await noiseFor(still, asked);
  const question = { tokens, subject, answer: asked.answer };
  const found = yield* trace(inspector, plan.config, question, noise);
  return {
    step,
    tokens: tokensOf(still, tokens),
    subject,
    answer: tokensOf(still, [found.answer])[0],
    clean: found.clean,
    corrupted: found.corrupted,
    samples: noise.samples,
    standardDeviation: noise.standardDeviation,
    rows: traceStates(plan.config).map((state, s) => ({
      ...state,
      recovered: found.restored[s].map((probability) => recoveredShare(probability, found)),
    })),
  };
}

export async function* traceFacts(still: Still, asked: TraceFactsRequest): InPieces<TraceFactsReading> {
  const { plan, step, inspector } = still;
  const { count = FACTS_TRACED, relation, seed = 0 } = asked;
  const { facts, questions } = factsOf(still);
  const candidates = facts.filter((fact) => relation === undefined || fact.relation === relation);
  if (candidates.length === 0) throw new Error(`The data has no facts of the relation '${relation}'.`);
  const chosen = new Set(random(seed, 'trace', 'facts').shuffle(candidates).slice(0, count));
  const asking = questions
    .filter(({ fact }) => chosen.has(fact))
    .map(({ tokens, answer, subject }) => ({ tokens, answer, subject: subjectSpan(still, tokens, subject) }));
  const mean = yield* traceAll(inspector, plan.config, asking, await noiseFor(still, asked));
  const rows = traceStates(plan.config).map((state, s) => ({ ...state, recovered: mean.recovered[s] }));
  const { traced, unknown, clean, corrupted } = mean;
  const places = [...TRACE_PLACES];
  return { step, traced, unknown, clean, corrupted, places, rows, strongestMlp: strongest(still, mean) };
}

function strongest({ plan }: Still, { recovered }: MeanTrace): TraceFactsReading['strongestMlp'] {
  const found = traceStates(plan.config).flatMap(({ kind, layer }, s) =>
    kind === 'mlp'
      ? TRACE_PLACES.map((place, p) => ({ layer, place, recovered: recovered[s][p] })).filter(
          (each) => each.recovered > 0,
        )
      : [],
  );
  return found.sort((one, other) => other.recovered - one.recovered)[0];
}

async function noiseFor(still: Still, { samples = SAMPLES.usual, noise = NOISE, seed = 0 }: TraceSettings) {
  if (!Number.isInteger(samples) || samples < SAMPLES.least || samples > SAMPLES.most)
    throw new Error(`${samples} samples were asked for; it can be ${SAMPLES.least} to ${SAMPLES.most}.`);
  if (!(noise > 0 && noise <= 100))
    throw new Error(`The noise is ${noise} standard deviations; it must be above 0 and at most 100.`);
  return {
    samples,
    seed,
    standardDeviation: noise * embeddingSpread(await still.weights.get(['transformer.wte.weight'])),
  };
}
