// The effect of one layer's attention on every token: E, the change and E′ as strips of colour.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { type Context, tokenLabels } from '../context.ts';
import { addVectors, maxAbs, norm, rowOf } from '../vector-math.ts';
import { queryTable } from './token-tables.ts';
import { strips } from './vector-strip.ts';

export function updatedEmbedding({ headTrace, request }: Context) {
  const { stream, out } = headTrace;
  const labels = tokenLabels(headTrace);
  const C = stream.length / labels.length;
  // The change can be far smaller than E, so it has its own colour scale.
  const [extent, change] = [maxAbs(stream) / 2, maxAbs(out) / 2];
  const rows = labels.map((label, t) => ({ label, before: rowOf(stream, t, C), added: rowOf(out, t, C) }));
  return card(
    msg('E to E′'),
    msg(str`E → E′: the effect of attention in layer ${request.layer + 1} on every token`),
    html`${queryTable(
      headTrace,
      rows,
      [
        strips(msg('E, input'), ({ before, label }) => [before, extent, msg(str`E of ${label}`)], {
          title: msg('token, position and the outputs of earlier layers'),
          kind: 'strips third',
        }),
        strips(msg('added'), ({ added, label }) => [added, change, msg(str`added to ${label}`)], {
          title: msg('from all heads of the layer'),
          kind: 'strips third',
        }),
        strips(
          msg('E′, output'),
          ({ before, added, label }) => [addVectors(before, added), extent, msg(str`E′ of ${label}`)],
          { kind: 'strips third' },
        ),
        {
          heading: msg('change'),
          title: msg('length of the change over the length of E'),
          cell: ({ before, added }) => formatPercent(norm(added) / norm(before)),
        },
      ],
      msg('token'),
    )}
    ${note(msg(str`A strip shows a vector of ${C} numbers, one cell each: blue for positive, red for negative. The change has its own colour scale. E encodes the word and its position. E′ has the same size and also encodes context.`))}`,
  );
}
