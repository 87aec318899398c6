// Registry of data sets by name.

import { finish, type Sliced } from '../../shared/budget.ts';
import type { Dataset } from './dataset.ts';
import { compositionalFacts } from './facts/compositional-facts.ts';
import { SPLIT_DEFAULTS, type SplitOptions } from './facts/fact-dataset.ts';
import { facts } from './facts/facts.ts';
import { DEFAULT_VOCABULARY, repeats } from './repeats.ts';
import { stories } from './stories/stories.ts';
import { MODULAR_DEFAULTS, modular } from './tasks/modular.ts';
import { SEQUENCE_DEFAULTS, SEQUENCE_TASKS, type SequenceTaskName, sequenceTask } from './tasks/sequences.ts';
import { textInSlices } from './text/text.ts';
import { world } from './world/world.ts';

/** A task on sequences. */
const sequence = (name: SequenceTaskName) => ({
  create: (options?: SplitOptions) => sequenceTask(name, options),
  defaults: SEQUENCE_DEFAULTS,
});

/**
 * How each is made from its options, which may be left out, and the defaults of the settings that it takes. A long text is read with
 * pauses. `create` throws if an option is invalid.
 */
const DATASETS = {
  facts: { create: facts, defaults: SPLIT_DEFAULTS },
  league: { create: compositionalFacts, defaults: SPLIT_DEFAULTS },
  stories: { create: (_?: Record<string, never>) => stories(), defaults: {} },
  repeats: { create: repeats, defaults: { syllables: DEFAULT_VOCABULARY } },
  text: { create: textInSlices, defaults: {} },
  world: { create: world, defaults: {} },
  modular: { create: modular, defaults: MODULAR_DEFAULTS },
  ...(Object.fromEntries(SEQUENCE_TASKS.map((name) => [name, sequence(name)])) as Readonly<
    Record<SequenceTaskName, ReturnType<typeof sequence>>
  >),
};

export type DatasetName = keyof typeof DATASETS;
export const DATASET_NAMES = Object.keys(DATASETS) as DatasetName[];

/** A data set with its options, as serializable data. */
export type DatasetChoice = {
  [Name in DatasetName]: { name: Name; options?: Parameters<(typeof DATASETS)[Name]['create']>[0] };
}[DatasetName];

/** Defaults of the data settings that a data set takes. */
export const dataDefaults = (name: DatasetName): Readonly<Record<string, number>> => DATASETS[name].defaults;

/** Whether a string is the name of a data set. */
export const isDatasetName = (name: string): name is DatasetName => Object.hasOwn(DATASETS, name);

/** Throws if an option is invalid. */
export const createDataset = (choice: DatasetChoice): Dataset => finish(createDatasetInSlices(choice));

/** As `createDataset`, with pauses while a long text is read. */
export function* createDatasetInSlices({ name, options }: DatasetChoice): Sliced<Dataset> {
  if (!isDatasetName(name))
    throw new Error(`data set: '${name}' is unknown; there are ${DATASET_NAMES.join(', ')}`);
  const create = DATASETS[name].create as (options?: object) => Dataset | Sliced<Dataset>;
  const created = create(options);
  return 'batch' in created ? created : yield* created;
}
