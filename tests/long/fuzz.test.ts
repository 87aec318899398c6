// Fuzzes everything that parses external data with ten thousand cases each: no crash, no hang, no leak.
import { fuzzFiles } from '../support/fuzz/files.ts';
import { fuzzPage } from '../support/fuzz/page.ts';
import { fuzzTokenizers } from '../support/fuzz/tokenizers.ts';

const CASES = 10_000;
fuzzFiles(CASES);
fuzzTokenizers(CASES);
fuzzPage(CASES);
