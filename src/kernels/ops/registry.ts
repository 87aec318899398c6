// The list of all ops. Tests, the self-test and the benchmark run over it.

import type { Op } from '../op.ts';
import * as ops from './index.ts';

export const OPS: readonly Op[] = Object.values(ops);
