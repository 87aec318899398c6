// The list of all ops, for the self-test at start-up and for tests.

import type { Op } from '../op.ts';
import * as ops from './index.ts';

export const OPS: readonly Op[] = Object.values(ops);
