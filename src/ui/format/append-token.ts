// A token after a prompt, as the visitor would type it.

import type { TokenizerKind } from '../../workers/rpc/api/lab-api.ts';

/** Between two tokens; those of characters and byte pairs bring their spaces. */
const SEPARATORS: Readonly<Record<TokenizerKind, string>> = {
  words: ' ',
  'words-and-bytes': ' ',
  characters: '',
  'byte-pair': '',
};

export const appendToken = (prompt: string, token: string, tokenizer: TokenizerKind): string =>
  prompt === '' ? token : `${prompt}${SEPARATORS[tokenizer]}${token}`;
