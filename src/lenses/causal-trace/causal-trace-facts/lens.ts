// Causal traces of many facts, averaged by the role of a token in its prompt.

import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import { loadFacts, subjectSpan } from '../../facts/fact-prompts.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';
import {
  type MeanTrace,
  meanCausalTrace,
  TOKEN_ROLES,
  type TokenRole,
  traceStates,
} from '../causal-trace.ts';
import {
  recoveredCells,
  resolveNoise,
  TRACE_SETTINGS,
  type TraceRow,
  traceSettings,
} from '../trace-settings.ts';

export type { TokenRole } from '../causal-trace.ts';

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
const REQUEST = v.strictObject({
  count: v.optional(v.COUNT),
  relation: v.optional(v.WORD),
  ...TRACE_SETTINGS,
});

export const causalTraceFactsLens = defineFrozenLens({
  name: 'causal-trace-facts',
  aliases: ['traceFacts', 'trace-facts'],
  request: REQUEST,
  compute: traceFacts,
  table: {
    toRequest: (options) => ({
      count: options.count,
      relation: options.relation,
      ...traceSettings(options),
    }),
    format: ({ traced, unknown, clean, corrupted, places, rows, strongestMlp }) => [
      `${traced} prompts, ${unknown} left out as unknown; ${formatPercent(clean)}, with noise on the subject ${formatPercent(corrupted)}`,
      ...formatTable([['restored', ...places], ...recoveredCells(rows)]),
      ...(strongestMlp ? [`strongest MLP: layer ${strongestMlp.layer}, ${strongestMlp.place}`] : []),
    ],
  },
});

async function* traceFacts(
  frozen: FrozenModel,
  request: v.InferOutput<typeof REQUEST>,
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
