// A golden Llama as the two files of llama2.c: matrices of all layers together, rotated rows in pairs.

import { Golden } from './goldens.ts';

const D_OF_TINY = 8;

/** Sizes as the header has them, which a test may change; floats as the file has them. */
export function llama2cWeights(change: (header: Int32Array, floats: Float32Array) => void = () => {}): File {
  const golden = new Golden('llama_tiny');
  const { C, mlpWidth, L, H, T, V } = golden.config();
  const [rows] = golden.shape('model.layers.0.self_attn.k_proj.weight');
  const layers = (part: string, map = (values: Float32Array) => values) =>
    Array.from({ length: L }, (_, layer) => map(golden.floats(`model.layers.${layer}.${part}.weight`)));
  const tables = new Float32Array(T * D_OF_TINY).fill(9); // of rotations, which no reader needs
  const parts = [
    golden.floats('model.embed_tokens.weight'),
    ...layers('input_layernorm'),
    ...layers('self_attn.q_proj', (values) => inPairs(values, C)),
    ...layers('self_attn.k_proj', (values) => inPairs(values, C)),
    ...['self_attn.v_proj', 'self_attn.o_proj', 'post_attention_layernorm'].flatMap((part) => layers(part)),
    ...['mlp.gate_proj', 'mlp.down_proj', 'mlp.up_proj'].flatMap((part) => layers(part)),
    golden.floats('model.norm.weight'),
    tables,
    golden.floats('lm_head.weight'),
  ];
  const header = Int32Array.of(C, mlpWidth, L, H, rows / D_OF_TINY, -V, T);
  const floats = Float32Array.from(parts.flatMap((part) => [...part]));
  change(header, floats);
  return new File([header, floats], 'stories.bin');
}

/** Rows 0, D / 2, 1, D / 2 + 1 … of each head. */
function inPairs(values: Float32Array, columns: number): Float32Array {
  const half = D_OF_TINY / 2;
  return values.map((_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const within = row % D_OF_TINY;
    return values[(row - within + (within % 2) * half + Math.floor(within / 2)) * columns + column];
  });
}

/** llama2.c's tokenizer.bin of these tokens, the best score first; spaces are spaces. */
export function llama2cTokenizer(tokens: readonly string[], longest = 20): File {
  const parts = tokens.flatMap((token, id) => {
    const bytes = new TextEncoder().encode(token);
    return [new Float32Array([-id]), new Int32Array([bytes.length]), bytes];
  });
  return new File([Int32Array.of(longest), ...parts], 'tokenizer.bin');
}
