// The cost of one image, term by term.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { CostBreakdown, DigitKind } from '../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../figures/card.ts';
import { bars, numberTable } from '../../figures/number-table.ts';
import { formatFixed } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import '../text/math/math.ts';

const COSTS = {
  sigmoid: {
    tex: 'C_x=\\sum_{j=0}^{9}\\left(a_j-y_j\\right)^2',
    term: '(a − y)²',
    explanation: msg(
      'The target is 1 for the label and 0 for all other digits. The sum is small for a confident correct prediction, and large for a wrong one.',
    ),
  },
  relu: {
    tex: 'C_x=-\\sum_{j=0}^{9}y_j\\ln a_j',
    term: msg('−y ln a'),
    explanation: msg(
      'With softmax the outputs are probabilities, and the cost is the cross-entropy: only the probability of the label counts.',
    ),
  },
};

/** @param kind `sigmoid` for the squared error, `relu` for cross-entropy */
export function digitCost(
  { outputs, targets, terms, costs }: CostBreakdown,
  kind: DigitKind,
): TemplateResult {
  const { tex, term: heading, explanation } = COSTS[kind];
  const largest = Math.max(...terms.data, Number.MIN_VALUE);
  const rows = Array.from(outputs.data, (output, digit) => ({
    ...{ output, target: targets.data[digit], term: terms.data[digit] },
  }));
  return card(
    msg('The cost of this image'),
    msg('Cost of one image, term by term'),
    html`<lab-math display .tex=${tex}></lab-math>`,
    numberTable(rows, {
      names: { heading: msg('digit'), cell: (_, digit) => digit, sum: msg('cost of this image') },
      isMarked: ({ target }) => target === 1,
      scrolls: msg('Cost by digit'),
      columns: [
        { heading: msg('output a'), cell: ({ output }) => formatFixed(output, 3) },
        { heading: msg('target y'), cell: ({ target }) => target },
        {
          heading,
          kind: 'term',
          cell: ({ term }) => formatFixed(term, 5),
          sum: formatFixed(costs.data[0], 5),
        },
        bars(({ term }) => term / largest, { name: msg('bar') }),
      ],
    }),
    note(msg(str`${explanation} Here it is ${formatSignificant(costs.data[0])}.`)),
  );
}
