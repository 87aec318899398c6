// A reference implementation of GPT-2 in plain loops that shares no code with the lab and reads tensors by their published
// names.

interface Config {
  n_layer: number;
  n_head: number;
  n_embd: number;
  tie_word_embeddings: boolean;
}
type Weights = (name: string) => { shape: readonly number[]; data: Float32Array };
type Row = number[];

/** Logits (T · V) of a prompt. */
export function gpt2Logits(config: Config, weights: Weights, tokens: readonly number[]): number[] {
  const { n_layer, n_head, n_embd: C } = config;
  const get = (name: string) => weights(`transformer.${name}`);
  const rowOf = ({ data }: ReturnType<Weights>, row: number) => [...data.slice(row * C, (row + 1) * C)];
  let x = tokens.map((token, t) => plus(rowOf(get('wte.weight'), token), rowOf(get('wpe.weight'), t)));
  for (let layer = 0; layer < n_layer; layer++) {
    const own = (name: string) => get(`h.${layer}.${name}`);
    const normed = x.map((row) => norm(row, own('ln_1.weight').data, own('ln_1.bias').data));
    const qkv = normed.map((row) => conv1d(row, own('attn.c_attn.weight'), own('attn.c_attn.bias').data));
    const mixed = attend(qkv, n_head, C);
    x = x.map((row, t) =>
      plus(row, conv1d(mixed[t], own('attn.c_proj.weight'), own('attn.c_proj.bias').data)),
    );
    x = x.map((row) => {
      const hidden = conv1d(
        norm(row, own('ln_2.weight').data, own('ln_2.bias').data),
        own('mlp.c_fc.weight'),
        own('mlp.c_fc.bias').data,
      );
      return plus(row, conv1d(hidden.map(geluNew), own('mlp.c_proj.weight'), own('mlp.c_proj.bias').data));
    });
  }
  const head = config.tie_word_embeddings ? get('wte.weight') : weights('lm_head.weight');
  return x.flatMap((row) => {
    const last = norm(row, get('ln_f.weight').data, get('ln_f.bias').data);
    return Array.from({ length: head.shape[0] }, (_, v) => dot(last, rowOf(head, v)));
  });
}

function attend(qkv: readonly Row[], heads: number, C: number): Row[] {
  const D = C / heads;
  return qkv.map((row, t) =>
    Array.from({ length: heads }, (_, head) => {
      const part = (of: Row, third: number) => of.slice(third * C + head * D, third * C + (head + 1) * D);
      const scores = qkv.slice(0, t + 1).map((other) => dot(part(row, 0), part(other, 1)) / Math.sqrt(D));
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      return scores
        .map((score, s) => part(qkv[s], 2).map((value) => (value * Math.exp(score)) / total))
        .reduce(plus);
    }).flat(),
  );
}

/** The weight is stored [in, out]. */
function conv1d(row: Row, { shape: [inputs, outputs], data }: ReturnType<Weights>, bias: Float32Array): Row {
  return Array.from({ length: outputs }, (_, n) => {
    let sum = bias[n];
    for (let k = 0; k < inputs; k++) sum += row[k] * data[k * outputs + n];
    return sum;
  });
}

function norm(row: Row, gain: Float32Array, bias: Float32Array): Row {
  const mean = row.reduce((a, b) => a + b) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map((value, c) => ((value - mean) / Math.sqrt(variance + 1e-5)) * gain[c] + bias[c]);
}

function geluNew(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

const plus = (a: Row, b: Row) => a.map((value, i) => value + b[i]);
const dot = (a: Row, b: Row) => a.reduce((sum, value, i) => sum + value * b[i], 0);
