// Models whose export Python reads: seeded weights of every kind, and a tokenizer of each kind.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { Weights, type WeightValues } from '../../../src/model/architecture/weights.ts';
import type { Checkpoint } from '../../../src/model/files/checkpoint.ts';
import type { TransformersFolder } from '../../../src/model/files/transformers/transformers-folder.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import { bytePairTokenizer } from '../../../src/model/tokenizers/byte-pair.ts';
import { trainBytePairs } from '../../../src/model/tokenizers/byte-pair-training.ts';
import { characterTokenizer } from '../../../src/model/tokenizers/characters.ts';
import type { Tokenizer } from '../../../src/model/tokenizers/tokenizer.ts';
import { splitWords, wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import { random } from '../../../src/shared/random.ts';
import type { TextTokenizerKind } from '../../../src/shared/settings/tokenizers.ts';

const TEXT = `“The naïve cat (a tabby) doesn’t sit on the mat; it sits, it seems, on the rug!” said O'Neal.
The cat’s 27 friends: Jordan, Abdul-Jabbar [both tall] and {Noël}… were they there?\n`;

const distinct = (pieces: readonly string[]) => [...new Set(pieces)];

export const TOKENIZERS: Readonly<Record<TextTokenizerKind, Tokenizer>> = {
  words: wordTokenizer(distinct(splitWords(TEXT))),
  characters: characterTokenizer(distinct([...TEXT])),
  'byte-pair': bytePairTokenizer(trainBytePairs(TEXT, 72)),
};

/** Texts of the pieces above, in other orders. */
const TEXTS: readonly string[] = [
  'The cat sits on the rug.',
  ' The  cat sits\n\n[on the mat]  (it seems)…',
  "O'Neal said: “Noe\u0308l, Jordan and Abdul-Jabbar were there!”",
  TEXT,
];

/** Of these, the texts without an unknown piece, by tokenizer: not all have a lone diaeresis. */
export const KNOWN_TEXTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(TOKENIZERS).map(([kind, tokenizer]) => [
    kind,
    TEXTS.filter((text) => tokenizer.encode(text).unknown.length === 0),
  ]),
);

const SIZES = { L: 2, H: 4, C: 24, T: 16, V: 29, mlpWidth: 40, tied: false, initStd: 0.02 } as const;
const LLAMA: ModelConfig = {
  ...SIZES,
  ...{ norm: 'rms', positions: 'rotary', activation: 'swiglu', biases: 'none', keyValueHeads: 2 },
};

const CONFIGS: Readonly<Record<string, readonly [ModelConfig, TextTokenizerKind?]>> = {
  gpt2: [{ ...SIZES, activation: 'gelu', tied: true }, 'words'],
  'gpt2-attention-only': [{ ...SIZES, mlpWidth: 0, activation: 'relu', tied: true }],
  gpt_neox: [
    {
      ...{ ...SIZES, positions: 'rotary', activation: 'gelu-erf', parallelResidual: true },
      ...{ rotaryFraction: 0.67, normEpsilon: 1e-3 },
    },
  ],
  'gpt_neox-attention-only': [{ ...SIZES, mlpWidth: 0, positions: 'rotary', activation: 'gelu' }],
  llama: [{ ...LLAMA, normEpsilon: 1e-3, rotaryBase: 500 }, 'byte-pair'],
  'llama-attention-only': [{ ...LLAMA, mlpWidth: 0, activation: 'gelu' }],
  'llama-biases': [{ ...LLAMA, biases: 'attention', keyValueHeads: 1, tied: true }],
  qwen2: [{ ...LLAMA, biases: 'qkv' }, 'characters'],
  qwen3: [{ ...LLAMA, qkNorm: true, headWidth: 10, biases: 'none' }],
};

export const EXPORTED_MODELS: readonly string[] = Object.keys(CONFIGS);

export function modelToExport(name: string): Checkpoint {
  const [sizes, kind] = CONFIGS[name];
  const tokenizer = kind && TOKENIZERS[kind];
  const config = { ...sizes, V: tokenizer?.vocabulary.length ?? sizes.V };
  return { config, tokenizer, weights: seededWeights(config) };
}

/** Biases and gains are not 0 and 1; multiples of 2⁻⁶ are the same on every machine. */
function seededWeights(config: ModelConfig): WeightValues {
  return new Map(
    transformerParameters(config).map(({ name, shape, init }) => {
      const stream = random(15, name);
      const value = () => Math.round(64 * ((init === 'ones' ? 1 : 0) + 0.3 * stream.normal())) / 64;
      return [name, Float32Array.from({ length: shape.reduce((a, b) => a * b) }, value)];
    }),
  );
}

/** Two rows of T token ids. */
export function tokenRows({ T, V }: ModelConfig): number[][] {
  const stream = random(15, 'ids');
  return [0, 1].map(() => Array.from({ length: T }, () => stream.integer(V)));
}

/** SHA-256 of names and contents. */
export function digestOf({ files }: TransformersFolder): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}

/** What PyTorch computes from the rows of an exported model, and the digest of the files that it read. */
interface ExportedGolden {
  readonly digest: string;
  readonly torch: string;
  readonly loss: number;
  /** (B, T, V), row-major. */
  readonly logits: readonly number[];
}

const goldenPath = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/exports/${name}.json`, import.meta.url));

export const exportedGolden = (name: string): ExportedGolden =>
  JSON.parse(readFileSync(goldenPath(name), 'utf8'));

export const writeExportedGolden = (name: string, golden: ExportedGolden): void =>
  writeFileSync(goldenPath(name), `${JSON.stringify(golden)}\n`);

/** What the engine computes from the same rows. */
export async function inspectRows(executor: Executor, { config, weights: values }: Checkpoint) {
  const weights = new Weights(executor, transformerParameters(config));
  weights.set(values);
  const inspector = new Inspector(executor, config, weights);
  const rows = tokenRows(config);
  const { activations, loss } = await inspector.run({
    ...{ B: rows.length, T: config.T, names: ['logits'] },
    tokens: Int32Array.from(rows.flat()),
    targets: Int32Array.from(rows.flatMap((row) => [...row.slice(1), -1])),
  });
  return { logits: activations.get('logits')?.data as Float32Array, loss: loss as number };
}
