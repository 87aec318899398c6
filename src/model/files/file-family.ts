// How a family of models lies in the files of other libraries: keys of config.json, names of tensors.

import type { ModelConfig } from '../architecture/config.ts';
import type { TensorEntry } from './safetensors.ts';

/** One family, in one folder of `src/model/files`. */
export interface FileFamily {
  /** In messages. */
  readonly label: string;
  /** Whether a config.json has this family's keys. */
  hasConfigKeys(config: object): boolean;
  /** Throws one error that names the invalid key. The caller checks the sizes with `configProblems`. */
  readConfig(config: unknown): ModelConfig;
  /** The config.json for Hugging Face's `transformers`. */
  writeConfig(config: ModelConfig): Readonly<Record<string, unknown>>;
  /** For files without config.json. Throws if the shapes of the tensors do not determine the config. */
  inferConfig?(entries: readonly TensorEntry[]): ModelConfig;
  /** One sentence on what `inferConfig` assumes. */
  inferenceNote?(config: ModelConfig): string;
  /** Prefix of the names of weights, which some files omit. */
  readonly namePrefix: string;
  /** Name of the unembedding, of which tied models may have a second copy. */
  readonly unembedding: string;
  /** Whether a tensor, by its name with the prefix, is no parameter or one a second time; it is ignored. */
  isRedundant(name: string): boolean;
  /** Whether a parameter that the file lacks is 0. */
  isZero?(name: string): boolean;
  /** What the file's tensor is multiplied by, 1 by default. */
  factor?(name: string, config: ModelConfig): number;
  /** Whether the file may have more rows of this table than the context has positions. */
  hasMoreRows?(name: string): boolean;
}
