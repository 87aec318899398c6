/** Id of byte 0 in the vocabulary of the GGUF files: special tokens come first. */
export const BYTE_TOKENS = 3;
