// llama2.c's tokenizer.bin: the length of the longest token, then of each token its score, its length and its bytes. It is read as the
// tokenizer.json of the same SentencePiece model: the higher the score of a token, the earlier two others are merged to it.

import { KernelError } from '../../../kernels/errors.ts';

/** Ids of <unk>, <s> and </s>. */
const SPECIAL = ['<unk>', '<s>', '</s>'];
/** SentencePiece's space. */
const SPACE = '▁';
/** Bytes of a token: those of real vocabularies have some dozens, and the ways to cut a token grow with its square. */
const LONGEST = 256;

/** @throws KernelError unless the file holds V tokens */
export function toTokenizerJson(bytes: ArrayBuffer, V: number): object {
  const pieces = readPieces(bytes, V);
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
      merges: merged.flatMap(({ text }) =>
        splitsOf(text).filter((pair) => pair.every((one) => vocab.has(one))),
      ),
    },
  };
}

const sequence = (list: string, components: readonly object[]) => ({ type: 'Sequence', [list]: components });

function readPieces(bytes: ArrayBuffer, V: number): { text: string; score: number }[] {
  const view = new DataView(bytes);
  // A token may begin with U+FEFF, which is no mark there.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let at = 4;
  if (bytes.byteLength < at) throw new KernelError(`it has 0 tokens and the model ${V}`);
  const longest = view.getInt32(0, true);
  if (longest > LONGEST)
    throw new KernelError(`its longest token has ${longest} bytes; ${LONGEST} are read at most`);
  const pieces = Array.from({ length: V }, (_, id) => {
    if (at + 8 > bytes.byteLength) throw new KernelError(`it has ${id} tokens and the model ${V}`);
    const [score, length] = [view.getFloat32(at, true), view.getInt32(at + 4, true)];
    if (length < 0 || at + 8 + length > bytes.byteLength)
      throw new KernelError(`token ${id} has ${length} bytes, more than are left of the file`);
    if (length > longest)
      throw new KernelError(`token ${id} has ${length} bytes, and by its header the longest has ${longest}`);
    const text = decoder.decode(new Uint8Array(bytes, at + 8, length)).replaceAll(' ', SPACE);
    at += 8 + length;
    // llama2.c writes <s> and </s> with line breaks around them.
    return { text: SPECIAL[id] ?? text, score };
  });
  if (at !== bytes.byteLength)
    throw new KernelError(`it has more tokens than the model, which has ${V}: it belongs to another model`);
  return pieces;
}

/** Each way to cut a token in two. */
function splitsOf(text: string): [string, string][] {
  let at = 0;
  return [...text].slice(0, -1).map((character) => {
    at += character.length;
    return [text.slice(0, at), text.slice(at)];
  });
}
