// Exported models in PyTorch, and exported tokenizers in the library of Hugging Face. With UPDATE_GOLDENS=1 it writes the numbers
// that the other tests compare with.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { findPython, TOKENIZERS_PACKAGE } from '../../scripts/python/python-installers.ts';
import {
  type TransformersFolder,
  toTransformersFolder,
} from '../../src/model/files/transformers/transformers-folder.ts';
import { toTokenizerJson } from '../../src/model/tokenizers/write-tokenizer-json.ts';
import { zip } from '../../src/shared/zip.ts';
import { expectAllclose } from '../support/kernels/allclose.ts';
import { TOLERANCE } from '../support/model/goldens.ts';
import {
  digestOf,
  EXPORTED_MODELS,
  exportedGolden,
  KNOWN_TEXTS,
  modelToExport,
  TOKENIZERS,
  tokenRows,
  writeExportedGolden,
} from '../support/transformers/exported-models.ts';

const python = findPython();
const READER = fileURLToPath(new URL('../support/transformers/read_model.py', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'lab-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Runs the reader of the format. Throws what Python prints if it fails. */
function readInPython({ files }: Pick<TransformersFolder, 'files'>, rows: readonly (readonly number[])[]) {
  if (!python) throw new Error('No Python with PyTorch was found: `npm run install:python` installs it.');
  const folder = mkdtempSync(join(root, 'model-'));
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  const { status, stdout, stderr } = spawnSync(python, [READER, folder], {
    ...{ input: JSON.stringify(rows), encoding: 'utf8', maxBuffer: 2 ** 26 },
  });
  if (status !== 0) throw new Error(stderr);
  const { torch, loss, logits } = JSON.parse(stdout);
  return { torch, loss, logits: logits.flat(2) as number[] };
}

it.each(EXPORTED_MODELS)('PyTorch computes the stored logits and loss from an exported %s', (name) => {
  const checkpoint = modelToExport(name);
  const exported = toTransformersFolder(checkpoint);
  const computed = readInPython(exported, tokenRows(checkpoint.config));
  const digest = digestOf(exported);
  if (process.env.UPDATE_GOLDENS) writeExportedGolden(name, { digest, ...computed });
  const golden = exportedGolden(name);
  expect(digest).toBe(golden.digest);
  expectAllclose(computed.logits, golden.logits, { ...TOLERANCE.forward, label: name });
  expect(computed.loss).toBeCloseTo(golden.loss, 5);
});

it('PyTorch’s reader refuses a folder with a tensor too few or too many', () => {
  const checkpoint = modelToExport('llama');
  const read = (config: object) => {
    const [, weights] = toTransformersFolder(checkpoint).files;
    const bytes = new TextEncoder().encode(JSON.stringify(config));
    return readInPython({ files: [{ name: 'config.json', bytes }, weights] }, tokenRows(checkpoint.config));
  };
  const config = JSON.parse(new TextDecoder().decode(toTransformersFolder(checkpoint).files[0].bytes));
  expect(() => read({ ...config, attention_bias: true })).toThrow('self_attn.q_proj.bias');
  expect(() => read({ ...config, num_hidden_layers: 1 })).toThrow('unused');
});

it('Python’s zipfile finds no error in an archive', () => {
  const archive = join(root, 'model.zip');
  writeFileSync(archive, zip(toTransformersFolder(modelToExport('gpt2')).files));
  const { stdout } = spawnSync(python ?? 'python3', ['-m', 'zipfile', '-l', archive], { encoding: 'utf8' });
  expect(stdout).toContain('model.safetensors');
  expect(spawnSync(python ?? 'python3', ['-m', 'zipfile', '-t', archive], { encoding: 'utf8' }).stdout).toBe(
    'Done testing\n',
  );
});

/** The part of the binding that is used. */
interface Library {
  Tokenizer: {
    fromString(json: string): {
      encode(text: string, pair: null): Promise<{ getIds(): number[] }>;
      decode(ids: number[], skipSpecialTokens: boolean): Promise<string>;
    };
  };
}

it.each(Object.entries(TOKENIZERS))(
  'Hugging Face’s tokenizers reads and writes as the %s tokenizer',
  async (kind, own) => {
    const { Tokenizer } = createRequire(import.meta.url)(join(process.cwd(), TOKENIZERS_PACKAGE)) as Library;
    const library = Tokenizer.fromString(JSON.stringify(toTokenizerJson(own.state())));
    expect(KNOWN_TEXTS[kind].length).toBeGreaterThan(2);
    for (const text of KNOWN_TEXTS[kind]) {
      const { ids } = own.encode(text);
      expect((await library.encode(text, null)).getIds()).toEqual(ids);
      expect(await library.decode(ids, false)).toBe(own.decode(ids));
    }
    if (kind !== 'byte-pair') await expect(library.encode('zebra Ÿ', null)).rejects.toThrow('Missing [UNK]');
  },
);
