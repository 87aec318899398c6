// The GGUF file of a model for the benchmark beside llama.cpp: all of its tensors, or an error.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeGguf } from '../../bench/peers/writing/gguf.ts';
import { familyFiles } from '../support/model/family-files.ts';
import { safetensors } from '../support/model/gpt2-files.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gguf-'));
  for (const file of familyFiles('llama_tiny'))
    writeFileSync(join(folder, file.name), new Uint8Array(await file.arrayBuffer()));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('has every tensor under llama.cpp’s name', async () => {
  const path = join(folder, 'model.gguf');
  await writeGguf(folder, 'F16', path);
  const file = readFileSync(path);
  expect(file.toString('latin1', 0, 4)).toBe('GGUF');
  expect(file.length % 32).toBe(0);
  for (const name of [
    'token_embd.weight',
    'blk.0.attn_q.weight',
    'blk.1.ffn_down.weight',
    'output_norm.weight',
  ])
    expect(file.includes(name), name).toBe(true);
  expect(file.includes('undefined')).toBe(false);
});

it('rejects where the file cannot be written', async () => {
  await expect(writeGguf(folder, 'F16', join(folder, 'missing', 'model.gguf'))).rejects.toThrow('ENOENT');
});

it.each(['model.layers.0.self_attn.rotary.weight', 'model.layers.0.self_attn.inv_freq', 'toString.weight'])(
  'refuses the unknown tensor %s by name',
  async (name) => {
    const tensor = { name, dtype: 'F32', shape: [2], bytes: new Uint8Array(8) } as const;
    const file = await new Blob(safetensors([tensor])).arrayBuffer();
    writeFileSync(join(folder, 'model.safetensors'), new Uint8Array(file));
    await expect(writeGguf(folder, 'F16', join(folder, 'other.gguf'))).rejects.toThrow(
      `no name for the tensor “${name}”`,
    );
  },
);
