// A lab without an engine, with hand-made head patterns, for viewing elements in every state.

import softmaxWgsl from '../../../src/kernels/ops/softmax/softmax-forward-scalar.wgsl?raw';
import { flopsPerToken } from '../../../src/model/architecture/flops.ts';
import { weightCounts } from '../../../src/model/architecture/weight-counts.ts';
import type { BundledModelSource } from '../../../src/ui/state/runs/bundled-models.ts';
import type { Lab, Transformer } from '../../../src/ui/state/runs/lab-store.ts';
import type {
  ActivationName,
  Diagnostics,
  Inspection,
  InspectRequest,
  KernelInfo,
  PromptRequest,
  Query,
  QueryResult,
  RunInfo,
  Tensor,
  TransformerEvent,
} from '../../../src/workers/rpc/api/lab-api.ts';
import { createClient } from '../../../src/workers/rpc/client/create-client.ts';
import type { PlacedQuery } from '../../../src/workers/session/transformer/focus/at-place.ts';

export interface FakeOptions {
  layers?: number;
  heads?: number;
  contextLength?: number;
  onEvent?: (event: TransformerEvent) => void;
}

const PROMPTS = [
  'a fluffy blue creature roamed the verdant forest',
  'Michael Jordan plays the sport of',
  'the capital of France is',
  'red green blue red green blue red green',
];

/** Which key each head looks at, and how strongly; the rest of its attention is spread evenly. */
const HEAD_PATTERNS: ((query: number, tokens: string[]) => [key: number, strength: number])[] = [
  (query) => [Math.max(0, query - 1), 5],
  (query) => [query, 4],
  () => [0, 5],
  (query, tokens) => {
    const before = query > 0 ? tokens.lastIndexOf(tokens[query], query - 1) : -1;
    return before >= 0 && before + 1 < query ? [before + 1, 5] : [0, 1.5];
  },
  (query) => [Math.max(0, query - 2), 2],
  (query) => [query % 3, 3],
  (query, tokens) => [tokens.findIndex((token) => token.length > 4 && tokens.indexOf(token) <= query), 4],
  () => [0, 0],
];

/** A page that came without trained models. */
export const NO_BUNDLED_MODELS: BundledModelSource = {
  list: async () => [],
  read: async () => new Uint8Array(),
  readHistory: async () => undefined,
};

/** An API whose methods all reject. */
const unavailable = <T>(message: string) => createClient<T>(() => Promise.reject(new Error(message)));

export class FakeLab implements Lab, Transformer {
  readonly transformer: Transformer = this;
  readonly digits = unavailable<Lab['digits']>('There are no digits here.');
  readonly comparison = unavailable<Lab['comparison']>('Nothing is compared here.');
  readonly runs = unavailable<Lab['runs']>('No runs are saved here.');
  readonly #options: Required<FakeOptions>;
  readonly #run: RunInfo;
  #step = 0;

  constructor(options: FakeOptions) {
    this.#options = { layers: 2, heads: 4, contextLength: 32, onEvent: () => {}, ...options };
    this.#run = fakeRun(this.#options);
  }

  /** Where training stands, from outside. */
  setStep(step: number, training: boolean): void {
    this.#step = step;
    this.#options.onEvent({ type: 'run', run: { ...this.#run, step } });
    this.#options.onEvent({ type: 'state', state: training ? 'training' : 'paused' });
  }

  /** One report of a training run. */
  advance(): void {
    this.#step += 10;
    const progress = { step: this.#step, steps: 1500, points: [], unitsPerSecond: 4000 };
    this.#options.onEvent({ type: 'progress', progress });
  }

  async inspect({ text, names, interventions = [] }: InspectRequest): Promise<Inspection> {
    const words = text.split(' ').filter(Boolean);
    const unknown = words.filter((word) => !this.#run.vocabulary.includes(word));
    const cut = Math.max(0, words.length - this.#options.contextLength);
    const tokens = words.slice(cut);
    const ablated = interventions.length > 0 ? 0.35 : 0;
    return {
      step: this.#step,
      tokens: tokens.map((token) => ({ id: this.#run.vocabulary.indexOf(token), text: token })),
      unknown,
      cut,
      activations:
        unknown.length > 0
          ? {}
          : Object.fromEntries(names.map((name) => [name, this.#activation(name, tokens)])),
      next: unknown.length > 0 ? [] : this.#next(ablated),
    };
  }

  /** It does not look for the place of a focus. */
  async query(request: Query): Promise<QueryResult> {
    const { variants = {}, ...query } = request as PlacedQuery;
    const pass = ({ prompt = '', activations = [], interventions }: PromptRequest) =>
      this.inspect({ text: prompt, names: activations, interventions });
    const results = Object.entries(variants).map(
      async ([name, variant]) => [name, await pass({ ...query, activations: [], ...variant })] as const,
    );
    return {
      ...(await pass(query)),
      variants: Object.fromEntries(await Promise.all(results)),
      lenses: {},
      errors: {},
    };
  }

  async lens(): Promise<never> {
    throw new Error('This lab has no weights to look into.');
  }

  async teach() {
    return this.#run;
  }
  async applyEdit(): Promise<never> {
    throw new Error('This lab has no weights to rewrite.');
  }
  async prepareEdit() {}
  async undoEdit() {}

  async throttle(): Promise<void> {}

  restart(): void {}

  async resourceUrls(): Promise<string[]> {
    return [];
  }

  async diagnose({ speed }: { speed: boolean }) {
    const variants = { 'linear.forward': { 'tile-16x8-vec4': 9 } };
    const report = { name: 'small', sizes: 'L2 H2 C64', tokensPerSecond: 4020, steps: 9, variants };
    const details = { vendor: 'nobody', maxBufferSize: '268435456' };
    const selfTest = 'passed: all 18 ops agree with plain arithmetic on this adapter';
    return {
      backend: 'webgpu',
      adapter: 'made up',
      selfTest,
      memory: { bytes: 12_300_000, buffers: 34, pipelines: 20 },
      details,
      speeds: speed ? [report] : [],
    } satisfies Diagnostics;
  }
  async kernel(): Promise<KernelInfo> {
    return {
      opName: 'softmax',
      passName: 'forward',
      variant: 'row to a thread',
      wgsl: softmaxWgsl,
      constants: { R: 8192, N: 32 },
      workgroups: [128, 1, 1],
      ran: true,
    };
  }

  async start() {
    return { backend: 'webgpu' as const, adapter: 'fake' };
  }
  async switchEngine() {
    return this.start();
  }
  async presets() {
    return [];
  }
  async limits() {
    return {};
  }
  async problems() {
    return [];
  }
  async costs() {
    const weights = 4e5;
    const parts = { weights, weightGradients: weights, moments: 2 * weights, activations: 6.1e6 };
    const rest = { activationGradients: 5.2e6, scratch: 9e4 };
    const memory = { ...parts, ...rest, total: 12_990_000, largest: { name: 'logits', bytes: 1e6 } };
    const { model } = this.#run;
    return { config: model, weights: weightCounts(model), flopsPerToken: flopsPerToken(model), memory };
  }
  async create() {
    return this.#run;
  }
  async train() {
    return 'finished' as const;
  }
  async pause() {}
  async step() {
    return 0;
  }
  async reset() {
    return this.#run;
  }
  async evaluate() {}
  async save() {
    return new Uint8Array();
  }
  async readFiles(): Promise<never> {
    throw new Error('This lab opens no files.');
  }
  async exportForTransformers() {
    return { archive: new Uint8Array() };
  }
  async openFiles() {
    return this.#run;
  }
  async open() {
    return this.#run;
  }
  async openRecorded() {
    return this.#run;
  }
  async generate() {
    return { step: this.#step, text: '', tokens: [], unknown: [] };
  }

  #activation(name: ActivationName, tokens: string[]): Tensor {
    const layer = Number(name.split('.')[1]);
    const [H, T] = [this.#options.heads, tokens.length];
    const scores = new Float32Array(H * T * T);
    const sharpness = Math.min(1, this.#step / 400);
    for (let head = 0; head < H; head++) {
      const pattern = HEAD_PATTERNS[(layer * H + head) % HEAD_PATTERNS.length];
      for (let query = 0; query < T; query++) {
        const [wanted, strength] = pattern(query, tokens);
        for (let key = 0; key < T; key++) {
          const noise = 0.6 * Math.sin(7 * query + 3 * key + head + this.#step / 100) - 0.8;
          const score = noise + (key === wanted ? sharpness * strength : 0);
          scores[(head * T + query) * T + key] = key > query ? -1e30 : score;
        }
      }
    }
    if (name.endsWith('pattern')) softmaxRows(scores, T);
    return { shape: [H, T, T], data: scores };
  }

  #next(ablated: number) {
    const logits = [
      'basketball',
      'golf',
      'baseball',
      'tennis',
      'soccer',
      '.',
      'Paris',
      'the',
      'a',
      'hockey',
    ].map((text, i) => ({
      text,
      logit: (i === 0 ? 6 - 8 * ablated : 3) - 0.7 * i + Math.min(1, this.#step / 800),
    }));
    const total = logits.reduce((sum, { logit }) => sum + Math.exp(logit), 40);
    return logits
      .map(({ text, logit }) => ({
        id: this.#run.vocabulary.indexOf(text),
        text,
        logit,
        probability: Math.exp(logit) / total,
      }))
      .sort((a, b) => b.probability - a.probability);
  }
}

function softmaxRows(values: Float32Array, length: number): void {
  for (let start = 0; start < values.length; start += length) {
    const row = values.subarray(start, start + length);
    const highest = Math.max(...row);
    const total = row.reduce((sum, value) => sum + Math.exp(value - highest), 0);
    for (let i = 0; i < length; i++) row[i] = Math.exp(row[i] - highest) / total;
  }
}

function fakeRun({ layers, heads, contextLength }: Required<FakeOptions>): RunInfo {
  const model: RunInfo['model'] = {
    ...{ L: layers, H: heads, C: 64, T: contextLength, V: 400, mlpWidth: 256 },
    ...{ activation: 'gelu', tied: true, initStd: 0.08 },
  };
  const words = `${PROMPTS.join(' ')} basketball golf baseball tennis soccer . Paris hockey`.split(' ');
  return {
    preset: 'stories',
    settings: { preset: 'stories' },
    datasetName: 'stories',
    description: '',
    statistics: [],
    advice: [],
    prompts: PROMPTS,
    model,
    weights: weightCounts(model),
    flopsPerToken: flopsPerToken(model),
    training: {
      B: 16,
      steps: 1500,
      learningRate: 3e-3,
      minLearningRate: 3e-4,
      warmupSteps: 50,
      weightDecay: 0.1,
      beta1: 0.9,
      beta2: 0.95,
      clipNorm: 1,
      seed: 0,
    },
    parameterCount: 124_000,
    memoryBytes: 4e6,
    tokenizer: 'words',
    vocabulary: [...new Set(words)],
    step: 0,
  };
}
