// Set-up of the unit tests: arrays of numbers with the same bytes are equal. Vitest itself lists the keys of both, as texts.
import { expect } from 'vitest';

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);

function haveSameBytes(a: unknown, b: unknown): true | undefined {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.constructor !== b.constructor) return undefined;
  // Others may be equal too, such as two arrays of NaN: Vitest compares them.
  return bytesOf(a).equals(bytesOf(b)) || undefined;
}

// Test files of one process share the list of testers.
const added = Symbol.for('equal bytes');
if (!(added in globalThis)) {
  expect.addEqualityTesters([haveSameBytes]);
  Object.assign(globalThis, { [added]: true });
}
