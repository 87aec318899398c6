// Opening models from files, as it crosses between page and worker: what files hold is told before anything is replaced.

import type { ModelConfig } from '../../../model/architecture/config.ts';

/** What was found in files that can be opened together. */
export interface FilesInfo {
  /** What the model is called on screen. */
  name: string;
  /** `train`: a model of this lab, which goes on from where it was. `look`: one to look into, with no data to train it on. */
  use: 'train' | 'read-only';
  model: ModelConfig;
  parameterCount: number;
  /** Steps it was trained for, where the file says so. */
  step?: number;
  /** What is told of it, e.g. the type of its numbers. */
  facts: { label: string; value: string | number }[];
  /** What was assumed, or left aside, a sentence each. */
  notes: string[];
}

/** The part of the lab that opens files. All rejections are one sentence, and nothing is changed then. */
export interface FilesApi<TInfo, TProgressCallback> {
  /** The text of the `config.json` by which Python's transformers opens the current model's file. */
  pythonConfig(): Promise<string>;
  /** What these files hold together; opens nothing. */
  readFiles(files: File[]): Promise<FilesInfo>;
  /**
   * Opens what they hold in place of the current model, which goes on until the new one is whole. `watch` is told how much
   * has been read, and stops it where it answers false.
   */
  openFiles(files: File[], onProgress?: TProgressCallback): Promise<TInfo>;
}
