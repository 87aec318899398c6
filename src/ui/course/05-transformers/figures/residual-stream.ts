// The residual stream of the last token, block by block, with the logit lens.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { memoize } from '../../../../shared/memoize.ts';
import type { StreamResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { bars, numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { Kind } from '../views/point-cloud/point-cloud.ts';
import '../views/point-cloud/point-cloud.ts';
import { guesses } from './tokens.ts';

/** @param isFlat whether the plot has two dimensions */
export function residualStream(
  result: StreamResult,
  token: string,
  vocabulary: readonly string[],
  isFlat: boolean,
): TemplateResult {
  const { stages } = result;
  const longest = Math.max(...stages.map(({ norm }) => norm));
  return html`
    ${card(
      msg('Residual stream'),
      msg(str`The vector of “${tokenLabel(token)}” after each block`),
      scrolling(
        numberTable(stages, {
          names: { heading: msg('position'), cell: ({ meaning }) => meaning },
          columns: [
            { ...bars(({ norm }) => norm / longest), kind: 'bars wide' },
            { heading: msg('length'), cell: ({ norm }) => formatSignificant(norm) },
            {
              heading: msg('added'),
              title: msg('length of the vector added by the block'),
              kind: 'wide',
              cell: ({ added }, i) => (i > 0 ? formatSignificant(added) : nothing),
            },
            {
              heading: msg('cosine with input'),
              title: msg('1 if the block did not change the direction'),
              kind: 'wide',
              cell: ({ turn }, i) => (i > 0 ? formatSigned(turn) : nothing),
            },
            guesses(msg('prediction')),
          ],
        }),
      ),
      note(
        msg(
          'Each block adds to the vector (the residual stream). The last column is the logit lens: the vector at that position, passed through the final norm and the unembedding.',
        ),
      ),
    )}
    ${path(result, vocabulary, isFlat)}
  `;
}

function path(result: StreamResult, vocabulary: readonly string[], isFlat: boolean): TemplateResult {
  const { stages, words } = result;
  const [start] = words.shape;
  const { points, names, kinds, arrows } = cloudOf(result);
  return card(
    msg('Plot of the residual stream'),
    msg(str`The same vectors among the embeddings of ${formatInteger(start)} tokens`),
    html`<lab-point-cloud
      .points=${points}
      .names=${names(vocabulary)}
      .kinds=${kinds}
      .arrows=${arrows}
      .flat=${isFlat}
      summary=${msg(str`The vector at ${formatInteger(stages.length)} positions, from ${stages[0].meaning} to the last block.`)}
    ></lab-point-cloud>`,
    note(
      msg(
        'The axes are the principal components of the embeddings. Vectors are scaled to the usual length of embeddings, since the norm keeps only the direction. Each block rotates the vector, and the unembedding computes the prediction from its final direction.',
      ),
    ),
  );
}

/** The vector after each block, connected by arrows, among the embeddings of all tokens but bytes. */
const cloudOf = memoize(({ words, stages }: StreamResult) => {
  const [start] = words.shape;
  const places = stages.map((_, i) => start + i);
  return {
    points: [...words.data, ...stages.flatMap(({ point }) => point)],
    names: memoize((vocabulary: readonly string[]) => [
      ...vocabulary.slice(0, start),
      ...stages.map(({ meaning }) => meaning),
    ]),
    kinds: new Map<number, Kind>(places.map((id) => [id, id === start ? 'near' : 'chosen'])),
    arrows: places.slice(1).map((to) => ({ from: to - 1, to })),
  };
});
