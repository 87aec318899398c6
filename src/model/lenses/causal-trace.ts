// Causal tracing: make the subject unrecognisable with noise, put one state back as it was, and see how much of the answer
// returns (Meng et al. 2022, "Locating and Editing Factual Associations in GPT", arXiv 2202.05262, section 2).

import type { ActivationName } from '../activations.ts';
import type { ModelConfig } from '../config.ts';
import { paddedLength } from '../context.ts';
import type { Change, Inspector, Values } from '../inspector.ts';
import type { InPieces } from '../pieces.ts';
import { partOf } from '../pieces.ts';
import { random } from '../random.ts';
import { argmax, softmax } from '../sampler.ts';
import type { WeightValues } from '../weights.ts';

/** A state that is put back, at one position at a time. All are (B, T, C). */
export interface TraceState {
  readonly name: ActivationName;
  readonly kind: 'embedding' | 'attention' | 'mlp' | 'residual';
  readonly layer: number;
}

export function traceStates({ L, mlpWidth }: ModelConfig): TraceState[] {
  const states: TraceState[] = [{ name: 'blocks.0.hook_resid_pre', kind: 'embedding', layer: 0 }];
  for (let layer = 0; layer < L; layer++) {
    states.push({ name: `blocks.${layer}.hook_attn_out`, kind: 'attention', layer });
    if (mlpWidth > 0) states.push({ name: `blocks.${layer}.hook_mlp_out`, kind: 'mlp', layer });
    states.push({ name: `blocks.${layer}.hook_resid_post`, kind: 'residual', layer });
  }
  return states;
}

export interface TraceQuestion {
  /** No more than the context. */
  readonly tokens: readonly number[];
  /** Positions of the subject's first and last token. */
  readonly subject: { readonly first: number; readonly last: number };
  /** The token whose probability is followed; the most probable one without it. */
  readonly answer?: number;
}

export interface Noise {
  /** Runs with different noise, whose probabilities are averaged. */
  readonly samples: number;
  /** Of each number of the noise on the subject's embeddings. */
  readonly standardDeviation: number;
  readonly seed: number;
}

export interface Trace {
  readonly answer: number;
  /** Whether the answer is the most probable token of the clean run. */
  readonly known: boolean;
  /** Probability of the answer: the subject as it is, and with noise on it. */
  readonly clean: number;
  readonly corrupted: number;
  /** [state][position]: probability with that state put back there. */
  readonly restored: readonly (readonly number[])[];
}

/** Standard deviation of all numbers of the token embedding: what ROME measures noise in. */
export function embeddingSpread(weights: WeightValues): number {
  const numbers = weights.get('transformer.wte.weight') as Float32Array;
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
}

/** Rows of one run: all samples of as many positions as fit. */
const ROWS = 64;

/** One question; a piece is one run. */
export async function* trace(
  inspector: Inspector,
  config: ModelConfig,
  question: TraceQuestion,
  noise: Noise,
): InPieces<Trace> {
  const { tokens, subject } = question;
  const states = traceStates(config);
  const T = paddedLength(tokens.length, config.T);
  const clean = await cleanRun(inspector, config, tokens, T, states);
  const answer = question.answer ?? argmax(clean.logits);
  const rig = new Rig(inspector, config, { tokens, T, subject, states, noise, answer });
  const corrupted = await rig.probability();
  // Before the subject nothing has changed, so there is nothing to put back.
  const positions = tokens.map((_, position) => position).filter((position) => position >= subject.first);
  const runs = positions.flatMap((_, i) => (i % rig.positionsARun === 0 ? [i] : []));
  const restored: number[][] = [];
  for (const [s, { name }] of states.entries()) {
    const row = tokens.map(() => corrupted);
    for (const start of runs) {
      const part = positions.slice(start, start + rig.positionsARun);
      const found = await rig.restore(name, clean.values(name), part);
      part.forEach((position, i) => {
        row[position] = found[i];
      });
      yield {
        what: 'states put back',
        done: s * runs.length + start / rig.positionsARun + 1,
        total: states.length * runs.length,
      };
    }
    restored.push(row);
  }
  return {
    answer,
    known: argmax(clean.logits) === answer,
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
  const { activations } = await inspector.look({ B: 1, T, tokens, names });
  const values = (name: ActivationName) => (activations.get(name) as Values).data;
  return { values, logits: values('logits').subarray((ids.length - 1) * V, ids.length * V) };
}

interface RigSettings {
  readonly tokens: readonly number[];
  readonly T: number;
  readonly subject: TraceQuestion['subject'];
  readonly states: readonly TraceState[];
  readonly noise: Noise;
  readonly answer: number;
}

/**
 * One recorded program for a whole trace: the embedding has noise on the subject, and any state can be put back. Row
 * `p · samples + s` is for the p-th position of a run and the noise of sample s.
 */
class Rig {
  readonly positionsARun: number;
  private readonly inspector: Inspector;
  private readonly config: ModelConfig;
  private readonly settings: RigSettings;
  private readonly B: number;
  private readonly tokens: Int32Array<ArrayBuffer>;
  private readonly changes: Map<ActivationName, Change>;

  constructor(inspector: Inspector, config: ModelConfig, settings: RigSettings) {
    this.inspector = inspector;
    this.config = config;
    this.settings = settings;
    const { tokens, T, states, noise } = settings;
    this.positionsARun = Math.max(1, Math.floor(ROWS / noise.samples));
    this.B = this.positionsARun * noise.samples;
    this.tokens = new Int32Array(this.B * T);
    for (let row = 0; row < this.B; row++) this.tokens.set(tokens, row * T);
    const size = this.B * T * config.C;
    const unchanged = (): Change => ({
      factor: new Float32Array(size).fill(1),
      offset: new Float32Array(size),
    });
    this.changes = new Map(states.map(({ name }) => [name, unchanged()]));
    this.changes.set('hook_embed', { ...unchanged(), offset: this.noise() });
  }

  /** Nothing put back; mean over the samples. */
  async probability(): Promise<number> {
    return (await this.probabilities())[0];
  }

  /** Probabilities with the state put back as it was, at each of the positions alone. */
  async restore(name: ActivationName, clean: Float32Array, positions: readonly number[]): Promise<number[]> {
    const { C } = this.config;
    const { T, noise } = this.settings;
    const { factor, offset } = this.changes.get(name) as Change;
    positions.forEach((position, p) => {
      const vector = clean.subarray(position * C, (position + 1) * C);
      for (let s = 0; s < noise.samples; s++) {
        const at = ((p * noise.samples + s) * T + position) * C;
        factor.fill(0, at, at + C);
        offset.set(vector, at);
      }
    });
    const found = await this.probabilities();
    factor.fill(1);
    offset.fill(0);
    return found.slice(0, positions.length);
  }

  /** Of the answer, by position of the run: means over the samples. */
  private async probabilities(): Promise<number[]> {
    const { B, tokens, changes, config } = this;
    const { T, noise, answer, tokens: row } = this.settings;
    const { activations } = await this.inspector.look({ B, T, tokens, names: ['logits'], changes });
    const { data } = activations.get('logits') as Values;
    const found = new Array<number>(this.positionsARun).fill(0);
    for (let r = 0; r < B; r++) {
      const at = (r * T + row.length - 1) * config.V;
      const p = softmax(data.subarray(at, at + config.V))[answer];
      found[Math.floor(r / noise.samples)] += p / noise.samples;
    }
    return found;
  }

  private noise(): Float32Array<ArrayBuffer> {
    const { C } = this.config;
    const { T, subject, noise } = this.settings;
    const offset = new Float32Array(this.B * T * C);
    for (let s = 0; s < noise.samples; s++) {
      const stream = random(noise.seed, 'trace', 'noise', s);
      for (let i = subject.first * C; i < (subject.last + 1) * C; i++) {
        const value = noise.standardDeviation * stream.normal();
        for (let p = 0; p < this.positionsARun; p++) {
          offset[(p * noise.samples + s) * T * C + i] = value;
        }
      }
    }
    return offset;
  }
}

/** Where a token stands, so that questions of different lengths can be averaged. */
export const TRACE_PLACES = [
  'before the subject',
  'first subject token',
  'inner subject tokens',
  'last subject token',
  'after the subject',
  'last token',
] as const;

export type TracePlace = (typeof TRACE_PLACES)[number];

function placeOf(position: number, { tokens, subject }: TraceQuestion): TracePlace {
  if (position < subject.first) return 'before the subject';
  // A subject of one token is its last: there it is known in full.
  if (position === subject.last) return 'last subject token';
  if (position === subject.first) return 'first subject token';
  if (position < subject.last) return 'inner subject tokens';
  return position === tokens.length - 1 ? 'last token' : 'after the subject';
}

export interface MeanTrace {
  /** Questions averaged, and those left out because the model answers them wrongly. */
  readonly traced: number;
  readonly unknown: number;
  readonly clean: number;
  readonly corrupted: number;
  /** [state][place]: what came back of what the noise took, both added up over the questions; NaN for no place. */
  readonly recovered: number[][];
}

/** Many questions; a piece is one run. */
export async function* traceAll(
  inspector: Inspector,
  config: ModelConfig,
  questions: readonly TraceQuestion[],
  noise: Noise,
): InPieces<MeanTrace> {
  const table = () => traceStates(config).map(() => TRACE_PLACES.map(() => 0));
  const [back, taken] = [table(), table()];
  let [traced, clean, corrupted] = [0, 0, 0];
  for (const [done, question] of questions.entries()) {
    const progress = { what: 'questions traced', done, total: questions.length };
    const found = yield* partOf(progress, trace(inspector, config, question, noise));
    if (!found.known) continue;
    traced += 1;
    clean += found.clean;
    corrupted += found.corrupted;
    addUp(found, question, back, taken);
  }
  return {
    traced,
    unknown: questions.length - traced,
    clean: clean / traced,
    corrupted: corrupted / traced,
    recovered: back.map((places, s) => places.map((sum, place) => sum / taken[s][place])),
  };
}

/** Adds what one question's states bring back, the mean over the positions of each place, and what there was to bring. */
function addUp(found: Trace, question: TraceQuestion, back: number[][], taken: number[][]): void {
  const places = question.tokens.map((_, position) => placeOf(position, question));
  for (const [p, place] of TRACE_PLACES.entries()) {
    const positions = [...places.keys()].filter((position) => places[position] === place);
    if (positions.length === 0) continue;
    found.restored.forEach((row, s) => {
      const mean = positions.reduce((sum, position) => sum + row[position], 0) / positions.length;
      back[s][p] += mean - found.corrupted;
      taken[s][p] += found.clean - found.corrupted;
    });
  }
}

/** Share of what the noise took that is back; NaN where it took nothing. */
export function recoveredShare(
  restored: number,
  { clean, corrupted }: Pick<Trace, 'clean' | 'corrupted'>,
): number {
  return clean === corrupted ? Number.NaN : (restored - corrupted) / (clean - corrupted);
}
