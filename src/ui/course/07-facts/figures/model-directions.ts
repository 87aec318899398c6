// The dot products of the video's example in the model: cosines of a vector with the embeddings of words, before and after an MLP.

import { msg, str } from '@lit/localize';
import type { TemplateResult } from 'lit';
import type { DirectionSimilarityResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, scrolling, signedWithBars } from '../../../figures/number-table.ts';
import { tokenLabel } from '../../../format/token-label.ts';

type Direction = DirectionSimilarityResult['directions'][number];

/** Of the MLP of a layer; the last direction is the answer's. */
export const modelDirections = (
  { token, directions }: DirectionSimilarityResult,
  layer: number,
): TemplateResult =>
  card(
    msg('In the current model'),
    msg(str`In the current model: the vector at “${tokenLabel(token.text)}”, MLP ${layer + 1}`),
    scrolling(
      numberTable(directions, {
        names: {
          heading: msg('direction'),
          cell: ({ text }, i) =>
            `${tokenLabel(text)}${i === directions.length - 1 ? msg(', the answer') : ''}`,
        },
        columns: [
          ...signedWithBars(msg('cosine before the MLP'), (row: Direction) => row.before),
          ...signedWithBars(msg('after'), (row: Direction) => row.after),
        ],
        isMarked: (_, i) => i === directions.length - 1,
      }),
    ),
    note(
      msg(
        'The directions are the embeddings of these words. A network can also encode facts in directions that belong to no word. In a trained network no value is exactly 1 or 0.',
      ),
    ),
  );
