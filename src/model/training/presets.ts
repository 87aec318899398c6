// Data, model and training settings that go together: each preset is an experiment known to work.

import type { ModelConfig } from '../architecture/config.ts';
import type { DatasetChoice, DatasetName } from '../data/datasets.ts';
import type { TrainingConfig } from './training-config.ts';

export interface Preset {
  readonly name: DatasetName;
  readonly title: string;
  /** What is to be seen, in a sentence or two. */
  readonly description: string;
  readonly dataset: DatasetChoice;
  /** The vocabulary is the data set's. */
  readonly model: Omit<ModelConfig, 'V'>;
  readonly training: TrainingConfig;
}

/** Initial weights of 0.08 learn facts in half the steps of GPT-2's 0.02, and without them no induction head forms. */
const MODEL: Preset['model'] = {
  L: 2,
  H: 4,
  C: 64,
  T: 32,
  mlpWidth: 256,
  activation: 'gelu',
  tied: true,
  initStd: 0.08,
};

const TRAINING: TrainingConfig = {
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
};

export const PRESETS: readonly Preset[] = [
  {
    name: 'facts',
    title: 'Facts',
    description:
      'Who plays what, and which capital is whose. After training, look for where the network keeps them.',
    dataset: { name: 'facts' },
    model: MODEL,
    training: TRAINING,
  },
  {
    name: 'league',
    title: 'League',
    description:
      'Facts that need two names at once, in a single layer: the AND of chapter 7. Leave out the MLP and it fails.',
    dataset: { name: 'league' },
    model: { ...MODEL, L: 1 },
    training: { ...TRAINING, steps: 2000 },
  },
  {
    name: 'stories',
    title: 'Stories',
    description:
      'A small grammar: king − man + woman, heads that look from noun to adjective and from he to his noun.',
    dataset: { name: 'stories' },
    // Embeddings that start at 0.08 keep too much of their chance beginnings for capitals to line up.
    model: { ...MODEL, tied: false, initStd: 0.02 },
    training: TRAINING,
  },
  {
    name: 'repeats',
    title: 'Repeats',
    description:
      'Chunks that come back, and attention alone: watch an induction head form, together with its partner.',
    dataset: { name: 'repeats' },
    model: { ...MODEL, mlpWidth: 0, tied: false },
    training: { ...TRAINING, steps: 800 },
  },
  {
    name: 'text',
    title: 'Your text',
    description:
      'Any text you paste or drop, letter by letter, word by word, or in parts of words it finds itself.',
    dataset: { name: 'text' },
    model: { ...MODEL, T: 64 },
    training: { ...TRAINING, steps: 1000 },
  },
];

/** Throws a sentence that lists the names there are. */
export function getPreset(name: string): Preset {
  const preset = PRESETS.find((each) => each.name === name);
  if (!preset) {
    throw new Error(`preset: '${name}' is unknown; there are ${PRESETS.map((each) => each.name).join(', ')}`);
  }
  return preset;
}
