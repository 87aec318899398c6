// Set-up of the unit tests: stubbed globals are restored after each test. Vitest's `unstubGlobals` restores them before the next
// one, which is too late for the modules of another file in the same process.
import { afterEach, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
});
