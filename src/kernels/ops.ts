// The list of all ops. An op that is not here is not tested, not benchmarked and not self-tested.

import { linear, linearTransposed } from './linear/linear.ts';
import { softmax } from './softmax/softmax.ts';
import type { Op } from './op.ts';

export const OPS: readonly Op[] = [linear, linearTransposed, softmax];
