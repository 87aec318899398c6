// Keys of `config.json` for parts that this engine does not compute: a model with one is refused by name, before its weights are read.

/** A value that switches the part off, or is absent. */
type IsOff = (value: unknown) => boolean;

const isEmpty: IsOff = (value) => value === null || value === undefined || value === false;
const isOne: IsOff = (value) => isEmpty(value) || value === 1;
const isFew: IsOff = (value) => isEmpty(value) || value === 0 || value === 1;

const MIXTURE = 'mixtures of experts are not supported';
const CAPPING = 'soft-capped scores are not supported';
const MULTIPLIER = 'scaled streams are not supported';
const WINDOW = 'sliding windows are not supported';

const UNSUPPORTED: Readonly<Record<string, readonly [IsOff, string]>> = {
  alibi: [isEmpty, 'ALiBi positions are not supported'],
  use_alibi: [isEmpty, 'ALiBi positions are not supported'],
  num_experts: [isFew, MIXTURE],
  num_local_experts: [isFew, MIXTURE],
  n_routed_experts: [isFew, MIXTURE],
  attn_logit_softcapping: [isEmpty, CAPPING],
  final_logit_softcapping: [isEmpty, CAPPING],
  layer_types: [isFull, WINDOW],
  attention_chunk_size: [isEmpty, 'attention in chunks is not supported'],
  no_rope_layers: [isAll, 'layers without positions are not supported'],
  attention_multiplier: [isOne, MULTIPLIER],
  embedding_multiplier: [isOne, MULTIPLIER],
  residual_multiplier: [isOne, MULTIPLIER],
  logits_scaling: [isOne, MULTIPLIER],
  kv_lora_rank: [isEmpty, 'latent attention is not supported'],
  quantization_config: [isEmpty, 'quantised weights are not supported'],
};

/** All layers of a list attend to all earlier tokens. */
function isFull(value: unknown): boolean {
  return isEmpty(value) || (Array.isArray(value) && value.every((type) => type === 'full_attention'));
}

/** A list with a 1 for each layer with rotary positions. */
function isAll(value: unknown): boolean {
  return isEmpty(value) || (Array.isArray(value) && value.every((layer) => layer === 1 || layer === true));
}

/** Throws an error that names the key. */
export function rejectUnsupportedKeys(config: object): void {
  const values = config as Readonly<Record<string, unknown>>;
  for (const [key, [isOff, message]] of Object.entries(UNSUPPORTED))
    if (Object.hasOwn(config, key) && !isOff(values[key]))
      throw new Error(`config: '${key}' is invalid: ${message}.`);
  // Qwen2's files name a window that is switched off.
  if (!isEmpty(values.sliding_window) && values.use_sliding_window !== false)
    throw new Error(`config: 'sliding_window' is invalid: ${WINDOW}.`);
}
