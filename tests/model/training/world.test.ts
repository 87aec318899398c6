// The first steps of the bundled model of the world: the same engine gives the same bits. `tests/long` trains a hundred.

import { it } from 'vitest';
import { expectWorldLosses } from '../../support/model/world-training.ts';

it('has the losses of the training that made the bundled model', () => expectWorldLosses(21), 600_000);
