// Where tokens are in the text that they are cut from.

import { tokenLabel } from '../../format/token-label.ts';
import type { Piece } from '../../scenes/cuts/cuts-scene.ts';

/** Tokens in the order of the text, in any case; one that the text does not have is left out. */
export function piecesIn(
  text: string,
  tokens: readonly { readonly text: string; readonly id?: number }[],
): readonly Piece[] {
  const lower = text.toLowerCase();
  let at = 0;
  return tokens.flatMap(({ text: token, id }) => {
    const [whole, bare] = [lower.indexOf(token.toLowerCase(), at), token.trimStart().toLowerCase()];
    // A space before the first word is in no text.
    const from = whole >= 0 ? whole : lower.indexOf(bare, at);
    if (from < 0) return [];
    at = from + (whole >= 0 ? token.length : bare.length);
    return [{ label: tokenLabel(token), from, to: at, id }];
  });
}
