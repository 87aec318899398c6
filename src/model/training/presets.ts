// Presets: data, model and training settings of an experiment that is known to work.

import type { CorpusName } from '../../shared/settings/corpora.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { DatasetChoice } from '../data/datasets.ts';
import type { TrainingConfig } from './training-config.ts';

export interface Preset {
  readonly name: string;
  readonly title: string;
  /** One or two sentences. */
  readonly description: string;
  readonly dataset: DatasetChoice;
  /** The data set determines V. */
  readonly model: Omit<ModelConfig, 'V'>;
  readonly training: TrainingConfig;
}

/** GPT-2's block, about a million weights; docs/world.md compares it with others. */
const SMALL_GPT2: Preset['model'] = {
  L: 4,
  H: 4,
  C: 128,
  T: 64,
  mlpWidth: 512,
  activation: 'gelu',
  tied: true,
  initStd: 0.02,
};

/** With an initStd of 0.08 facts take half as many steps as with GPT-2's 0.02, and induction heads form. */
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

/** For tasks of at most 17 tokens. */
const TASK_MODEL: Preset['model'] = { ...MODEL, T: 16, tied: false };

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

const MUON_TRAINING: TrainingConfig = {
  ...TRAINING,
  steps: 2000,
  optimizer: 'muon',
  learningRate: 4e-3,
  minLearningRate: 4e-4,
  muonLearningRate: 0.02,
  warmupSteps: 100,
};

export const PRESETS: readonly Preset[] = [
  {
    name: 'facts',
    title: 'Facts',
    description:
      'Athletes and their sports, countries and their capitals. After training, find where the network stores the facts.',
    dataset: { name: 'facts' },
    model: MODEL,
    training: TRAINING,
  },
  {
    name: 'league',
    title: 'League',
    description:
      'Facts that depend on two names at once, in a single layer: the AND of chapter 7. Without the MLP it learns a part of them, by seed.',
    dataset: { name: 'league' },
    model: { ...MODEL, L: 1 },
    training: { ...TRAINING, steps: 2000 },
  },
  {
    name: 'stories',
    title: 'Stories',
    description:
      'A small grammar: king − man + woman, heads that attend from nouns to adjectives and from pronouns to nouns.',
    dataset: { name: 'stories' },
    // With 0.08 the embeddings stay too close to their random initial values for the analogies of capitals.
    model: { ...MODEL, tied: false, initStd: 0.02 },
    training: TRAINING,
  },
  {
    name: 'repeats',
    title: 'Repeats',
    description:
      'Repeated chunks and an attention-only model: watch an induction head form, with its previous-token head.',
    dataset: { name: 'repeats' },
    model: { ...MODEL, mlpWidth: 0, tied: false },
    training: { ...TRAINING, steps: 800 },
  },
  {
    name: 'text',
    title: 'Text',
    description:
      'Moby-Dick, speeches, portraits of countries, or any text of yours, by characters, words or trained byte pairs.',
    dataset: { name: 'text' },
    model: { ...MODEL, T: 64 },
    training: { ...TRAINING, steps: 1000 },
  },
  {
    name: 'moby-dick',
    title: 'Moby-Dick',
    description:
      'The novel in 1,024 byte pairs, on a network of the course’s size: real English of 1851, and its sailors.',
    dataset: { name: 'text', options: { corpus: 'moby-dick', tokenizer: 'byte-pair', vocabularySize: 1024 } },
    model: SMALL_GPT2,
    training: MUON_TRAINING,
  },
  {
    name: 'world',
    title: 'World',
    description:
      'One model for chapters 5 to 7: facts, relations, stories, copying. It begins with lists; at a quarter of the training ' +
      'heads attend to adjectives, in the second half it learns its facts.',
    dataset: { name: 'world' },
    model: SMALL_GPT2,
    // Relations straighten in the embedding while the learning rate is high.
    training: { ...MUON_TRAINING, schedule: 'wsd', decaySteps: 500 },
  },
  {
    name: 'modular',
    title: 'Modular addition',
    description:
      'Sums modulo 59 in one layer: training accuracy is 100 % early, held-out accuracy jumps long after. It groks.',
    dataset: { name: 'modular' },
    model: { ...MODEL, L: 1, T: 4, tied: false, activation: 'relu', initStd: 0.02 },
    // All training sums in each step. Ten times the usual weight decay: it makes the rule cheaper than memory.
    training: {
      ...TRAINING,
      B: 2086,
      steps: 2500,
      learningRate: 2e-3,
      minLearningRate: 0,
      schedule: 'wsd',
      decaySteps: 500,
      warmupSteps: 10,
      weightDecay: 1,
      beta2: 0.98,
    },
  },
  {
    name: 'copy',
    title: 'Copy',
    description: 'Eight letters twice: a head attends to the letter that comes next.',
    dataset: { name: 'copy' },
    model: { ...TASK_MODEL, mlpWidth: 0 },
    training: { ...TRAINING, B: 64, steps: 600 },
  },
  {
    name: 'sort',
    title: 'Sort',
    description: 'Eight numbers in order: a head attends to the smallest number above the last one.',
    dataset: { name: 'sort' },
    model: TASK_MODEL,
    training: { ...TRAINING, B: 64, steps: 1000 },
  },
  {
    name: 'parity',
    title: 'Parity',
    description: 'Whether the ones so far are even or odd, bit by bit.',
    dataset: { name: 'parity' },
    model: TASK_MODEL,
    training: { ...TRAINING, B: 64, steps: 1000 },
  },
  {
    name: 'brackets',
    title: 'Brackets',
    description: 'Whether ten brackets of two kinds are balanced.',
    dataset: { name: 'brackets' },
    model: TASK_MODEL,
    training: { ...TRAINING, B: 64, steps: 2000 },
  },
];

/** The corpus that settings need; none for other data sets. */
export function corpusOf({ preset, corpus }: { readonly preset: string; readonly corpus?: CorpusName }) {
  const dataset = PRESETS.find(({ name }) => name === preset)?.dataset;
  return corpus ?? (dataset?.name === 'text' ? dataset.options?.corpus : undefined);
}

/** Throws if the name is unknown; the message lists the names. */
export function getPreset(name: string): Preset {
  const preset = PRESETS.find((each) => each.name === name);
  if (!preset) {
    throw new Error(`preset: '${name}' is unknown; there are ${PRESETS.map((each) => each.name).join(', ')}`);
  }
  return preset;
}
