// The list of all ops. An op that is not here is not tested, not benchmarked and not self-tested.

import { add } from './add/add.ts';
import { gelu } from './gelu/gelu.ts';
import { intervene } from './intervene/intervene.ts';
import { linear, linearTransposed } from './linear/linear.ts';
import type { Op } from './op.ts';
import { relu } from './relu/relu.ts';
import { sigmoid } from './sigmoid/sigmoid.ts';
import { softmax } from './softmax/softmax.ts';

export const OPS: readonly Op[] = [linear, linearTransposed, softmax, add, gelu, relu, sigmoid, intervene];
