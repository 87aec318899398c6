// The API for model files: preview them, then open them.

import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { FlopsPerToken } from '../../../model/architecture/flops.ts';
import type { WeightChoice } from '../../../model/files/load-model.ts';
import type { WeightType } from '../../../shared/weight-types.ts';

/** Preview of the model in a set of files. */
export interface FilesInfo {
  /** Displayed name. */
  name: string;
  /** `train`: a model of this lab, which resumes at its step. `read-only`: a model for inspection, without a dataset. */
  use: 'train' | 'read-only';
  model: ModelConfig;
  parameterCount: number;
  flopsPerToken: FlopsPerToken;
  /** Of the weights and a prompt; absent for models of this lab. */
  memoryBytes?: number;
  /** How the weights will be held; absent for models of this lab. */
  weightType?: WeightType;
  /** The types that fit, with the memory of each, the most exact first. */
  weightChoices?: WeightChoice[];
  /** Trained steps, if the file contains them. */
  step?: number;
  /** Further properties, for example the dtype. */
  facts: { label: string; value: string | number }[];
  /** How a chat is written for the model, as its files say it. */
  chatTemplate?: string;
  /** Assumptions and ignored files, as messages. */
  notes: string[];
}

/** The current model as a ZIP archive of the files that `from_pretrained` of Python's `transformers` opens. */
export interface TransformersArchive {
  archive: Uint8Array<ArrayBuffer>;
  /** What was left out, as a message. */
  notice?: string;
}

/** Rejects with a message for the visitor, and then changes nothing. */
export interface FilesApi<TInfo, TProgressCallback> {
  exportForTransformers(): Promise<TransformersArchive>;
  /** Previews the model without opening it. Stops where `onProgress` returns false. */
  readFiles(files: File[], onProgress?: TProgressCallback): Promise<FilesInfo>;
  /**
   * Replaces the current model, which stays active until the new one is loaded. Stops where `onProgress` returns false. The weights
   * are held as `weightType`; by default as the most exact one that fits.
   */
  openFiles(files: File[], weightType?: WeightType, onProgress?: TProgressCallback): Promise<TInfo>;
}
