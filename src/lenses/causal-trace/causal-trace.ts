// Causal tracing: corrupt the subject's embeddings with noise, restore one state of the clean run, and measure how much of the
// answer's probability returns (Meng et al. 2022, "Locating and Editing Factual Associations in GPT", arXiv 2202.05262,
// section 2).

import { hasActivation } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { viewNumbers } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { argmax, softmax } from '../../model/generation/sampler.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import { bootstrapInterval, type Interval, type Ratio, ratioOfSums } from '../../shared/bootstrap.ts';
import type { Job } from '../../shared/job.ts';
import { withOverallProgress } from '../../shared/job.ts';
import { mean } from '../../shared/numbers.ts';
import { type Noise, RestoredRuns, type TracePrompt, type TraceState } from './restored-runs.ts';

export function traceStates(config: ModelConfig): TraceState[] {
  const states: TraceState[] = [{ name: 'blocks.0.hook_resid_pre', kind: 'embedding', layer: 0 }];
  for (let layer = 0; layer < config.L; layer++) {
    states.push({ name: `blocks.${layer}.hook_attn_out`, kind: 'attention', layer });
    const mlp = `blocks.${layer}.hook_mlp_out` as const;
    if (hasActivation(config, mlp)) states.push({ name: mlp, kind: 'mlp', layer });
    states.push({ name: `blocks.${layer}.hook_resid_post`, kind: 'residual', layer });
  }
  return states;
}

export interface Trace {
  readonly answer: number;
  /** The answer is the most probable token of the clean run. */
  readonly isCorrect: boolean;
  /** Probability of the answer without noise, and with noise on the subject. */
  readonly clean: number;
  readonly corrupted: number;
  /** [state][position]: probability with that state restored there. */
  readonly restored: readonly (readonly number[])[];
}

/** Standard deviation of all numbers of the token embedding: ROME's unit of noise. */
export function embeddingStd(config: ModelConfig, weights: WeightValues): number {
  const numbers = viewNumbers(weights, modelViews(config).embedding);
  const center = mean(numbers);
  return Math.sqrt(mean(Float64Array.from(numbers, (x) => (x - center) ** 2)));
}

/** Traces one prompt; yields after every run. */
export async function* causalTrace(
  inspector: Inspector,
  config: ModelConfig,
  prompt: TracePrompt,
  noise: Noise,
): Job<Trace> {
  const { tokens, subject } = prompt;
  const runs = new RestoredRuns(inspector, config, prompt);
  const states = traceStates(config);
  const clean = await runs.run(1, [...states.map(({ name }) => name), 'logits']);
  const logits = runs.lastLogits(clean, 0);
  const answer = prompt.answer ?? argmax(logits);
  // States before the subject are unchanged by the noise.
  const positions = [...tokens.keys()].slice(subject.first);
  const { corrupted, restored } = yield* runs.probabilities(answer, states, positions, { clean, noise });
  const before = new Array<number>(subject.first).fill(corrupted);
  return {
    answer,
    isCorrect: argmax(logits) === answer,
    clean: softmax(logits)[answer],
    corrupted,
    restored: restored.map((row) => [...before, ...row]),
  };
}

/** Roles of tokens, so that prompts of different lengths can be averaged. */
export const TOKEN_ROLES = [
  'before the subject',
  'first subject token',
  'inner subject tokens',
  'last subject token',
  'after the subject',
  'last token',
] as const;

export type TokenRole = (typeof TOKEN_ROLES)[number];

function tokenRole(position: number, { tokens, subject }: TracePrompt): TokenRole {
  if (position < subject.first) return 'before the subject';
  // The one token of a short subject counts as its last.
  if (position === subject.last) return 'last subject token';
  if (position === subject.first) return 'first subject token';
  if (position < subject.last) return 'inner subject tokens';
  return position === tokens.length - 1 ? 'last token' : 'after the subject';
}

/** A prompt about a fact. */
export interface FactTracePrompt extends TracePrompt {
  /** Prompts about one fact are no independent samples. */
  readonly fact: unknown;
}

export interface MeanTrace {
  /** Prompts averaged, and prompts left out because the model answers them wrongly. */
  readonly traced: number;
  readonly unknown: number;
  readonly clean: number;
  readonly corrupted: number;
  /** [state][role]: recovered over lost probability, both summed over the prompts; NaN for a role without tokens. */
  readonly recovered: number[][];
  /** [state][role]: 95 % of the bootstrap over facts. */
  readonly intervals: Interval[][];
}

/** Traces many prompts, each with noise of its own; yields after every run. */
export async function* meanCausalTrace(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly FactTracePrompt[],
  noise: Noise,
): Job<MeanTrace> {
  const facts = new Map<unknown, Ratio[][]>();
  let [traced, clean, corrupted] = [0, 0, 0];
  for (const [stream, prompt] of prompts.entries()) {
    const progress = { label: 'prompts traced', done: stream, total: prompts.length };
    const trace = causalTrace(inspector, config, prompt, { ...noise, stream });
    const result = yield* withOverallProgress(progress, trace);
    if (!result.isCorrect) continue;
    traced += 1;
    clean += result.clean;
    corrupted += result.corrupted;
    const effects = roleEffects(result, prompt);
    const known = facts.get(prompt.fact);
    facts.set(prompt.fact, known ? addEffects(known, effects) : effects);
  }
  const cells = <Cell>(of: (clusters: Ratio[]) => Cell) =>
    traceStates(config).map((_, s) =>
      TOKEN_ROLES.map((_, role) => of(Array.from(facts.values(), (effects) => effects[s][role]))),
    );
  return {
    traced,
    unknown: prompts.length - traced,
    clean: clean / traced,
    corrupted: corrupted / traced,
    recovered: cells(ratioOfSums),
    intervals: cells((clusters) => bootstrapInterval(clusters, noise.seed)),
  };
}

/** [state][role]: recovered and lost probability of one prompt, as means over the positions of the role; 0 and 0 without any. */
function roleEffects({ restored, clean, corrupted }: Trace, prompt: TracePrompt): Ratio[][] {
  const roles = prompt.tokens.map((_, position) => tokenRole(position, prompt));
  return restored.map((row) =>
    TOKEN_ROLES.map((role) => {
      const values = row.filter((_, position) => roles[position] === role);
      if (values.length === 0) return { numerator: 0, denominator: 0 };
      return { numerator: mean(values) - corrupted, denominator: clean - corrupted };
    }),
  );
}

const addEffects = (one: Ratio[][], other: Ratio[][]): Ratio[][] =>
  one.map((row, s) =>
    row.map(({ numerator, denominator }, role) => ({
      numerator: numerator + other[s][role].numerator,
      denominator: denominator + other[s][role].denominator,
    })),
  );

/** Recovered over lost probability; NaN if none was lost. */
export function recoveredFraction(
  restored: number,
  { clean, corrupted }: Pick<Trace, 'clean' | 'corrupted'>,
): number {
  return clean === corrupted ? Number.NaN : (restored - corrupted) / (clean - corrupted);
}
