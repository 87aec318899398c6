// GPT-2 in Hugging Face's files.

import type { FileFamily } from '../file-family.ts';
import { fromGpt2Config, toGpt2Config } from './hugging-face-config.ts';
import { inferConfig } from './infer-config.ts';

/** Buffers of causal masks, which the context length determines, and a second copy of the tied unembedding. */
const REDUNDANT_TENSOR = /^transformer\.h\.\d{1,3}\.attn\.(masked_)?bias$|^lm_head\.weight$/;

export const gpt2Files: FileFamily = {
  label: 'GPT-2',
  hasConfigKeys: (config) => 'n_embd' in config,
  readConfig: fromGpt2Config,
  writeConfig: toGpt2Config,
  inferConfig,
  namePrefix: 'transformer.',
  isRedundant: (name) => REDUNDANT_TENSOR.test(name),
};
