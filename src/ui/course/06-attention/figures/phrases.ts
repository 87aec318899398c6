// One word in several contexts: the distances between its vectors, block by block.

import { msg, str } from '@lit/localize';
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import type { PhrasesRequest, PhrasesResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { triangleCorners } from './triangle-corners.ts';

/** Half the side of a drawing in its own units, and the radius of the largest distance. */
const [SIDE, TRIANGLE_RADIUS] = [50, 62];

export const phrasesStyles = css`
  .phrases {
    display: grid;
    gap: var(--space-s);
    padding: 0;
    list-style: none;

    li {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3xs) var(--space-m);
      font-variant-numeric: tabular-nums;
    }

    small {
      color: var(--muted);
      font-size: var(--size-small);
    }
  }

  .phrase-0 {
    color: var(--query);
    fill: var(--query);
  }

  .phrase-1 {
    color: var(--key);
    fill: var(--key);
  }

  .phrase-2 {
    color: var(--value);
    fill: var(--value);
  }

  .stages {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    gap: var(--space-m);

    figure {
      display: grid;
      gap: var(--space-xs);
      min-width: 0;
    }

    svg {
      width: 100%;
      aspect-ratio: 1;
      border: 1px solid var(--line);
      border-radius: var(--radius-small);
      background: var(--scale-zero);
    }

    polygon,
    polyline {
      fill: none;
      stroke: var(--line-strong);
      stroke-width: 0.6;
    }

    figcaption {
      color: var(--muted);
      font-size: var(--size-fine);
    }
  }
`;

/** @param by difference between the phrases: other contexts or growing context */
export function phrases({ phrases, stages }: PhrasesResult, by: PhrasesRequest['by']): TemplateResult {
  const word = tokenLabel(phrases[0].tokens.at(-1) ?? '');
  const growing = by === 'growing';
  const tooFew = growing
    ? msg('Select a later token of the prompt to get more context.')
    : msg('The held-out data contains no more contexts of this token. Select another token above.');
  const largest = Math.max(...stages.flatMap(({ distances }) => distances.flat())) || 1;
  return html`
    ${card(
      msg('Phrases'),
      html`${growing ? msg('The vector of') : msg('One word,')} <span class="query">${word}</span>${growing ? msg(', with growing context') : msg(str`, in ${phrases.length} contexts`)}`,
      html`<ol class="phrases">
        ${phrases.map(
          ({ tokens, next }, p) => html`<li>
            <b class="phrase-${p}">● ${tokens.map(tokenLabel).join(' ')}</b>
            <small>${msg(str`next token: ${next.map(({ text, probability }) => `${tokenLabel(text)} ${formatPercent(probability)}`).join(', ')}`)}</small>
          </li>`,
        )}
      </ol>`,
      phrases.length < 3 ? note(tooFew) : nothing,
    )}
    ${card(
      msg('Distances between the vectors'),
      msg('Distances between its vectors, from block to block'),
      html`<div class="stages">${stages.map((each) => stage(each, largest, growing))}</div>`,
      note(
        msg(
          str`${
            growing
              ? msg(
                  'The embedding of the word is the same in each phrase. Each token before it changes the vector further, as “Eiffel” and “miniature” change “tower”. Each phrase starts a text of its own, so the position of the word differs too.',
                )
              : msg(
                  'The embedding of the word is the same in each context, as for “mole” the animal, the unit and the spot. Its context and its position separate the vectors.',
                )
          } Three points always lie in a plane, so distances are exact. All drawings have the same scale.`,
        ),
      ),
    )}
  `;
}

function stage(
  { meaning, distances, cosines }: PhrasesResult['stages'][number],
  largest: number,
  isPath: boolean,
): TemplateResult {
  const corners = triangleCorners(distances).map(([x, y]) => [
    (x / largest) * TRIANGLE_RADIUS,
    (y / largest) * TRIANGLE_RADIUS,
  ]);
  const far = Math.max(...distances.flat());
  const points = corners.map(String).join(' ');
  return html`<figure>
    <svg viewBox="-${SIDE} -${SIDE} ${2 * SIDE} ${2 * SIDE}" role="img" aria-label=${msg(str`${meaning}: at most ${formatSignificant(far)} apart`)}>
      ${isPath ? svg`<polyline points=${points} />` : svg`<polygon points=${points} />`}
      ${corners.map(([x, y], p) => svg`<circle class="phrase-${p}" cx=${x} cy=${y} r=${4.5 - p} />`)}
    </svg>
    <figcaption>
      ${meaning}<br />${far === 0 ? msg('all the same') : msg(str`${formatSignificant(far)} apart, cosine ${formatSigned(Math.min(...cosines.flat()))}`)}
    </figcaption>
  </figure>`;
}
