// Registry of data sets by name.

import { finish, type Sliced } from '../../shared/budget.ts';
import type { SettingLimit } from '../../shared/setting-limit.ts';
import { VOCABULARY_LIMITS } from '../tokenizers/byte-pair-training.ts';
import type { Dataset } from './dataset.ts';
import { compositionalFacts } from './facts/compositional-facts.ts';
import { type FactOptions, SPLIT_DEFAULTS, type SplitOptions } from './facts/fact-dataset.ts';
import { facts } from './facts/facts.ts';
import type { RepeatsOptions } from './repeats.ts';
import { DEFAULT_VOCABULARY, REPEATS_LIMITS, repeats } from './repeats.ts';
import { stories } from './stories/stories.ts';
import {
  DEFAULT_MODULUS,
  MODULAR_HELD_OUT,
  MODULAR_LIMITS,
  type ModularOptions,
  modular,
} from './tasks/modular.ts';
import { SEQUENCES_HELD_OUT, type SequenceTaskName, sequenceTask } from './tasks/sequences.ts';
import type { TextOptions } from './text/text.ts';
import { textInSlices } from './text/text.ts';
import { type WorldOptions, world } from './world/world.ts';

/** A data set with its options, as serializable data. */
export type DatasetChoice =
  | { name: 'facts'; options?: FactOptions }
  | { name: 'league'; options?: FactOptions }
  | { name: 'stories'; options?: Record<string, never> }
  | { name: 'repeats'; options?: RepeatsOptions }
  | { name: 'text'; options?: TextOptions }
  | { name: 'world'; options?: WorldOptions }
  | { name: 'modular'; options?: ModularOptions }
  | { name: SequenceTaskName; options?: SplitOptions };

export type DatasetName = DatasetChoice['name'];

export const DATASET_NAMES: readonly DatasetName[] = [
  'facts',
  'league',
  'stories',
  'repeats',
  'text',
  'world',
  'modular',
  'copy',
  'sort',
  'parity',
  'brackets',
];

/** Range of each data setting that is a number. */
export const DATA_LIMITS = {
  ...VOCABULARY_LIMITS,
  heldOut: { min: 0, max: 0.9, reason: 'the rest is trained' },
  splitSeed: { min: 0, max: 2 ** 31 - 1, isInteger: true },
  ...REPEATS_LIMITS,
  ...MODULAR_LIMITS,
} as const satisfies Record<string, SettingLimit>;

const SEQUENCES = { heldOut: SEQUENCES_HELD_OUT, splitSeed: SPLIT_DEFAULTS.splitSeed };

/** Defaults of the data settings that a data set takes. */
export const DATA_DEFAULTS: Readonly<Record<DatasetName, Readonly<Record<string, number>>>> = {
  facts: SPLIT_DEFAULTS,
  league: SPLIT_DEFAULTS,
  stories: {},
  repeats: { syllables: DEFAULT_VOCABULARY },
  text: {},
  world: {},
  modular: { modulus: DEFAULT_MODULUS, heldOut: MODULAR_HELD_OUT, splitSeed: SPLIT_DEFAULTS.splitSeed },
  copy: SEQUENCES,
  sort: SEQUENCES,
  parity: SEQUENCES,
  brackets: SEQUENCES,
};

/** Whether a string is the name of a data set. */
export function isDatasetName(name: string): name is DatasetName {
  return (DATASET_NAMES as readonly string[]).includes(name);
}

/** Throws if an option is invalid. */
export const createDataset = (choice: DatasetChoice): Dataset => finish(createDatasetInSlices(choice));

/** As `createDataset`, with pauses while a long text is read. */
export function* createDatasetInSlices(choice: DatasetChoice): Sliced<Dataset> {
  switch (choice.name) {
    case 'facts':
      return facts(choice.options);
    case 'league':
      return compositionalFacts(choice.options);
    case 'stories':
      return stories();
    case 'repeats':
      return repeats(choice.options);
    case 'text':
      return yield* textInSlices(choice.options);
    case 'world':
      return world(choice.options);
    case 'modular':
      return modular(choice.options);
    case 'copy':
    case 'sort':
    case 'parity':
    case 'brackets':
      return sequenceTask(choice.name, choice.options);
    default:
      throw new Error(
        `data set: '${(choice satisfies never as DatasetChoice).name}' is unknown; there are ${DATASET_NAMES.join(', ')}`,
      );
  }
}
