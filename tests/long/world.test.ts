// The first hundred steps of the bundled model of the world.

import { it } from 'vitest';
import { expectWorldLosses } from '../support/model/world-training.ts';

it('has the losses of the training that made the bundled model', () => expectWorldLosses(100));
