// GPT-2 in Hugging Face's files.

import type { FileFamily } from '../file-family.ts';
import { fromGpt2Config, toGpt2Config } from './hugging-face-config.ts';
import { inferConfig, inferenceNote } from './infer-config.ts';

/** Buffers of causal masks, which the context length determines. */
const CAUSAL_MASK = /^transformer\.h\.\d{1,3}\.attn\.(masked_)?bias$/;
const UNEMBEDDING = 'lm_head.weight';

export const gpt2Files = {
  label: 'GPT-2',
  hasConfigKeys: (config: object) => 'n_embd' in config,
  readConfig: fromGpt2Config,
  writeConfig: toGpt2Config,
  inferConfig,
  inferenceNote,
  namePrefix: 'transformer.',
  unembedding: UNEMBEDDING,
  isRedundant: (name: string) => CAUSAL_MASK.test(name) || name === UNEMBEDDING,
} satisfies FileFamily;
