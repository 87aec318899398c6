// The gradient of one example's cost: one component for each weight and bias, with its finite difference.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { SymbolPointerEvent } from '../../../events/index.ts';
import { signedBar } from '../../../figures/bar.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import '../../../views/text/math/math.ts';
import { gradientOf, quantitiesOf, quantityKey } from '../../../scenes/chain/networks.ts';
import type { StageData } from '../../../scenes/chain/stage-data.ts';
import { plainText, shortNumber } from '../../../scenes/chain/symbols.ts';
import { componentFormula } from '../formulas.ts';

export const gradientListStyles = css`
  tr.chosen {
    background: var(--accent-soft);
  }

  tr.lit {
    outline: 1px solid var(--accent);
  }
`;

/** @param lit key of the highlighted symbol */
export function gradientList({ request, all }: StageData, lit?: string): TemplateResult {
  if (!all?.differences) return html`<p class="data">${msg('Nudging every weight and bias …')}</p>`;
  const { network, of, nudge } = request;
  const { differences } = all;
  const components = quantitiesOf(network)
    .filter(({ kind }) => kind === 'w' || kind === 'b')
    .map((quantity) => ({
      key: quantityKey(quantity, network),
      name: plainText(quantity, network),
      tex: componentFormula(quantity, network),
      value: gradientOf(all, quantity),
      difference: gradientOf({ layers: differences }, quantity),
    }));
  const largest = Math.max(...components.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const chosen = quantityKey(of, network);
  const point = (symbol: string | undefined, isPressed = false) =>
    emit(() => new SymbolPointerEvent(symbol, isPressed));
  return card(
    msg('The gradient'),
    msg(str`∇C: one component for each weight and bias, ${components.length} in all`),
    html`<div class="scroll">
      <table>
        <thead>
          <tr><th scope="col">${msg('component')}</th><th scope="col" class="bars"><span class="visually-hidden">${msg('as a bar')}</span></th><th scope="col">${msg('the engine’s gradient')}</th><th scope="col">${msg(str`by nudging, ±${shortNumber(Math.abs(nudge))}`)}</th></tr>
        </thead>
        <tbody>
          ${components.map(
            ({ key, name, tex, value, difference }) => html`<tr
              class="${key === chosen ? 'chosen' : ''} ${key === lit ? 'lit' : ''}"
              data-key=${key}
              @pointerenter=${point(key)}
              @pointerleave=${point(undefined)}
            >
              <th scope="row">
                <button class="plain" aria-label=${msg(str`Chain rule of ${name}`)} @click=${point(key, true)}><lab-math .tex=${tex}></lab-math></button>
              </th>
              <td class="bars">${signedBar(value / largest)}</td>
              <td class="gradient">${shortNumber(value)}</td>
              <td class="difference">${shortNumber(difference)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`,
    note(
      msg(
        'A component is the sensitivity of the cost to that weight or bias. Gradient descent moves along the negative gradient: each parameter changes by minus the component times a small learning rate. Select a component for its chain rule.',
      ),
    ),
  );
}
