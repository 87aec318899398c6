// Malformed input for every reader, a few hundred cases; `tests/long` runs twenty thousand.
import { testMalformedInput } from '../support/fuzz/malformed/malformed.ts';

testMalformedInput(400);
