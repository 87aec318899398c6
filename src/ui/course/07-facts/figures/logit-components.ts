// An attribution as a list of components in the order of the network, and the neurons with the largest contributions.

import { msg, str } from '@lit/localize';
import type { AttributionResult } from '../../../../workers/rpc/api/lab-api.ts';

export interface LogitComponent {
  readonly name: string;
  readonly contribution: number;
}

/** All components; they add up to `total`. Models without MLPs have no rows for them. */
export function logitComponents(reading: AttributionResult): LogitComponent[] {
  const { heads, neurons, mlps, attentionBias, mlpBias } = reading;
  const parts: LogitComponent[] = [
    { name: msg('embedding of the token itself'), contribution: reading.embed },
    { name: msg('embedding of its position'), contribution: reading.positionEmbed },
  ];
  heads.forEach((layer, l) => {
    layer.forEach((contribution, h) => {
      parts.push({ name: msg(str`layer ${l + 1}, head ${h + 1}`), contribution });
    });
    if (neurons[l].length > 0)
      parts.push({ name: msg(str`layer ${l + 1}, the MLP’s neurons`), contribution: mlps[l] });
  });
  const biases = [...attentionBias, ...mlpBias, reading.finalBias];
  parts.push({
    name: msg('all biases'),

    contribution: biases.reduce((sum, each) => sum + each, 0),
  });
  return parts;
}

export interface NeuronContribution {
  readonly layer: number;
  readonly neuron: number;
  readonly contribution: number;
}

/** The neurons with the largest absolute contributions, over all layers. */
export function topNeurons({ neurons }: AttributionResult, count: number): NeuronContribution[] {
  return neurons
    .flatMap((all, layer) => all.map((contribution, neuron) => ({ layer, neuron, contribution })))
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
    .slice(0, count);
}
