// Registry of data sets by name.

import { finish, type Sliced } from '../../shared/budget.ts';
import type { Dataset } from './dataset.ts';
import { compositionalFacts } from './facts/compositional-facts.ts';
import { type FactOptions, SPLIT_DEFAULTS, type SplitOptions } from './facts/fact-dataset.ts';
import { facts } from './facts/facts.ts';
import type { RepeatsOptions } from './repeats.ts';
import { DEFAULT_VOCABULARY, repeats } from './repeats.ts';
import { stories } from './stories/stories.ts';
import { DEFAULT_MODULUS, type ModularOptions, modular } from './tasks/modular.ts';
import { type SequenceTaskName, sequenceTask } from './tasks/sequences.ts';
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

/** Defaults of data settings. */
export const DATA_DEFAULTS = {
  ...SPLIT_DEFAULTS,
  syllables: DEFAULT_VOCABULARY,
  modulus: DEFAULT_MODULUS,
} as const;

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
