// The only hosts beside its own that the page may ask for a model. The security policy is made of this list.

/** Where models are asked for by name. */
export const MODEL_HOST = 'https://huggingface.co';

/** What the policy's `connect-src` allows beside the page's own host: the storage that the host above sends downloads on to. */
export const MODEL_SOURCES: readonly string[] = [MODEL_HOST, 'https://*.hf.co'];
