// The picture in words and numbers: a sentence, the name of what is pointed at, and a table.

import { msg, str } from '@lit/localize';
import { formatSignificant } from '../../format/quantities.ts';
import type { TableData } from '../../types/table.ts';
import { COST, isLayered } from './layout.ts';
import { quantitiesOf, quantityKey, valueAt } from './networks.ts';
import { changeOf, magnification } from './painting/picture.ts';
import { type ChainShot, hasPart } from './shot.ts';
import type { StageData } from './stage-data.ts';
import { describeQuantity, plainText, shortNumber, twoDecimals } from './symbols.ts';

/** @param hasList whether all components of the gradient stand in a list beside the network */
export function chainSummary(data: StageData, shot: ChainShot, hasList: boolean): string {
  const { request, chain } = data;
  const { network, of, nudge } = request;
  const last = network.sizes.length - 1;
  const name = plainText(of, network);
  const cost = chain.smallNetwork.cost;
  if (shot.at === 'examples')
    return msg(
      str`The cost of ${network.inputs.length} examples by ${name}: the slope of their mean is the mean of their slopes, ${shortNumber(chain.mean)}.`,
    );
  if (hasPart(shot, 'gradient') && shot.play !== 'backward' && (of.kind === 'w' || of.kind === 'b'))
    return msg(
      str`One component of the gradient: ∂C/∂${name} is ${shortNumber(chain.mean)}, ${chain.mean < 0 ? msg('red: a larger value lowers the cost') : msg('blue: a larger value raises the cost')}. The others, “?”, are still unknown.`,
    );
  if (hasPart(shot, 'gradient') && !hasList)
    return msg(
      'How much the cost changes with each weight: up for blue lines, down for red ones, the wider the more.',
    );
  if (hasPart(shot, 'gradient') || shot.play === 'parameters')
    return msg(
      `How much the cost changes with each weight and bias: up for blue, down for red, the larger the more.`,
    );
  if (hasPart(shot, 'products') && chain.paths.length > 1)
    return msg(
      str`${chain.paths.length} paths lead from ${name} to the cost. Their products add up to ${shortNumber(chain.mean)}.`,
    );
  if (hasPart(shot, 'nudge') || hasPart(shot, 'curves')) {
    const change = changeOf(data, COST(last));
    const larger = magnification(data);
    const drawn = larger > 1 && !isLayered(data) ? msg(str` Drawn ${Math.round(larger)} times larger.`) : '';
    return msg(
      str`${name} changes by ${shortNumber(nudge)}, the cost by ${formatSignificant(Number(change.toPrecision(2)))}. Derivative: ${shortNumber(chain.mean)}.${drawn}`,
    );
  }
  const neurons = isLayered(data)
    ? msg('Several neurons a layer.')
    : msg('One neuron a layer; the brighter, the closer to 1.');
  return msg(str`${neurons} Cost of this example: ${twoDecimals(cost)}.`);
}

/** Lines of the tip beside the pointer. */
export function tipOf(data: StageData, key: string): string[] {
  const { network } = data.request;
  const all = [...quantitiesOf(network), COST(network.sizes.length - 1)];
  const quantity = all.find((each) => quantityKey(each, network) === key);
  if (!quantity) return [];
  const value = valueAt(network, data.chain.smallNetwork, quantity);
  const change = changeOf(data, quantity);
  return [
    describeQuantity(quantity, network),
    formatSignificant(value),
    ...(change === 0 ? [] : [msg(str`change ${formatSignificant(Number(change.toPrecision(2)))}`)]),
  ];
}

/** Every quantity, what the nudge changes it by, and the derivative of the cost where the engine has it. */
export function chainTable(data: StageData): TableData {
  const { network, of } = data.request;
  const rows = [...quantitiesOf(network), COST(network.sizes.length - 1)].map((quantity) => {
    const change = changeOf(data, quantity);
    return {
      name: describeQuantity(quantity, network),
      cells: [
        formatSignificant(valueAt(network, data.chain.smallNetwork, quantity)),
        change === 0 ? '' : formatSignificant(Number(change.toPrecision(2))),
      ],
    };
  });
  return {
    caption: msg(str`Every quantity, and its change when ${plainText(of, network)} is nudged`),
    columns: [msg('quantity'), msg('amount'), msg('change')],
    rows,
  };
}
