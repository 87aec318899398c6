// Every op in every case on both WebAssembly modules, against the reference.

import { describe, expect, it } from 'vitest';
import { compareWithReference, opCases } from '../../support/op-cases.ts';
import { modules } from '../../support/wasm.ts';

describe.each(modules)('%s', (_, executor) => {
  it.each(opCases.map((at) => [at.title, at] as const))('%s', async (_, at) => {
    expect(await compareWithReference(executor, at)).toBeUndefined();
  });
});
