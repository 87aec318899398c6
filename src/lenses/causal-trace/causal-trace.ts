// Causal tracing: corrupt the subject's embeddings with noise, restore one state of the clean run, and measure how much of the
// answer's probability returns (Meng et al. 2022, "Locating and Editing Factual Associations in GPT", arXiv 2202.05262,
// section 2).

import { type ActivationName, hasActivation } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { paddedLength } from '../../model/architecture/context-window.ts';
import { viewNumbers } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { argmax, softmax } from '../../model/generation/sampler.ts';
import type { AffineIntervention, Inspector, NDArray } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';
import { withOverallProgress } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';

/** A state (B, T, C) that is restored, one position at a time. */
export interface TraceState {
  readonly name: ActivationName;
  readonly kind: 'embedding' | 'attention' | 'mlp' | 'residual';
  readonly layer: number;
}

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

export interface TracePrompt {
  /** At most the context. */
  readonly tokens: readonly number[];
  /** Positions of the subject's first and last token. */
  readonly subject: { readonly first: number; readonly last: number };
  /** The token whose probability is measured; the most probable one without it. */
  readonly answer?: number;
}

export interface Noise {
  /** Runs with different noise; their probabilities are averaged. */
  readonly samples: number;
  /** Of each number of the noise. */
  readonly standardDeviation: number;
  readonly seed: number;
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
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
}

/** A run takes all samples of as many positions as fit. */
const ROWS_PER_RUN = 64;

/** Of one prompt; yields after every run. */
export async function* causalTrace(
  inspector: Inspector,
  config: ModelConfig,
  prompt: TracePrompt,
  noise: Noise,
): Job<Trace> {
  const { tokens, subject } = prompt;
  const states = traceStates(config);
  const T = paddedLength(tokens.length, config.T);
  const clean = await cleanRun(inspector, config, tokens, T, states);
  const answer = prompt.answer ?? argmax(clean.logits);
  const runner = new TraceRunner(inspector, config, { tokens, T, subject, states, noise, answer });
  const corrupted = await runner.probability();
  // States before the subject are unchanged by the noise.
  const positions = tokens.map((_, position) => position).filter((position) => position >= subject.first);
  const runs = positions.flatMap((_, i) => (i % runner.positionsPerRun === 0 ? [i] : []));
  const restored: number[][] = [];
  for (const [s, { name }] of states.entries()) {
    const row = tokens.map(() => corrupted);
    for (const start of runs) {
      const part = positions.slice(start, start + runner.positionsPerRun);
      const probabilities = await runner.restore(name, clean.values(name), part);
      part.forEach((position, i) => {
        row[position] = probabilities[i];
      });
      yield {
        label: 'states restored',
        done: s * runs.length + start / runner.positionsPerRun + 1,
        total: states.length * runs.length,
      };
    }
    restored.push(row);
  }
  return {
    answer,
    isCorrect: argmax(clean.logits) === answer,
    clean: softmax(clean.logits)[answer],
    corrupted,
    restored,
  };
}

async function cleanRun(
  inspector: Inspector,
  { V }: ModelConfig,
  ids: readonly number[],
  T: number,
  states: readonly TraceState[],
) {
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const names: ActivationName[] = [...states.map(({ name }) => name), 'logits'];
  const { activations } = await inspector.run({ B: 1, T, tokens, names });
  const values = (name: ActivationName) => (activations.get(name) as NDArray).data;
  return { values, logits: values('logits').subarray((ids.length - 1) * V, ids.length * V) };
}

interface TraceRunnerSettings {
  readonly tokens: readonly number[];
  readonly T: number;
  readonly subject: TracePrompt['subject'];
  readonly states: readonly TraceState[];
  readonly noise: Noise;
  readonly answer: number;
}

/**
 * One compiled program for a whole trace: the embedding has noise on the subject, and any state can be restored. Row
 * `p · samples + s` belongs to the p-th position of a run and the noise of sample s.
 */
class TraceRunner {
  readonly positionsPerRun: number;
  private readonly inspector: Inspector;
  private readonly config: ModelConfig;
  private readonly settings: TraceRunnerSettings;
  private readonly B: number;
  private readonly tokens: Int32Array<ArrayBuffer>;
  private readonly changes: Map<ActivationName, AffineIntervention>;

  constructor(inspector: Inspector, config: ModelConfig, settings: TraceRunnerSettings) {
    this.inspector = inspector;
    this.config = config;
    this.settings = settings;
    const { tokens, T, states, noise } = settings;
    this.positionsPerRun = Math.max(1, Math.floor(ROWS_PER_RUN / noise.samples));
    this.B = this.positionsPerRun * noise.samples;
    this.tokens = new Int32Array(this.B * T);
    for (let row = 0; row < this.B; row++) this.tokens.set(tokens, row * T);
    const size = this.B * T * config.C;
    const unchanged = (): AffineIntervention => ({
      factor: new Float32Array(size).fill(1),
      offset: new Float32Array(size),
    });
    this.changes = new Map(states.map(({ name }) => [name, unchanged()]));
    this.changes.set('hook_embed', { ...unchanged(), offset: this.noise() });
  }

  /** Without a restored state; mean over the samples. */
  async probability(): Promise<number> {
    return (await this.probabilities())[0];
  }

  /** Probabilities with the state restored at each of the positions alone. */
  async restore(name: ActivationName, clean: Float32Array, positions: readonly number[]): Promise<number[]> {
    const { C } = this.config;
    const { T, noise } = this.settings;
    const { factor, offset } = this.changes.get(name) as AffineIntervention;
    positions.forEach((position, p) => {
      const vector = clean.subarray(position * C, (position + 1) * C);
      for (let s = 0; s < noise.samples; s++) {
        const at = ((p * noise.samples + s) * T + position) * C;
        factor.fill(0, at, at + C);
        offset.set(vector, at);
      }
    });
    const probabilities = await this.probabilities();
    factor.fill(1);
    offset.fill(0);
    return probabilities.slice(0, positions.length);
  }

  /** Of the answer, by position; means over the samples. */
  private async probabilities(): Promise<number[]> {
    const { B, tokens, changes: interventions, config } = this;
    const { T, noise, answer, tokens: row } = this.settings;
    const { activations } = await this.inspector.run({ B, T, tokens, names: ['logits'], interventions });
    const { data } = activations.get('logits') as NDArray;
    const means = new Array<number>(this.positionsPerRun).fill(0);
    for (let r = 0; r < B; r++) {
      const at = (r * T + row.length - 1) * config.V;
      const p = softmax(data.subarray(at, at + config.V))[answer];
      means[Math.floor(r / noise.samples)] += p / noise.samples;
    }
    return means;
  }

  private noise(): Float32Array<ArrayBuffer> {
    const { C } = this.config;
    const { T, subject, noise } = this.settings;
    const offset = new Float32Array(this.B * T * C);
    for (let s = 0; s < noise.samples; s++) {
      const stream = random(noise.seed, 'trace', 'noise', s);
      for (let i = subject.first * C; i < (subject.last + 1) * C; i++) {
        const value = noise.standardDeviation * stream.normal();
        for (let p = 0; p < this.positionsPerRun; p++) {
          offset[(p * noise.samples + s) * T * C + i] = value;
        }
      }
    }
    return offset;
  }
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

export interface MeanTrace {
  /** Prompts averaged, and prompts left out because the model answers them wrongly. */
  readonly traced: number;
  readonly unknown: number;
  readonly clean: number;
  readonly corrupted: number;
  /** [state][role]: recovered over lost probability, both summed over the prompts; NaN for a role without tokens. */
  readonly recovered: number[][];
}

/** Of many prompts; yields after every run. */
export async function* meanCausalTrace(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly TracePrompt[],
  noise: Noise,
): Job<MeanTrace> {
  const table = () => traceStates(config).map(() => TOKEN_ROLES.map(() => 0));
  const [restoredSums, effectSums] = [table(), table()];
  let [traced, clean, corrupted] = [0, 0, 0];
  for (const [done, prompt] of prompts.entries()) {
    const progress = { label: 'prompts traced', done, total: prompts.length };
    const result = yield* withOverallProgress(progress, causalTrace(inspector, config, prompt, noise));
    if (!result.isCorrect) continue;
    traced += 1;
    clean += result.clean;
    corrupted += result.corrupted;
    accumulate(result, prompt, restoredSums, effectSums);
  }
  return {
    traced,
    unknown: prompts.length - traced,
    clean: clean / traced,
    corrupted: corrupted / traced,
    recovered: restoredSums.map((places, s) => places.map((sum, place) => sum / effectSums[s][place])),
  };
}

/** Adds the recovered and the lost probability of one prompt, as means over the positions of each role. */
function accumulate(
  result: Trace,
  prompt: TracePrompt,
  restoredSums: number[][],
  effectSums: number[][],
): void {
  const roles = prompt.tokens.map((_, position) => tokenRole(position, prompt));
  for (const [p, role] of TOKEN_ROLES.entries()) {
    const positions = [...roles.keys()].filter((position) => roles[position] === role);
    if (positions.length === 0) continue;
    result.restored.forEach((row, s) => {
      const mean = positions.reduce((sum, position) => sum + row[position], 0) / positions.length;
      restoredSums[s][p] += mean - result.corrupted;
      effectSums[s][p] += result.clean - result.corrupted;
    });
  }
}

/** Recovered over lost probability; NaN if none was lost. */
export function recoveredFraction(
  restored: number,
  { clean, corrupted }: Pick<Trace, 'clean' | 'corrupted'>,
): number {
  return clean === corrupted ? Number.NaN : (restored - corrupted) / (clean - corrupted);
}
