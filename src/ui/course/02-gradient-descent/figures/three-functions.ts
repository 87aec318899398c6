// The three functions of the chapter, each with its inputs and outputs: the network, its cost, and the gradient of the cost.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { memoize } from '../../../../shared/memoize.ts';
import type { CostBreakdown, DigitGradient, DigitRunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { brightness } from '../../../views/digits/brightness.ts';
import '../../../views/digits/pixel-image/pixel-image.ts';

/** Components of the gradient that are drawn, the largest first. */
const BARS = 24;

export const threeFunctionsStyles = css`
  .functions {
    display: grid;
    gap: var(--space-l);
    padding: 0;
    list-style: none;

    li {
      display: grid;
      grid-template-columns: minmax(4.5rem, 1fr) auto minmax(6rem, 1.2fr) auto minmax(4.5rem, 1fr);
      align-items: center;
      gap: var(--space-s);
      text-align: center;
    }

    figure {
      display: grid;
      gap: var(--space-2xs);
      justify-items: center;
    }

    figcaption,
    small {
      color: var(--muted);
      font-size: var(--size-fine);
    }

    .function {
      display: grid;
      gap: var(--space-3xs);
      padding: var(--space-s);
      border: 1px solid var(--accent);
      border-radius: var(--radius);
      background: var(--accent-soft);
    }

    .arrow {
      color: var(--highlight);
      font-size: var(--size-title);
    }

    lab-pixel-image {
      width: 4rem;
    }

    .outputs,
    .dials {
      display: grid;
      grid-template-columns: repeat(8, 0.5rem);
      gap: var(--space-3xs);
    }

    .outputs {
      grid-template-columns: repeat(5, 0.9rem);
    }

    :is(.outputs, .dials) i {
      aspect-ratio: 1;
      border-radius: 50%;
      background: var(--positive);
    }

    .outputs i {
      border: 1px solid var(--line-strong);
    }

    .components {
      display: flex;
      align-items: center;
      gap: 1px;
      width: 5.5rem;
      height: 3rem;
    }

    .components i {
      flex: 1;
      background: var(--positive);
    }

    .components .down {
      background: var(--negative);
    }

    b {
      color: var(--negative);
      font-size: var(--size-title);
    }

    @media (max-width: 35em) {
      li {
        grid-template-columns: 4rem auto minmax(5rem, 1fr) auto 4.5rem;
        gap: var(--space-2xs);
      }

      .outputs {
        grid-template-columns: repeat(5, 0.75rem);
      }

      .components {
        width: 4.5rem;
      }
    }
  }
`;

/** The largest components of a gradient, of the 13,002. */
const largestOf = memoize(({ layers }: DigitGradient) =>
  layers
    .flatMap(({ weights }) => Array.from(weights.data))
    .sort((a, b) => Math.abs(b) - Math.abs(a))
    .slice(0, BARS),
);

interface Functions {
  /** Costs of many images. */
  readonly cost: CostBreakdown;
  /** Gradient of the mean cost. */
  readonly gradient: DigitGradient;
}

/** @param activations of one image, inputs first */
export function threeFunctions(
  { sizes, parameterCount }: DigitRunInfo,
  { cost, gradient }: Functions,
  activations: readonly Float32Array[],
): TemplateResult {
  const [pixels, outputs] = [activations[0], activations[activations.length - 1]];
  const { data: costs } = cost.costs;
  const count = formatInteger(parameterCount);
  const dials = figure(
    html`<div class="dials" aria-hidden="true">${Array.from({ length: 32 }, () => html`<i></i>`)}</div>`,
    msg(str`${count} weights and biases`),
  );
  return card(
    msg('Three functions'),
    msg('Three functions, one within the other'),
    html`<ol class="functions">
      ${row(
        figure(
          html`<lab-pixel-image .values=${pixels} label=${msg('an image')}></lab-pixel-image>`,
          msg(str`${sizes[0]} pixels`),
        ),
        msg('Network'),
        msg(str`its ${count} parameters are fixed`),
        figure(
          html`<div class="outputs" role="img" aria-label=${msg('outputs')}>${Array.from(outputs, (output) => html`<i style=${`background: ${brightness(output)}`}></i>`)}</div>`,
          msg(str`${sizes[sizes.length - 1]} outputs`),
        ),
      )}
      ${row(
        dials,
        msg('Cost'),
        msg(str`uses ${formatInteger(costs.length)} images through the network`),
        figure(
          html`<b>${formatFixed(costs.reduce((sum, each) => sum + each, 0) / costs.length, 3)}</b>`,
          msg('one number'),
        ),
      )}
      ${row(
        dials,
        msg('Gradient'),
        msg('how the cost changes with each'),
        figure(nudges(largestOf(gradient)), msg(str`${count} nudges`)),
      )}
    </ol>`,
    note(msg('The parameters of the first function are the input of the second and the third.')),
  );
}

const figure = (picture: TemplateResult, caption: string) =>
  html`<figure>${picture}<figcaption>${caption}</figcaption></figure>`;

function row(from: TemplateResult, name: string, about: string, to: TemplateResult): TemplateResult {
  const arrow = html`<span class="arrow" aria-label=${msg('to')}>→</span>`;
  return html`<li>${from}${arrow}
    <div class="function"><strong>${name}</strong><small>${about}</small></div>
    ${arrow}${to}</li>`;
}

/** Minus the components. */
function nudges(largest: readonly number[]): TemplateResult {
  const most = Math.abs(largest[0]) || 1;
  return html`<div class="components" role="img" aria-label=${msg(str`the ${BARS} largest components`)}>
    ${largest.map((value) => html`<i class=${value > 0 ? 'down' : ''} style=${`height: ${Math.max(4, (100 * Math.abs(value)) / most)}%`}></i>`)}
  </div>`;
}
