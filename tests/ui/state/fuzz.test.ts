// Addresses, notes, storage and the list of models, some hundreds of cases; the full count is in `tests/long`.
import { fuzzPage } from '../../support/fuzz/page.ts';

fuzzPage(500);
