// Sentences with links between their words, such as from a noun to its adjective, as probes of attention.

import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { AttentionProbe } from './dataset.ts';

export interface LinkedSentence {
  readonly text: string;
  /** The later word and the earlier one of each link, such as `wolf hungry, bird small`. Both words occur once. */
  readonly links: string;
}

/** Throws if a word of a link is not one token of the sentence, or if its key stands behind it. */
export function toAttentionProbe(tokenizer: Tokenizer, { text, links }: LinkedSentence): AttentionProbe {
  const tokens = tokenizer.encode(text).ids;
  const placeOf = (word: string) => {
    const [id, ...more] = tokenizer.encode(word).ids;
    const places = tokens.flatMap((token, place) => (token === id ? [place] : []));
    if (more.length > 0 || places.length !== 1)
      throw new Error(`“${text}” has the word “${word}” ${places.length} times; a link needs it once.`);
    return places[0];
  };
  const pairs = links.split(', ').map((link) => {
    const [query, key] = link.split(' ').map(placeOf);
    if (key >= query) throw new Error(`“${text}” has no “${link}”: the second word has to stand first.`);
    return { query, key };
  });
  return { tokens, pairs };
}
