// URLs, notes, storage and the manifest: a few hundred cases; `tests/long` runs all.
import { fuzzPage } from '../../support/fuzz/page.ts';

fuzzPage(500);
