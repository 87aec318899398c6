// Parsing of model names and URLs: one host and three files, or an error.

import { expect, test } from 'vitest';
import { KNOWN_MODELS, parseModelSource } from '../../src/downloads/model-source.ts';

const PAGE = 'https://lab.example/some/path/#view=train';
const HUB = 'https://huggingface.co';
const parse = (text: string, page = PAGE) => parseModelSource(text, page);

test('a name is a model on Hugging Face, with a known size for well-known models', () => {
  expect(parse('  openai-community/gpt2 ')).toEqual({
    id: `${HUB}/openai-community/gpt2/resolve/main/model.safetensors`,
    name: 'openai-community/gpt2',
    host: 'huggingface.co',
    bytes: KNOWN_MODELS['openai-community/gpt2'],
    files: [
      {
        name: 'config.json',
        url: `${HUB}/openai-community/gpt2/resolve/main/config.json`,
        optional: true,
      },
      {
        name: 'tokenizer.json',
        url: `${HUB}/openai-community/gpt2/resolve/main/tokenizer.json`,
        optional: false,
      },
      {
        name: 'gpt2.safetensors',
        url: `${HUB}/openai-community/gpt2/resolve/main/model.safetensors`,
        optional: false,
      },
    ],
  });
  expect(parse('some.body/their_model-2').bytes).toBeUndefined();
});

test.each([
  `${HUB}/openai-community/gpt2`,
  `${HUB}/openai-community/gpt2/`,
  `${HUB}/openai-community/gpt2?library=transformers#use`,
  `${HUB}/openai-community/gpt2/tree/main`,
  `${HUB}/openai-community/gpt2/blob/main/model.safetensors`,
  `${HUB}/openai-community/gpt2/resolve/main/model.safetensors?download=true`,
])('%s is the same model', (address) => {
  expect(parse(address)).toEqual(parse('openai-community/gpt2'));
});

test('another revision or file is another model with its own name', () => {
  const { id, name, bytes, files } = parse(`${HUB}/a/b/blob/v1.0/half/weights.safetensors`);
  expect(id).toBe(`${HUB}/a/b/resolve/v1.0/half/weights.safetensors`);
  expect(name).toBe('a/b, half/weights.safetensors of v1.0');
  expect(bytes).toBeUndefined();
  expect(files[1].url).toBe(`${HUB}/a/b/resolve/v1.0/half/tokenizer.json`);
});

test('weights on the page’s own host are named after their folder, without the query', () => {
  const { id, name, host, files } = parse('models/my%20gpt/model.safetensors?x=1#y');
  expect(id).toBe('https://lab.example/some/path/models/my%20gpt/model.safetensors');
  expect([name, host]).toEqual(['/some/path/models/my gpt/model.safetensors', 'lab.example']);
  expect(files.map((file) => file.name)).toEqual(['config.json', 'tokenizer.json', 'my gpt.safetensors']);
  expect(files[1].url).toBe('https://lab.example/some/path/models/my%20gpt/tokenizer.json');
  const local = parse('/w.safetensors', 'http://localhost:4173/');
  expect([local.id, local.files[2].name]).toEqual(['http://localhost:4173/w.safetensors', 'w.safetensors']);
});

test.each([
  ['', 'Write a name such as'],
  ['gpt2', '/some/path/gpt2 is no file of weights'],
  ['a b', 'is no file of weights'],
  ['x'.repeat(1001), 'longer than any address'],
  [
    'https://evil.example/model.safetensors',
    'evil.example is not allowed: this page fetches models from huggingface.co',
  ],
  ['https://huggingface.co.evil.example/a/b', 'huggingface.co.evil.example is not allowed'],
  ['https://cdn.huggingface.co/a/b', 'cdn.huggingface.co is not allowed'],
  ['https://huggingface.co:8443/a/b', 'huggingface.co:8443 is not allowed'],
  ['//evil.example/model.safetensors', 'evil.example is not allowed'],
  ['http://huggingface.co/a/b', 'huggingface.co is not encrypted'],
  ['http://lab.example/model.safetensors', 'lab.example is not encrypted'],
  ['https://me:secret@huggingface.co/a/b', 'has a name and password in it'],
  ['https://huggingface.co@evil.example/a/b', 'has a name and password in it'],
  ['javascript:alert(1)', 'is neither a name'],
  ['data:application/json,{}', 'is neither a name'],
  ['file:///etc/passwd', 'is neither a name'],
  ['blob:https://lab.example/x', 'is neither a name'],
  [`${HUB}/datasets/a/b`, 'is no model on huggingface.co'],
  [`${HUB}/a`, 'is no model on huggingface.co'],
  [`${HUB}/a/b/resolve/main/pytorch_model.bin`, 'is no model on huggingface.co'],
  [`${HUB}/a/b/discussions`, 'is no model on huggingface.co'],
  [`${HUB}/a/%2e%2e%2fb`, 'is no model on huggingface.co'],
])('“%s” is rejected', (address, message) => {
  expect(() => parse(address)).toThrow(message);
});

test('the error for a foreign host names an alternative', () => {
  expect(() => parse('https://example.com/model.safetensors')).toThrow(
    'Download the files there and open them from your disk, or put them beside the lab’s own pages.',
  );
});

test('the index of weights in several files is a model', () => {
  const source = parse(`${HUB}/a/b/blob/main/model.safetensors.index.json`);
  expect(source.id).toBe(`${HUB}/a/b/resolve/main/model.safetensors.index.json`);
  expect(source.name).toBe('a/b, model.safetensors.index.json of main');
  expect(source.files[2]).toEqual({ name: 'model.safetensors.index.json', url: source.id, optional: false });
});
