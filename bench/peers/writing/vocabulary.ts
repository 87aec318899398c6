/** Id of byte 0 in the vocabulary of the GGUF files: special tokens come first. */
export const BYTE_TOKENS = 3;

/** Each letter is a token. */
export const PROMPT = 'thequickbrownfox';
export const PROMPT_IDS = [...PROMPT].map((letter) => BYTE_TOKENS + letter.charCodeAt(0));
