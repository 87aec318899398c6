// A token after a prompt, as the visitor would type it.

import { TOKENIZERS } from '../../shared/settings/tokenizers.ts';
import type { TokenizerKind } from '../../workers/rpc/api/lab-api.ts';

export const appendToken = (prompt: string, token: string, tokenizer: TokenizerKind): string =>
  prompt === '' ? token : `${prompt}${TOKENIZERS[tokenizer].separator}${token}`;
