// Restoring a tokenizer from its state.

import { describe, expect, it } from 'vitest';
import { bytePairTokenizer } from '../../../src/model/tokenizers/byte-pair.ts';
import { trainBytePairs } from '../../../src/model/tokenizers/byte-pair-training.ts';
import { characterTokenizer } from '../../../src/model/tokenizers/characters.ts';
import { restoreTokenizer } from '../../../src/model/tokenizers/restore-tokenizer.ts';
import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import { wordAndByteTokenizer } from '../../../src/model/tokenizers/words-and-bytes.ts';

describe('restoreTokenizer', () => {
  it.each([
    wordTokenizer(['king', '.', '__proto__', 'constructor', '\n']),
    wordAndByteTokenizer(['king', '.', '__proto__', '\n']),
    characterTokenizer(['k', ' ', '\n', '🙂']),
    bytePairTokenizer(trainBytePairs('the cat that sat 🙂', 24)),
  ])('restores the $kind tokenizer from JSON', (tokenizer) => {
    const again = restoreTokenizer(JSON.parse(JSON.stringify(tokenizer.state())));
    expect(again.kind).toBe(tokenizer.kind);
    expect(again.vocabulary).toEqual(tokenizer.vocabulary);
    const text = tokenizer.vocabulary.join(tokenizer.kind.startsWith('words') ? ' ' : '');
    expect(again.encode(text)).toEqual(tokenizer.encode(text));
  });

  it.each([
    [undefined, "it must be an object whose 'kind' is one of words, characters, words-and-bytes, byte-pair"],
    ['words', "it must be an object whose 'kind' is one of words, characters, words-and-bytes, byte-pair"],
    [{ kind: 'bytes', vocabulary: ['a'] }, "it must be an object whose 'kind' is one of"],
    [{ kind: 'byte-pair', alphabet: ['a'], merges: [] }, "its 'alphabet' must contain numbers only"],
    [{ kind: 'byte-pair', alphabet: [97], merges: [[0]] }, "its 'merges' must be pairs of ids"],
    [{ kind: 'byte-pair', alphabet: [97], merges: [[0, 7]] }, 'merge 0 of 0 and 7'],
    [{ kind: 'words', vocabulary: { 0: 'a' } }, "its 'vocabulary' must be a list of strings"],
    [{ kind: 'words', vocabulary: ['a', 7] }, "its 'vocabulary' must contain strings only"],
    [{ kind: 'words', vocabulary: [] }, 'the vocabulary is empty'],
    [{ kind: 'words', vocabulary: ['a', 'b', 'a'] }, 'the vocabulary contains "a" twice, as 0 and 2'],
    [{ kind: 'words', vocabulary: ['a', 'two words'] }, 'entry 1, "two words", is not one piece of text'],
    [{ kind: 'words', vocabulary: [''] }, 'entry 0, "", is not one piece of text'],
    [{ kind: 'characters', vocabulary: ['ab'] }, 'entry 0, "ab", is not one piece of text'],
    [{ kind: 'characters', vocabulary: ['\ud83d', '\ude42'] }, 'is not one piece of text'],
    [
      { kind: 'byte-pair', alphabet: [97], merges: Array(262_144).fill([0, 0]) },
      'it has 262145 tokens; it can have at most 262144',
    ],
    [{ kind: 'characters', vocabulary: ['x'.repeat(1e6)] }, 'is not one piece of text'],
  ])('rejects an invalid state, case %$', (state, sentence) => {
    expect(() => restoreTokenizer(state)).toThrow(sentence);
    expect(() => restoreTokenizer(state)).toThrow(/^.{1,250}$/);
  });
});
