// The PyTorch numbers in tests/fixtures/goldens, by name.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { parseConfigJson } from '../../../src/model/files/config-json.ts';
import { readSafeTensors } from '../../../src/model/files/safetensors.ts';

const FOLDER = new URL('../../fixtures/goldens/', import.meta.url);

export class Golden {
  readonly json: Record<string, never> & {
    config: Readonly<Record<string, never>>;
    /** Ranges of bias gradients that are 0 in exact arithmetic, by tensor. */
    zero_gradients?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  };
  private readonly tensors: ReturnType<typeof readSafeTensors>['tensors'];

  constructor(name: string) {
    const path = (extension: string) => fileURLToPath(new URL(`${name}.${extension}`, FOLDER));
    this.json = JSON.parse(readFileSync(path('json'), 'utf8'));
    this.tensors = readSafeTensors(readFileSync(path('safetensors'))).tensors;
  }

  get names(): string[] {
    return [...this.tensors.keys()];
  }

  shape(name: string): readonly number[] {
    return this.tensor(name).shape;
  }

  floats(name: string): Float32Array<ArrayBuffer> {
    const { data } = this.tensor(name);
    if (data instanceof Float32Array) return data;
    throw new Error(`golden '${name}' holds integers`);
  }

  integers(name: string): Int32Array<ArrayBuffer> {
    const { data } = this.tensor(name);
    if (data instanceof Int32Array) return data;
    throw new Error(`golden '${name}' holds reals`);
  }

  /** Tensors whose name starts with `prefix`, by the rest of their name. */
  group(prefix: string): Map<string, Float32Array<ArrayBuffer>> {
    const names = this.names.filter((name) => name.startsWith(prefix));
    return new Map(names.map((name) => [name.slice(prefix.length), this.floats(name)]));
  }

  config(): ModelConfig {
    return parseConfigJson(this.json.config);
  }

  /** Entries of a gradient that are not 0 in exact arithmetic; the others are rounding noise, compared by atol alone. */
  significant(name: string, values: Float32Array<ArrayBuffer>): Float32Array {
    if (!this.json.zero_gradients) return withoutKeyBias(name, values);
    const zeros = this.json.zero_gradients[name] ?? [];
    return values.filter((_, i) => !zeros.some(([from, to]) => i >= from && i < to));
  }

  private tensor(name: string) {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`the golden file has no tensor '${name}'`);
    return tensor;
  }
}

/** `|got − golden| ≤ atol + rtol |golden|`, and the relative L2 error of the whole tensor: what the fixtures document. */
export const TOLERANCE = {
  /** A float32 run of the same sums in another order stays ten times below this. */
  forward: { rtol: 1e-4, atol: 1e-5, relativeL2: 1e-5 },
  /** Gradients pass through the sums twice; tiny ones are judged by atol. */
  gradient: { rtol: 1e-3, atol: 1e-5, relativeL2: 1e-4 },
  /** AdamW divides by the gradient's size, so rounding noise grows where gradients are small. */
  trained: { rtol: 1e-4, atol: 5e-5 },
  moments: { rtol: 1e-3, atol: 1e-5, relativeL2: 1e-4 },
} as const;

/** The key third of a `c_attn` bias: its gradient is 0 in exact arithmetic, so it is noise, compared by atol alone. */
export function withoutKeyBias(name: string, values: Float32Array<ArrayBuffer>): Float32Array {
  if (!name.endsWith('attn.c_attn.bias')) return values;
  const C = values.length / 3;
  return Float32Array.from([...values.subarray(0, C), ...values.subarray(2 * C)]);
}

/** Places at and below the diagonal of `[B, H, T, T]`: what lies above is masked and means nothing. */
export function unmasked(name: string, shape: readonly number[], values: Float32Array): Float32Array {
  if (!/hook_(attn_scores|pattern)$/.test(name)) return values;
  const T = shape[3];
  return values.filter((_, i) => i % T <= Math.floor(i / T) % T);
}
