// ∂C/∂q as the product of its factors, path by path, with the engine's gradient and the finite difference.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ChainFactor } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { quantityKey } from '../../../scenes/chain/networks.ts';
import type { StageData } from '../../../scenes/chain/stage-data.ts';
import { plainText, shortNumber } from '../../../scenes/chain/symbols.ts';
import { chainFormula, factorFormulas, valuesFormula } from '../formulas.ts';
import { formula } from './formula.ts';

export const chainFactorsStyles = css`
  .path {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .factor {
    display: grid;
    gap: var(--space-3xs);
    justify-items: center;
    flex: 1 1 5.5rem;
    max-width: 10rem;
    padding: var(--space-xs);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    text-align: center;

    /* Fractions and exponents extend beyond their line. */
    lab-math {
      display: block;
      padding-block: var(--space-2xs);
    }

    &.lit {
      border-color: var(--accent);
    }

    &.active {
      border-color: var(--highlight);
      background: var(--warning-soft);
    }

    b {
      font-size: var(--size-large);
    }
  }

  .factor small,
  .products dt {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .product {
    align-self: center;
    white-space: nowrap;
  }

  .products {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s) var(--space-xl);

    b {
      font-size: var(--size-title);
    }
  }
`;

/**
 * @param lit key of the highlighted symbol
 * @param active index of the factor that the moment explains
 */
export function chainFactors({ request, chain }: StageData, lit?: string, active?: number): TemplateResult {
  const { network, of, nudge } = request;
  const { paths, gradient } = chain;
  const name = plainText(of, network);
  const several = paths.length > 1;
  const isLit = (factor: ChainFactor) =>
    [factor.of, factor.by].some((quantity) => quantityKey(quantity, network) === lit);
  const factorCard = (factor: ChainFactor, place: number) => html`<li
    class="factor ${isLit(factor) ? 'lit' : ''} ${place === active ? 'active' : ''}"
  >
    ${factorFormulas(factor, network).map((tex) => html`<lab-math .highlighted=${lit} .tex=${tex}></lab-math>`)}
    <b class="value">${shortNumber(factor.value)}</b>
    ${factor.ratio === undefined ? nothing : html`<small>${msg(str`by nudging ${shortNumber(factor.ratio)}`)}</small>`}
  </li>`;
  const product = (label: string, value: number, kind: string) =>
    html`<div><dt>${label}</dt><dd><b class=${kind}>${shortNumber(value)}</b></dd></div>`;
  return card(
    msg('The chain rule'),
    msg(str`Derivative of the cost with respect to ${name}`),
    formula(chainFormula(of, paths, network), lit),
    formula(valuesFormula(paths, network), lit),
    html`${paths.map(
      (
        { factors, product },
        i,
      ) => html`<ol class="path numbers" aria-label=${several ? msg(str`Path ${i + 1}`) : msg('The factors')}>
        ${factors.map(factorCard)}
        ${several || factors.length > 1 ? html`<li class="product">= <b>${shortNumber(product)}</b></li>` : nothing}
      </ol>`,
    )}
    <dl class="products numbers">
      ${product(several ? msg(str`Sum over ${paths.length} paths`) : msg('Product of the factors'), chain.mean, 'sum')}
      ${gradient === undefined ? nothing : product(msg('The engine’s gradient'), gradient, 'gradient')}
      ${product(msg(str`By nudging ${name} up and down by ${shortNumber(Math.abs(nudge))}`), chain.difference, 'difference')}
    </dl>`,
    note(
      msg(
        str`Below each factor is the ratio of the two changes for this nudge. The smaller the nudge, the closer the ratio is to the derivative. ${
          gradient === undefined
            ? msg('The engine has no gradient of inputs and targets, since they are not trained.')
            : msg('The engine’s gradient comes from the backward pass that it uses in training.')
        }`,
      ),
    ),
  );
}
