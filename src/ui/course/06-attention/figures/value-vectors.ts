// The value of every key: after value-down and after value-up.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { type Context, tokenLabels } from '../context.ts';
import { maxAbs, rowOf } from '../vector-math.ts';
import { keyTable } from './token-tables.ts';
import { lengths, strips } from './vector-strip.ts';

export function valueVectors({ headTrace, key: selected }: Context) {
  const { v, values } = headTrace;
  const labels = tokenLabels(headTrace);
  const [D, C] = [v.length / labels.length, values.length / labels.length];
  const rows = labels.map((label, key) => ({
    ...{ key, label },
    down: rowOf(v, key, D),
    whole: rowOf(values, key, C),
  }));
  return card(
    msg('Values of all tokens'),
    msg(
      html`The <span class="value">values</span> of all tokens: the vectors added to tokens that attend to them`,
    ),
    html`${keyTable(headTrace, selected, rows, [
      strips(msg(str`after value-down: ${D} numbers`), ({ down, label }) => [
        down,
        maxAbs(v),
        msg(str`v of ${label}`),
      ]),
      strips(msg(str`after value-up: ${C} numbers`), ({ whole, label }) => [
        whole,
        maxAbs(values),
        msg(str`value of ${label}`),
      ]),
      lengths(({ whole }) => whole),
    ])}
    ${note(msg(str`The video first shows one large value matrix from ${C} to ${C} numbers and later factors it into these two.`))}`,
  );
}
