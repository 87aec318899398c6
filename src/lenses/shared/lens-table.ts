// How the command line shows a lens: options in, a request and lines of text out.

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { EditSite } from '../../model/editing/edit-record.ts';
import type { Job } from '../../shared/job.ts';
import type { Method, MetricName } from './patching-options.ts';

/** Options of `lab lens` that tables read. */
export interface LensOptions {
  prompt?: string;
  corruptPrompt?: string;
  subject?: string;
  relation?: string;
  answer?: string;
  contrast?: string;
  to?: string;
  layer?: number;
  head?: number;
  neuron?: number;
  feature?: number;
  position?: number;
  site?: EditSite['at'];
  preserveOthers?: boolean;
  /** Further heads. */
  also?: { layer: number; head: number }[];
  kind?: 'zero' | 'mean' | 'resample';
  batches?: number;
  samples?: number;
  noise?: number;
  count?: number;
  seed?: number;
  metric?: MetricName;
  method?: Method;
  integrationSteps?: number;
  pairs?: number;
  /** Labels of the data set, and two of its classes (`to` is the other). */
  set?: string;
  from?: string;
  /** Two lists of prompts. */
  toward?: string[];
  away?: string[];
  strength?: number;
  rate?: number;
}

/** The model that the options refer to. */
export interface TableModel {
  readonly vocabulary: readonly string[];
  readonly model: ModelConfig;
}

/** Another lens on the same model, for tables that combine several results. */
export type LensQuery = <TRequest, TResult>(
  lens: {
    readonly name: string;
    readonly compute: (context: never, request: TRequest) => Promise<TResult> | Job<TResult>;
  },
  request: TRequest,
) => Promise<TResult>;

export interface LensOutput {
  /** For `--json`. */
  readonly result: unknown;
  readonly lines: readonly string[];
}

export interface LensTable<TRequest, TResult> {
  readonly requiredOptions?: readonly (keyof LensOptions)[];
  readonly toRequest: (options: LensOptions, model: TableModel) => TRequest;
  /** Lines, or an output whose result is a part of the lens's or more than it. */
  readonly format: (
    result: TResult,
    options: LensOptions,
    query: LensQuery,
  ) => readonly string[] | LensOutput | Promise<LensOutput>;
  /** Lines for results along the checkpoints of a training, by ascending step; without it each result has a table. */
  readonly formatSteps?: (results: readonly TResult[], options: LensOptions) => readonly string[];
}

/** The id of a word of the vocabulary; throws if there is none. */
export function tokenId({ vocabulary }: TableModel, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const id = vocabulary.indexOf(word);
  if (id < 0) throw new Error(`The model does not know “${word}”; choose a token of its vocabulary.`);
  return id;
}
