// The API of the worker, as types: `lab.transformer`, `lab.digits`, `lab.runs`, and what concerns the whole lab.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import type { RankOneUpdate } from '../../../model/editing/rank-one-edit.ts';
import type { RunCosts } from '../../../model/training/run-plan.ts';
import type { AtFocus, FocusRequest, Place } from '../../../shared/focus.ts';
import type {
  EditRecord,
  EditRequest,
  EditResult,
  Evaluation,
  FactRow,
  Lenses,
  LensName,
  Tensor,
  TokenProbability,
} from '../../requests/request-types.ts';
import type { LensProgress, ProgressCallback } from '../../scheduling/run-job.ts';
import type { ComparisonApi } from './comparison-api.ts';
import type { Diagnostics } from './diagnostics-api.ts';
import type { DigitApi } from './digit-api.ts';
import type { FilesApi } from './files-api.ts';
import type { PresetInfo, RunInfo, RunRequest } from './run-api.ts';
import type { RunLibraryApi } from './run-library-api.ts';
import type { LensQuery, LensQueryResult, RunEvent, SessionApi } from './session-api.ts';

export type { ActivationName } from '../../../model/architecture/activations.ts';
export type { ModelConfig } from '../../../model/architecture/config.ts';
export type { WeightCounts } from '../../../model/architecture/weight-counts.ts';
export type { RunCosts } from '../../../model/training/run-plan.ts';
export type { TrainingConfig } from '../../../model/training/training-config.ts';
export type { MemoryEstimate } from '../../../model/training/training-memory.ts';
export type { AtFocus, FocusRequest, Place } from '../../../shared/focus.ts';
export type { TokenizerKind } from '../../../shared/settings/tokenizers.ts';
export type * from '../../requests/request-types.ts';
export type { LensProgress, ProgressCallback } from '../../scheduling/run-job.ts';
export type * from './comparison-api.ts';
export type { Diagnostics, SpeedReport } from './diagnostics-api.ts';
export type * from './digit-api.ts';
export type { FilesInfo, TransformersArchive } from './files-api.ts';
export type * from './run-api.ts';
export type * from './run-library-api.ts';
export type * from './session-api.ts';

export interface Engine {
  backend: 'webgpu' | 'wasm' | 'reference';
  /** As shown on screen: `SwiftShader`, `Apple M4`, `WebAssembly, relaxed SIMD`. */
  adapter: string;
  /** The adapter is a software renderer: the CPU engine is faster. */
  inSoftware?: boolean;
  /** Threads that train; absent for one thread or a GPU. */
  threads?: number;
  /** Why this engine and not a faster one, a sentence; absent where the first choice works. */
  reason?: string;
}

export type LabEvent =
  | { type: 'engine'; engine: Engine }
  | { type: 'notice' /** For the user; nothing has stopped. */; message: string };

export type TransformerEvent =
  | RunEvent<RunInfo, Evaluation>
  | { type: 'edits' /** Edits that the weights hold, oldest first. */; edits: AppliedEdit[] };

/** An edit that is part of the current weights. */
export interface AppliedEdit extends EditRecord {
  id: number;
  /** It cannot be undone: training has continued since, or it came with a file of weights alone. */
  settled: boolean;
  /** Its evaluation when it was made; absent once it is settled. */
  reading?: EditResult;
  /** What it added to the output weights of its MLP; absent once it is settled. */
  update?: RankOneUpdate;
}

/** Replaces, scales or zeroes part of an activation in an inspection run. Parts left out mean all of them. */
export interface Intervention<Name = ActivationName> {
  name: Name;
  /** `zero` and `scale` act on what the network computed, `mean` puts its mean over rows and positions, `replace` a given value. */
  kind: 'zero' | 'scale' | 'mean' | 'replace';
  /** Factor of `scale`, value of `replace` (broadcast over the part). */
  value?: number;
  /** Of `hook_q|k|v|z`, `hook_attn_scores`, `hook_pattern`. */
  head?: number;
  /** Last index of a `[B, T, C]` or `[B, T, M]` activation. */
  neuron?: number;
  position?: number;
}

export interface InspectRequest {
  text: string;
  /** Ids of generated tokens after the text: they are read as generated, not tokenized again. */
  written?: number[];
  /** Activations to read; only these are copied. */
  names: ActivationName[];
  interventions?: Intervention[];
}

/** A pass over a prompt. */
export interface PromptRequest<Name = ActivationName> {
  prompt?: string;
  /** Ids of generated tokens after the prompt: they are read as generated, not tokenized again. */
  generated?: number[];
  /** Only so many tokens at the end are read. */
  last?: number;
  /** Activations to read; only these are copied. */
  activations?: Name[];
  interventions?: Intervention<Name>[];
}

/** Everything that one picture shows, computed in one task from the weights of one step. */
export interface Query extends PromptRequest<AtFocus<ActivationName>> {
  /** The place that activations, variants and lenses refer to; they cannot without it. */
  focus?: FocusRequest;
  /**
   * By name, further passes: what each leaves out is as in the query, except that it reads no activations. One that would read
   * all tokens, having a `last`, has no result: it is the query's own.
   */
  variants?: Record<string, PromptRequest<AtFocus<ActivationName>>>;
  /** As in a `LensQuery`. */
  lenses?: AtFocus<LensQuery<Pick<Lenses, LensName>>['lenses']>;
  /** Answered in its place, but for `unknown`, where the model lacks words of the prompt. */
  otherwise?: Omit<Query, 'otherwise'>;
}

/** Without variants and lenses where the prompt is empty or has unknown words. */
export interface QueryResult extends Inspection, LensQueryResult<Pick<Lenses, LensName>> {
  step: number;
  /** Of a query with a focus: where it is. */
  focus?: Place;
  variants: Record<string, Inspection>;
}

/** A pass over a prompt, with the weights of one step. */
export interface Inspection {
  step: number;
  tokens: { id: number; text: string }[];
  /** Words of the prompt that are not in the vocabulary; if there are any, nothing was run and `activations` is empty. */
  unknown: string[];
  /** Words outside the vocabulary that were read as bytes; absent for tokenizers without bytes for all words. */
  spelled?: string[];
  /** Tokens that were cut from the front because the prompt is longer than the context. */
  cut: number;
  /** B is 1 and left out: `hook_pattern` is `[H, T, T]`. */
  activations: Partial<Record<ActivationName, Tensor>>;
  /** The most probable next tokens after the last one, most probable first. */
  next: TokenProbability[];
}

export interface GenerateRequest {
  prompt: string;
  tokens: number;
  /** At 0 the most probable token is chosen. */
  temperature: number;
  topK?: number;
  topP?: number;
  seed: number;
}

export interface GeneratedToken {
  id: number;
  text: string;
  /** After temperature, top-k and top-p. */
  probability: number;
}

export interface GenerationProgress extends LensProgress {
  token: GeneratedToken;
}

export interface Generation {
  step: number;
  text: string;
  tokens: GeneratedToken[];
  unknown: string[];
}

/** The kernel that computed an activation: its source and constants. */
export interface KernelInfo {
  opName: string;
  passName: string;
  variant: string;
  wgsl: string;
  /** Override constants and sizes, by name. */
  constants: Record<string, number>;
  workgroups: [number, number, number];
  /** False if the CPU computed it: a GPU would have run this WGSL. */
  ran: boolean;
}

export interface StartOptions {
  /** `auto` takes WebGPU where it passes its self-test, else the CPU. */
  backend: 'auto' | 'webgpu' | 'cpu';
  /** Threads of the CPU engine where memory can be shared; one if left out. The numbers do not depend on them. */
  threads?: number;
}

/** The transformer's session. */
export interface TransformerApi
  extends SessionApi<RunRequest, PresetInfo, RunInfo, TransformerEvent, Pick<Lenses, LensName>>,
    FilesApi<RunInfo, ProgressCallback> {
  /** What a training would need; undefined where the settings are impossible. */
  costs(request: RunRequest, onProgress?: ProgressCallback): Promise<RunCosts | undefined>;
  inspect(request: InspectRequest): Promise<Inspection>;
  query(request: Query): Promise<QueryResult>;
  /**
   * Continues a prompt with the weights of one step. Training and other requests run between the tokens; `onProgress`
   * receives each token, and generation stops where it returns false.
   */
  generate(request: GenerateRequest, onProgress?: ProgressCallback<GenerationProgress>): Promise<Generation>;
  /**
   * Changes the facts of the current run, which stays paused at its step with so many steps more to train. `rows` are all
   * that differ from the data set. Known tokens keep their vectors; new words start at random, and the optimizer with
   * them. Held-out facts stay held out.
   */
  teach(rows: FactRow[], steps: number): Promise<RunInfo>;
  /** Computes an edit ahead: `applyEdit` of the same request then only writes it, unless the weights have changed since. */
  prepareEdit(request: EditRequest, onProgress?: ProgressCallback): Promise<void>;
  /** Edits a fact in the current weights, between two steps; rejects during training. */
  applyEdit(request: EditRequest, onProgress?: ProgressCallback): Promise<AppliedEdit>;
  /** Undoes an edit exactly: weights are equal bit for bit. Rejects after further training. */
  undoEdit(id: number): Promise<void>;
  /** The kernel that computed this activation in the last `inspect` or `query`, or would over a full context. */
  kernel(name: ActivationName): Promise<KernelInfo>;
}

/** The worker's API. All methods are asynchronous; errors arrive as sentences. */
export interface LabApi {
  readonly transformer: TransformerApi;
  /** The digit network of chapters 1 to 4, beside the transformer on the same engine. */
  readonly digits: DigitApi;
  /** Variants of one run of the transformer, trained side by side on the same engine. */
  readonly comparison: ComparisonApi;
  /** The runs saved on this device, of both networks. */
  readonly runs: RunLibraryApi;
  /** Selects the engine and tests it; must be called first. */
  start(options: StartOptions): Promise<Engine>;
  /** Moves both runs to another engine, at their steps; if it cannot start, nothing changes. */
  switchEngine(options: StartOptions): Promise<Engine>;
  /** Describes this machine and, with `speed`, measures training; stops where `onProgress` returns false. */
  diagnose(request: { speed: boolean }, onProgress?: ProgressCallback): Promise<Diagnostics>;
  /** Share of the time for training: 1 is all of it; at 0.1 it rests for nine tenths. Inspection is not slowed. */
  throttle(dutyCycle: number): Promise<void>;
  /** URLs that the worker has fetched, to be cached for offline use. */
  resourceUrls(): Promise<string[]>;
}
