// Twenty thousand cases of malformed input over all readers: each ends within its budget, with one sentence or a result.
import { testMalformedInput } from '../support/fuzz/malformed/malformed.ts';

testMalformedInput(20_000);
