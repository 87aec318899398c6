// Everything that crosses between the page and the worker, as types: the one door, seen from both sides.

import type {
  EditRecord,
  EditRequest,
  EditResult,
  Evaluation,
  FactRow,
  LensName,
  LensRequest,
  LensResult,
  Tensor,
  TokenProbability,
} from '../../../lenses/types.ts';
import type { ActivationName } from '../../../model/architecture/activations.ts';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { TokenizerKind } from '../../../model/tokenizers/tokenizer.ts';
import type { TrainingConfig } from '../../../model/training/training-config.ts';
import type { MemoryEstimate } from '../../../model/training/training-memory.ts';
import type { LensProgress, ProgressCallback } from '../../session/scheduling/run-job.ts';
import type { Diagnostics } from './diagnostics-api.ts';
import type { DigitApi } from './digit-api.ts';
import type { FilesApi } from './files-api.ts';
import type { RunApi, RunEvent } from './run-api.ts';
import type { RunLibraryApi } from './run-library-api.ts';

export type * from '../../../lenses/types.ts';
export type { ActivationName } from '../../../model/architecture/activations.ts';
export type { ModelConfig } from '../../../model/architecture/config.ts';
export type { TokenizerKind } from '../../../model/tokenizers/tokenizer.ts';
export type { TrainingConfig } from '../../../model/training/training-config.ts';
export type { MemoryEstimate } from '../../../model/training/training-memory.ts';
export type { LensProgress, ProgressCallback } from '../../session/scheduling/run-job.ts';
export type { Diagnostics, SpeedReport } from './diagnostics-api.ts';
export type * from './digit-api.ts';
export type { FilesInfo } from './files-api.ts';
export type * from './run-api.ts';
export type * from './run-library-api.ts';

export interface Engine {
  backend: 'webgpu' | 'wasm' | 'reference';
  /** As it is shown on screen: `SwiftShader`, `Apple M4`, `WebAssembly, relaxed SIMD`. */
  adapter: string;
  /** Whether the adapter is a program on the processor, not a graphics card: then the CPU's own engine is faster. */
  inSoftware?: boolean;
  /** How many threads of the processor train; absent where there is one, or a GPU. */
  threads?: number;
  /** Why this engine and not a faster one, a sentence; absent where the first choice works. */
  reason?: string;
}

/** A preset as the page lists it: data, model and settings that go together. */
export interface PresetInfo {
  name: string;
  title: string;
  description: string;
  datasetName: string;
  /** V is 0 until the data is made. */
  model: ModelConfig;
  training: TrainingConfig;
}

/** What to train. Settings left out are the preset's. */
export interface RunRequest {
  preset: string;
  model?: Partial<Omit<ModelConfig, 'V'>>;
  training?: Partial<TrainingConfig>;
  /** For `facts` and `league`: rows that are added to the data, changed, or taken out. */
  facts?: readonly FactRow[];
  /** The user's own text, for the preset `text`. */
  text?: string;
  tokenizer?: TokenizerKind;
  /** Tokens to learn, for `byte-pair`. */
  vocabularySize?: number;
}

export interface RunInfo {
  preset: string;
  /** What it was made of; settings left out are the preset's. */
  settings: RunRequest;
  datasetName: string;
  description: string;
  statistics: { label: string; value: number | string }[];
  /** Advice about the user's own text, a sentence each. */
  advice: string[];
  prompts: string[];
  model: ModelConfig;
  training: TrainingConfig;
  /** Trained weights. */
  parameterCount: number;
  /** Bytes of the engine's memory this run holds. */
  memoryBytes: number;
  vocabulary: string[];
  /** What a token is. */
  tokenizer: TokenizerKind;
  /** Rows by which the facts differ from the data set's own. */
  userFacts?: FactRow[];
  /** Opened from files that brought no data set: it takes no steps, and views that need data say so. */
  isReadOnly?: boolean;
  step: number;
}

/** What the worker tells every subscriber as it happens. */
export type LabEvent =
  | { type: 'engine'; engine: Engine }
  | RunEvent<RunInfo, Evaluation>
  | { type: 'notice' /** Something the visitor should know, though all goes on. */; message: string }
  | { type: 'edits' /** All that the weights hold, oldest first. */; edits: AppliedEdit[] };

/** An edit that is part of the current weights. */
export interface AppliedEdit extends EditRecord {
  id: number;
  /** It cannot be undone: training has continued since, or it came with a file of weights alone. */
  settled: boolean;
  /** Its evaluation when it was made; absent once it is settled. */
  reading?: EditResult;
}

/** Replaces, scales or zeroes part of an activation in an inspection run. Parts left out mean all of them. */
export interface Intervention {
  name: ActivationName;
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
  /** Tokens that follow the text, by id: what was drawn is read as it was drawn, not cut anew. */
  written?: number[];
  /** Activations to read; only these are copied. */
  names: ActivationName[];
  interventions?: Intervention[];
}

/** One look inside, all from the weights of one step. */
export interface Inspection {
  step: number;
  tokens: { id: number; text: string }[];
  /** Words of the prompt the model does not know; where there are any, nothing was run and `activations` is empty. */
  unknown: string[];
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
  /** 0 takes the most probable token always. */
  temperature: number;
  topK?: number;
  topP?: number;
  seed: number;
}

export interface GeneratedToken {
  id: number;
  text: string;
  /** What it was drawn with, after temperature and cuts. */
  probability: number;
}

/** Told after every token. */
export interface GenerationProgress extends LensProgress {
  token: GeneratedToken;
}

export interface Generation {
  step: number;
  text: string;
  tokens: GeneratedToken[];
  unknown: string[];
}

/** The kernel behind a picture: the source file that ran, and with what. */
export interface KernelInfo {
  opName: string;
  passName: string;
  variant: string;
  wgsl: string;
  /** Override constants and sizes, by name. */
  constants: Record<string, number>;
  workgroups: [number, number, number];
  /** False when the CPU computed it: then the WGSL is what a GPU would have run. */
  ran: boolean;
}

export interface StartOptions {
  /** `auto` takes WebGPU where it passes its self-test, else the CPU. */
  backend: 'auto' | 'webgpu' | 'cpu';
  /** How many threads may train where the CPU computes; one if left out. Looking inside takes one in any case. */
  threads?: number;
}

/** The worker's methods. All are asynchronous; errors arrive as sentences. */
export interface LabApi extends RunApi<RunRequest, RunInfo, LabEvent>, FilesApi<RunInfo, ProgressCallback> {
  /** Picks the engine and tests it; must come first. */
  start(options: StartOptions): Promise<Engine>;
  /** Goes on with both runs, at the step they are at, on another engine; where there is none, all stays as it is. */
  switchEngine(options: StartOptions): Promise<Engine>;
  presets(): Promise<PresetInfo[]>;
  /** What training this would take, before anything of it is made; undefined where the settings are impossible. */
  memory(request: RunRequest): Promise<MemoryEstimate | undefined>;
  inspect(request: InspectRequest): Promise<Inspection>;
  /**
   * Writes on from a prompt, with the weights of one step. Training and looks go on between the tokens; `watch` is told of
   * each, and the text stops where it answers false.
   */
  generate(request: GenerateRequest, onProgress?: ProgressCallback<GenerationProgress>): Promise<Generation>;
  /**
   * Looks through a lens at the current model, with the weights of one step. A long look gives way to training and to
   * other looks between its runs; it tells `watch` how far it has come, and stops where that answers false.
   */
  lens<Name extends LensName>(
    name: Name,
    request: LensRequest<Name>,
    onProgress?: ProgressCallback,
  ): Promise<LensResult<Name>>;
  /**
   * Changes the facts of the current run and lets it go on from where it is, paused, for so many steps more. `rows` are
   * all that differ from the data set's own. Tokens that were known keep their vectors; new words begin at random, and the
   * optimiser then starts afresh. What was kept out of training stays so.
   */
  teach(rows: FactRow[], steps: number): Promise<RunInfo>;
  /** Rewrites a fact in the current weights, between two steps; training must be paused. */
  applyEdit(request: EditRequest, onProgress?: ProgressCallback): Promise<AppliedEdit>;
  /** Takes an edit out again: every weight is to the byte what it would be without it. An error once training went on. */
  undoEdit(id: number): Promise<void>;
  /** What this machine is and, with `speed`, how fast the lab is on it; goes on beside everything else, and stops where `watch` answers false. */
  diagnose(request: { speed: boolean }, onProgress?: ProgressCallback): Promise<Diagnostics>;
  /** The kernel that computed this activation in the last `inspect`, or would compute it over a whole context. */
  kernel(name: ActivationName): Promise<KernelInfo>;
  /** How much of the time training takes: 1 is all of it, 0.1 a tenth with rests between the steps. Looks are not slowed. */
  throttle(dutyCycle: number): Promise<void>;
  /** The addresses of all that was fetched on this side, so that it can be kept for use without a network. */
  resourceUrls(): Promise<string[]>;
  /** The digit network of chapters 1 to 4, a second run beside the model on the same engine. */
  readonly digits: DigitApi;
  /** The runs kept on this device, of both networks. */
  readonly runs: RunLibraryApi;
}
