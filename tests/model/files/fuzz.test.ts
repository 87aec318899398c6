// Model files and tokenizers, some hundreds of cases; the full count is in `tests/long`.
import { fuzzFiles } from '../../support/fuzz/files.ts';
import { fuzzTokenizers } from '../../support/fuzz/tokenizers.ts';

fuzzFiles(400);
fuzzTokenizers(400);
