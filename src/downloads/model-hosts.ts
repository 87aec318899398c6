// Hosts from which the page may download models; the Content-Security-Policy is generated from this list.

/** Host of models that are given by name. */
export const MODEL_HOST = 'https://huggingface.co';

/** `connect-src` of the policy, besides 'self': the hub and the storage hosts to which it redirects downloads. */
export const MODEL_SOURCES: readonly string[] = [MODEL_HOST, 'https://*.hf.co'];
