// The list of all ops, for tests, and of those in the self-test.

import type { Op } from '../op.ts';
import * as ops from './index.ts';

export const OPS: readonly Op[] = Object.values(ops);

/** Ops that no network records yet. */
const UNRECORDED: ReadonlySet<Op> = new Set([ops.dropout]);

/** The self-test at start-up has these alone, because it compiles each of their kernels. */
export const RECORDED_OPS: readonly Op[] = OPS.filter((op) => !UNRECORDED.has(op));
