// The list of all ops, for tests and the self-test.

import type { Op } from '../op.ts';
import * as ops from './index.ts';

export const OPS: readonly Op[] = Object.values(ops);
