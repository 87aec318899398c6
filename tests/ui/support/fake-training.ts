// A lab without an engine, with a run in any state.

import { flopsPerToken } from '../../../src/model/architecture/flops.ts';
import { weightCounts } from '../../../src/model/architecture/weight-counts.ts';
import type {
  Engine,
  Evaluation,
  PresetInfo,
  RunInfo,
  SettingLimit,
  TransformerEvent,
} from '../../../src/workers/rpc/api/lab-api.ts';
import { FakeLab } from './fake-lab.ts';

export type Scene = 'ready' | 'training' | 'paused' | 'finished' | 'diverged' | 'cpu' | 'failed' | 'starting';

const STEPS = 1500;
const PROMPTS = [
  'Michael Jordan plays the sport of',
  'Serena Williams plays the sport of',
  'the capital of France is',
  'fans know Lionel Messi for',
  'Tiger Woods is famous for',
  'the capital of Japan is',
];
const ANSWERS = ['basketball.', 'tennis.', 'Paris.', 'football.', 'golf.', 'Tokyo.'];
const NONSENSE = [
  'of of Kenya golf the golf of of',
  'sport the is is plays Oslo Oslo the',
  'of is is is Hamm the sport for',
];

const PRESETS: [string, string, string][] = [
  [
    'facts',
    'Facts',
    'Who plays what, and which capital is whose. After training, look for where the network keeps them.',
  ],
  [
    'league',
    'League',
    'Facts that need two names at once, in a single layer: the AND of chapter 7. Leave out the MLP and it fails.',
  ],
  [
    'stories',
    'Stories',
    'A small grammar: king − man + woman, heads that look from noun to adjective and from he to his noun.',
  ],
  [
    'repeats',
    'Repeats',
    'Chunks that come back, and attention alone: watch an induction head form, together with its partner.',
  ],
  ['text', 'Your own text', 'Paste anything or drop a file: watch letters become words, and words a style.'],
];

export class FakeTraining extends FakeLab {
  readonly #scene: Scene;
  readonly #emit: (event: TransformerEvent) => void;
  #run?: RunInfo;

  constructor(scene: Scene, emit: (event: TransformerEvent) => void) {
    super({ onEvent: emit });
    this.#scene = scene;
    this.#emit = emit;
  }

  override async start(): Promise<Engine & { backend: 'webgpu' }> {
    if (this.#scene === 'starting') await new Promise(() => {});
    if (this.#scene === 'failed')
      throw new Error('The worker’s script could not be loaded: reload the page when the network is back.');
    const engine =
      this.#scene === 'cpu'
        ? {
            backend: 'wasm',
            adapter: 'WebAssembly, SIMD',
            reason: 'WebGPU found no adapter on this machine.',
          }
        : { backend: 'webgpu', adapter: 'SwiftShader' };
    return engine as Engine & { backend: 'webgpu' };
  }

  override async presets(): Promise<PresetInfo[] & never[]> {
    const model = {
      L: 2,
      H: 4,
      C: 64,
      T: 32,
      V: 0,
      mlpWidth: 256,
      activation: 'gelu',
      tied: true,
      initStd: 0.08,
    } as const;
    const presets = PRESETS.map(([name, title, description]) => ({
      name,
      title,
      description,
      datasetName: name,
      model,
      training: { ...fakeRun().training },
    }));
    return presets as PresetInfo[] & never[];
  }

  override async limits(): Promise<Record<string, SettingLimit>> {
    return {
      L: { min: 1, max: 8, reason: 'deeper models train too slowly to watch' },
      H: { min: 1, max: 16, reason: 'every head has to fit on the screen' },
      C: { min: 16, max: 512, reason: 'wider models do not fit a tab’s memory and patience' },
      T: { min: 8, max: 512, reason: 'attention grows with the square of the context' },
      mlpWidth: { min: 0, max: 2048, reason: 'that is four times the widest model' },
      initStd: { min: 0.001, max: 0.5, reason: 'outside it nothing is learnt', isInteger: false },
      B: { min: 1, max: 1024, isInteger: true },
      steps: { min: 1, max: 100_000, isInteger: true },
      learningRate: { min: 1e-6, max: 1, isInteger: false },
      minLearningRate: { min: 0, max: 1, isInteger: false },
      warmupSteps: { min: 0, max: 10_000, isInteger: true },
      weightDecay: { min: 0, max: 10, isInteger: false },
      clipNorm: { min: 0, max: 1e6, isInteger: false },
      seed: { min: 0, max: 2 ** 31 - 1, isInteger: true },
    };
  }

  override async problems(request?: { model?: { L?: number } }): Promise<string[] & never[]> {
    const L = request?.model?.L ?? 2;
    return (
      L > 8 ? [`L is ${L}; it can be 1 to 8: deeper models train too slowly to watch.`] : []
    ) as string[] & never[];
  }

  override async create(): Promise<RunInfo> {
    const run = fakeRun();
    this.#run = run;
    this.#emit({ type: 'run', run });
    this.#emit({ type: 'state', state: 'ready' });
    const step = {
      ready: 0,
      starting: 0,
      failed: 0,
      training: 640,
      paused: 320,
      finished: 1500,
      diverged: 210,
      cpu: 90,
    }[this.#scene];
    if (step > 0) this.#emitHistory(step);
    return run;
  }

  #emitHistory(step: number): void {
    for (let s = 0; s <= step; s += 60) this.#emit({ type: 'evaluation', evaluation: evaluation(s) });
    const points = Array.from({ length: step }, (_, i) => ({
      step: i,
      loss: lossAt(i) * (1 + 0.09 * Math.sin(i * 12.9898) * Math.sin(i * 4.1)),
      gradientNorm: 0.4 + 1.4 * Math.exp(-i / 200),
      learningRate: 3e-3 * Math.min(1, i / 50),
    }));
    this.#emit({ type: 'progress', progress: { step, steps: STEPS, points, unitsPerSecond: 41_200 } });
    if (step === STEPS) this.#emit({ type: 'evaluation', evaluation: evaluation(step) });
    const state = this.#scene === 'cpu' ? 'training' : this.#scene;
    if (state === 'failed' || state === 'starting') return;
    const message =
      state === 'diverged'
        ? 'The loss is no longer a number: training has stopped, and the weights are those of the last good step. Lower the learning rate, lengthen the warm-up, or clip gradients at a smaller norm, and train again.'
        : undefined;
    this.#emit({ type: 'state', state, message });
    this.goToStep(step);
  }

  /** What `inspect` answers from now on. */
  goToStep(step: number): void {
    if (this.#run) this.#run = { ...this.#run, step };
  }
}

const lossAt = (step: number) => 0.92 + 4.9 * Math.exp(-step / 95);

function evaluation(step: number): Evaluation {
  const progress = 1 / (1 + Math.exp(-(step - 330) / 60));
  return {
    step,
    validationLoss: lossAt(step) * 1.04,
    measures: [
      {
        name: 'recall',
        description: 'How many facts the network tells: the right answer is its most probable next word.',
        value: 0.03 + 0.968 * progress,
        heldOut: 0.03 + 0.945 * progress,
        chance: 0.04,
        count: 1184,
      },
    ],
    habits: [],
    completions: PROMPTS.map((prompt, i) => {
      const right = progress > 0.12 * i + 0.1;
      const text = right ? ANSWERS[i] : step < 100 ? NONSENSE[i % 3] : ANSWERS[(i * 3 + 1) % 6];
      return { prompt, text: `${prompt} ${text}` };
    }),
  };
}

function fakeRun(): RunInfo {
  const model: RunInfo['model'] = {
    ...{ L: 2, H: 4, C: 64, T: 32, V: 412, mlpWidth: 256 },
    ...{ activation: 'gelu', tied: true, initStd: 0.08 },
  };
  return {
    preset: 'facts',
    settings: { preset: 'facts' },
    datasetName: 'facts',
    description:
      'True sentences about athletes and countries: who plays which sport, and which city is whose capital, each in several wordings. Some wordings of each fact are held out, to see whether the fact was learnt or only the sentence.',
    statistics: [
      { label: 'facts', value: 214 },
      { label: 'athletes', value: 152 },
      { label: 'sharing a first name with another', value: 87 },
      { label: 'sharing a last name with another', value: 31 },
      { label: 'sentences held out', value: '20 %' },
    ],
    advice: [],
    prompts: PROMPTS,
    model,
    weights: weightCounts(model),
    flopsPerToken: flopsPerToken(model),
    training: {
      B: 16,
      steps: STEPS,
      learningRate: 3e-3,
      minLearningRate: 3e-4,
      warmupSteps: 50,
      weightDecay: 0.1,
      beta1: 0.9,
      beta2: 0.95,
      clipNorm: 1,
      seed: 0,
    },
    parameterCount: 128_448,
    memoryBytes: 9.4e6,
    tokenizer: 'words',
    vocabulary: [...new Set([...PROMPTS, ...ANSWERS].join(' ').split(' '))],
    step: 0,
  };
}
