// Everything that reads from outside, ten thousand cases each: without a crash, without an end in sight, without growth.
import { fuzzFiles } from '../support/fuzz/files.ts';
import { fuzzPage } from '../support/fuzz/page.ts';
import { fuzzTokenizers } from '../support/fuzz/tokenizers.ts';

const CASES = 10_000;
fuzzFiles(CASES);
fuzzTokenizers(CASES);
fuzzPage(CASES);
