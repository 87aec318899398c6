// The tasks of chapter 4: values of the small chain, which the visitor drags.

import { msg, str } from '@lit/localize';
import type { Quantity } from '../../../workers/rpc/api/lab-api.ts';
import { formatFixed } from '../../format/numbers.ts';
import { CHAIN, gradientOf, withValues } from '../../scenes/chain/networks.ts';
import type { Task, TaskLab } from '../tasks/task.ts';

const HINT = msg('Drag a number on the map, or select it and use the arrow keys.');

async function readChain({ digits, values }: TaskLab) {
  const network = withValues(CHAIN, values);
  const result = await digits.lens('small-network', network);
  const sizeOf = (layer: number): number => {
    const of: Quantity = { kind: 'w', layer, neuron: 0, from: 0 };
    return Math.abs(gradientOf(result, of));
  };
  return { network, cost: result.cost, sizeOf };
}

export const TASKS: readonly Task[] = [
  {
    id: 'calculus/no-cost',
    title: msg('Down to nothing'),
    text: msg('Bring the cost below 0.002 without moving the target from 1.'),
    hint: HINT,
    at: 130.4,
    async check(lab) {
      const { network, cost } = await readChain(lab);
      return cost < 0.002 && network.targets[0][0] === 1
        ? msg(str`The cost is ${formatFixed(cost, 4)}.`)
        : undefined;
    },
  },
  {
    id: 'calculus/stuck',
    title: msg('Wrong and stuck'),
    text: msg(
      'Find values with a cost above 0.7 where the derivative by the last weight is smaller than 0.05: wrong, and hardly learning.',
    ),
    hint: msg(str`${HINT} σ is flat far from 0.`),
    at: 267.8,
    async check(lab) {
      const { cost, sizeOf } = await readChain(lab);
      return cost > 0.7 && sizeOf(3) < 0.05
        ? msg(str`The cost is ${formatFixed(cost, 2)}, the derivative ${formatFixed(sizeOf(3), 3)}.`)
        : undefined;
    },
  },
  {
    id: 'calculus/first-wins',
    title: msg('The first weight counts most'),
    text: msg('Find values for which the cost depends more on the first weight than on the last.'),
    hint: msg(
      str`${HINT} The way back passes through the later weights, and each weight counts with the activation before it.`,
    ),
    at: 386.6,
    async check(lab) {
      const { sizeOf } = await readChain(lab);
      return sizeOf(1) > sizeOf(3)
        ? msg(
            str`The derivatives are ${formatFixed(sizeOf(1), 3)} by the first weight and ${formatFixed(sizeOf(3), 3)} by the last.`,
          )
        : undefined;
    },
  },
];
