// The options of `lab lens`.

import type { LensOptions } from '../../lenses/shared/lens-table.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import type { ModelPaths } from './model-file.ts';

export interface LensCommandOptions extends LensOptions, Omit<ModelPaths, 'model'> {
  model?: string[];
  request?: string;
  /** Folder of a training's checkpoints. */
  checkpoints?: string;
  benchmark?: boolean;
  /** Of edits. */
  baseline?: 'matrix' | 'model';
  /** Files of patching. */
  ids?: string;
  corruptIds?: string;
  answers?: string;
  out?: string;
  backend: BackendChoice;
  json?: boolean;
}
