// Registry of data sets by name.

import { finish, type Sliced } from '../../shared/budget.ts';
import type { Dataset } from './dataset.ts';
import { compositionalFacts } from './facts/compositional-facts.ts';
import { SPLIT_DEFAULTS } from './facts/fact-dataset.ts';
import { facts } from './facts/facts.ts';
import { DEFAULT_VOCABULARY, repeats } from './repeats.ts';
import { stories } from './stories/stories.ts';
import { DEFAULT_MODULUS, modular } from './tasks/modular.ts';
import { sequenceTasks } from './tasks/sequences.ts';
import { textInSlices } from './text/text.ts';
import { world } from './world/world.ts';

/** From its options, which it may leave out; a long text is read with pauses. Each throws if an option is invalid. */
const DATASETS = {
  facts,
  league: compositionalFacts,
  stories: (_?: Record<string, never>) => stories(),
  repeats,
  text: textInSlices,
  world,
  modular,
  ...sequenceTasks,
};

export type DatasetName = keyof typeof DATASETS;
export const DATASET_NAMES = Object.keys(DATASETS) as DatasetName[];

/** A data set with its options, as serializable data. */
export type DatasetChoice = {
  [Name in DatasetName]: { name: Name; options?: Parameters<(typeof DATASETS)[Name]>[0] };
}[DatasetName];

/** Defaults of data settings. */
export const DATA_DEFAULTS = {
  ...SPLIT_DEFAULTS,
  syllables: DEFAULT_VOCABULARY,
  modulus: DEFAULT_MODULUS,
} as const;

/** Whether a string is the name of a data set. */
export const isDatasetName = (name: string): name is DatasetName => Object.hasOwn(DATASETS, name);

/** Throws if an option is invalid. */
export const createDataset = (choice: DatasetChoice): Dataset => finish(createDatasetInSlices(choice));

/** As `createDataset`, with pauses while a long text is read. */
export function* createDatasetInSlices({ name, options }: DatasetChoice): Sliced<Dataset> {
  if (!isDatasetName(name))
    throw new Error(`data set: '${name}' is unknown; there are ${DATASET_NAMES.join(', ')}`);
  const create = DATASETS[name] as (options?: object) => Dataset | Sliced<Dataset>;
  const created = create(options);
  return 'batch' in created ? created : yield* created;
}
