// llama2.c's tokenizer.bin: the length of the longest token, then of each token its score, its length and its bytes. It is read as the
// tokenizer.json of the same SentencePiece model: the higher the score of a token, the earlier two others are merged to it.

import { KernelError } from '../../../kernels/errors.ts';
import type { Sliced } from '../../../shared/budget.ts';
import { MAX_TOKENS } from '../../tokenizers/byte-pair.ts';

/** Ids of <unk>, <s> and </s>. */
const SPECIAL = ['<unk>', '<s>', '</s>'];
/** SentencePiece's space. */
const SPACE = '▁';
/** Bytes of a token: those of real vocabularies have some dozens, and the ways to cut a token grow with its square. */
const LONGEST = 256;
/** Characters between two yields: a few milliseconds. */
const SLICE_CHARACTERS = 2 ** 14;
/** Characters of all merges, forty times those of Llama's vocabulary. */
const MAX_MERGED_CHARACTERS = 2 ** 24;

interface Piece {
  readonly text: string;
  readonly score: number;
}

/** @throws KernelError unless the file holds V tokens */
export function* toTokenizerJson(bytes: ArrayBuffer, V: number): Sliced<object> {
  if (V > MAX_TOKENS) throw new KernelError(`the model has ${V} tokens; ${MAX_TOKENS} are read at most`);
  const pieces = yield* readPieces(bytes, V);
  const vocab = new Map(pieces.map(({ text }, id) => [text, id]));
  if (vocab.size < V) throw new KernelError('two of its tokens have the same text');
  const merged = pieces.slice(SPECIAL.length).sort((one, other) => other.score - one.score);
  const special = SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false }));
  return {
    normalizer: sequence('normalizers', [
      { type: 'Prepend', prepend: SPACE },
      { type: 'Replace', pattern: { String: ' ' }, content: SPACE },
    ]),
    decoder: sequence('decoders', [
      { type: 'Replace', pattern: { String: SPACE }, content: ' ' },
      ...[{ type: 'ByteFallback' }, { type: 'Fuse' }],
      { type: 'Strip', content: ' ', start: 1, stop: 0 },
    ]),
    added_tokens: special,
    model: {
      ...{ type: 'BPE', unk_token: SPECIAL[0], fuse_unk: true, byte_fallback: true },
      vocab: Object.fromEntries(vocab),
      merges: yield* mergesOf(merged, vocab),
    },
  };
}

const progress = (done: number, total: number) => ({ label: 'tokens read', done, total });

const sequence = (list: string, components: readonly object[]) => ({ type: 'Sequence', [list]: components });

function* readPieces(bytes: ArrayBuffer, V: number): Sliced<Piece[]> {
  const view = new DataView(bytes);
  // A token may begin with U+FEFF, which is no mark there.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let at = 4;
  if (bytes.byteLength < at) throw new KernelError(`it has 0 tokens and the model ${V}`);
  const longest = view.getInt32(0, true);
  if (longest > LONGEST)
    throw new KernelError(`its longest token has ${longest} bytes; ${LONGEST} are read at most`);
  const pieces: Piece[] = [];
  for (let [id, read] = [0, 0]; id < V; id++) {
    if (at - read > SLICE_CHARACTERS) {
      read = at;
      yield progress(id, V);
    }
    if (at + 8 > bytes.byteLength) throw new KernelError(`it has ${id} tokens and the model ${V}`);
    const [score, length] = [view.getFloat32(at, true), view.getInt32(at + 4, true)];
    if (length < 0 || at + 8 + length > bytes.byteLength)
      throw new KernelError(`token ${id} has ${length} bytes, more than are left of the file`);
    if (length > longest)
      throw new KernelError(`token ${id} has ${length} bytes, and by its header the longest has ${longest}`);
    const text = decoder.decode(new Uint8Array(bytes, at + 8, length)).replaceAll(' ', SPACE);
    at += 8 + length;
    // llama2.c writes <s> and </s> with line breaks around them.
    pieces.push({ text: SPECIAL[id] ?? text, score });
  }
  if (at !== bytes.byteLength)
    throw new KernelError(`it has more tokens than the model, which has ${V}: it belongs to another model`);
  return pieces;
}

/** Each way to cut a token into two others. @throws KernelError if there are so many that they would fill the memory */
function* mergesOf(pieces: readonly Piece[], vocab: ReadonlyMap<string, number>): Sliced<[string, string][]> {
  const merges: [string, string][] = [];
  let [tried, merged] = [0, 0];
  for (const [index, { text }] of pieces.entries()) {
    tried += text.length;
    if (tried > SLICE_CHARACTERS) {
      tried = 0;
      yield progress(index, pieces.length);
    }
    let at = 0;
    for (const character of text) {
      const [head, tail] = [text.slice(0, at), text.slice(at)];
      at += character.length;
      if (head === '' || !vocab.has(head) || !vocab.has(tail)) continue;
      merges.push([head, tail]);
      merged += text.length;
      if (merged > MAX_MERGED_CHARACTERS)
        throw new KernelError(
          'its tokens can be joined from each other in too many ways; those of a real vocabulary have a few each',
        );
    }
  }
  return merges;
}
