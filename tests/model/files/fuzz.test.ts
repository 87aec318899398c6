// Fuzzing of model files and tokenizers, a few hundred cases; `tests/long` runs the full count.
import { fuzzFiles } from '../../support/fuzz/files.ts';
import { fuzzTokenizers } from '../../support/fuzz/tokenizers.ts';

fuzzFiles(400);
fuzzTokenizers(400);
