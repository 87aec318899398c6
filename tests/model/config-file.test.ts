// config.json from outside: read as the Python world writes it, and refused by the name of the key that is wrong.

import { describe, expect, it } from 'vitest';
import { configFromFile, configToFile } from '../../src/model/config-file.ts';
import { Golden } from '../support/goldens.ts';

const file = {
  n_layer: 2,
  n_head: 2,
  d_model: 16,
  d_head: 8,
  d_mlp: 64,
  vocab_size: 23,
  n_ctx: 8,
  activation: 'gelu_tanh',
  tied_unembedding: true,
  ln_eps: 1e-5,
};

describe('a configuration file', () => {
  it.each(['tiny', 'odd'])('of the fixture %s is read, further keys and all', (name) => {
    const golden = new Golden(name);
    expect(configFromFile(golden.json.config)).toEqual(golden.config());
  });

  it('comes back as it was written', () => {
    const config = configFromFile({ ...file, d_mlp: 0, activation: 'relu', tied_unembedding: false });
    expect(configFromFile(JSON.parse(JSON.stringify(configToFile(config))))).toEqual(config);
  });

  it.each([
    ['no object', 7, "config: 'the file' is not right."],
    ['a key is missing', { ...file, n_head: undefined }, "config: 'n_head' is not right."],
    ['a text for a number', { ...file, d_model: '16' }, "config: 'd_model' is not right."],
    ['half a layer', { ...file, n_layer: 0.5 }, "config: 'n_layer' is not right."],
    ['millions of layers', { ...file, n_layer: 1e7 }, "config: 'n_layer' is not right."],
    ['no layers', { ...file, n_layer: 0 }, 'config: L is 0; it must be at least 1.'],
    ['heads of another width', { ...file, d_head: 7 }, 'd_head is 7; 2 heads of it do not make 16.'],
    ['a width that heads cannot share', { ...file, n_head: 3 }, 'C is 16 and H is 3'],
    ['another epsilon', { ...file, ln_eps: 1e-6 }, "config: 'ln_eps' is not right."],
    ['another activation', { ...file, activation: 'swish' }, "config: 'activation' is not right."],
  ])('%s', (_, value, sentence) => {
    expect(() => configFromFile(value)).toThrow(sentence);
  });
});
