// Word analogies: a − b + c, the rank of the expected answer, and the consistency of whole relations.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { memoize } from '../../../../shared/memoize.ts';
import type { AnalogyResult, RelationResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable, percents } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import { choice } from '../choices.ts';
import { type WordsOfVocabulary, wordFields, wordLabel } from '../controls.ts';
import type { Arrow, Kind } from '../views/point-cloud/point-cloud.ts';
import '../views/point-cloud/point-cloud.ts';
import { scoreTable } from './score-table.ts';

export const analogiesStyles = css`
  .analogies {
    display: grid;
    gap: var(--space-l);
    min-width: 0;

    /* The equation on one line. */
    .controls input {
      width: 6.6rem;
    }
  }
`;

/** Of a, b, c, a − b + c and the expected word. */
const PLANE_KINDS: ReadonlyMap<number, Kind> = new Map(
  (['chosen', 'chosen', 'near', 'near', 'marked'] as const).entries(),
);
const PLANE_ARROWS: readonly Arrow[] = [
  { from: 1, to: 0 },
  { from: 2, to: 3, second: true },
];

export const analogies = (
  result: AnalogyResult | undefined,
  relations: readonly RelationResult[],
  words: WordsOfVocabulary,
  live: LiveMode,
): TemplateResult => html`<div class="columns">
  ${result ? plot(result, words) : nothing}
  <div class="analogies">
    ${card(
      'a − b + c',
      'a − b + c',
      html`<div class="controls">
        ${wordFields(words, { a: 'a', b: '− b', c: '+ c', expected: msg('expected') })}
      </div>`,
      result ? answers(result, words, live) : note(msg('Loading embeddings …')),
    )}
    ${card(
      msg('Relations of this data set'),
      msg('Relations of this data set'),
      relations.length > 0
        ? relationTable(relations, words)
        : note(
            msg(
              'This data set has no relations. The preset “Stories” has: train it to get an answer to king − man + woman.',
            ),
          ),
    )}
  </div>
</div>`;

/** The difference a − b added to c, on the plane of the four words. */
function plot(result: AnalogyResult, { words, vocabulary }: WordsOfVocabulary): TemplateResult {
  const [a, b, c, expected] = [words.a, words.b, words.c, words.expected].map((id) => vocabulary[id]);
  const points = inSpace(result);
  return card(
    msg('Plot of the analogy'),
    msg('The step from b to a, from c'),
    html`<lab-point-cloud
      .points=${points}
      .names=${[a, b, c, 'a − b + c', expected].slice(0, points.length / 3)}
      .kinds=${PLANE_KINDS}
      .arrows=${PLANE_ARROWS}
      flat
      summary=${msg('The words of the equation on their plane; an arrow from b to a, and an equal one from c to a − b + c.')}
    ></lab-point-cloud>`,
  );
}

/** The plane of the words, with a third coordinate. */
const inSpace = memoize(({ plane }: AnalogyResult) =>
  Array.from({ length: plane.length / 2 }, (_, i) => [plane[2 * i], plane[2 * i + 1], 0]).flat(),
);

function answers(
  { nearest, expectedRank, alike }: AnalogyResult,
  words: WordsOfVocabulary,
  live: LiveMode,
): TemplateResult {
  return html`
    <p class="rank" role="status" aria-live=${live}>
      ${
        expectedRank
          ? msg(
              html`“${wordLabel(words, 'expected')}” has <b>rank ${formatInteger(expectedRank)}</b> of ${formatInteger(words.vocabulary.length - 3)}. The cosine between the steps from b to a and from c to it is <b class="alike">${formatSigned(alike ?? 0)}</b>.`,
            )
          : msg('The expected token is one of a, b and c, which are excluded.')
      }
    </p>
    ${scoreTable(nearest, msg('cosine'), { names: msg('nearest token'), marked: [words.words.expected] })}
    ${note(msg('All tokens except a, b and c, by the cosine between their embedding and a − b + c; 1 means the same direction.'))}
  `;
}

const relationTable = (relations: readonly RelationResult[], words: WordsOfVocabulary) => html`
  ${numberTable(relations, {
    scrolls: msg('Regularity of relations'),
    names: {
      heading: msg('relation'),
      cell: ({ name, pairs }) => msg(str`${name}, ${formatInteger(pairs.length)} pairs`),
    },
    columns: [
      {
        heading: msg('same direction'),
        title: msg('mean cosine between the differences of two pairs; 1 if all differences are parallel'),
        cell: ({ consistency }) => formatSigned(consistency),
      },
      {
        ...percents(msg('solved'), ({ solved }) => solved),
        title: msg('share of analogies between two pairs whose expected answer is the nearest token'),
      },
      {
        ...percents(msg('by nearness'), ({ solvedByNearest }) => solvedByNearest),
        title: msg(
          'the same share without the difference: the expected answer is the token nearest to the word whose partner is asked for (king in king − man + woman)',
        ),
      },
      {
        ...percents(msg('by the sum'), ({ solvedBySum }) => solvedBySum),
        title: msg('without − b: the expected answer is the token nearest to a + c'),
      },
      { cell: (relation) => exampleButton(relation, words) },
    ],
  })}
  ${note(msg('Same direction: mean cosine between the differences of the pairs, at most 1. Solved: share of analogies between two pairs with the expected word at rank 1. By nearness: the word nearest to the one whose partner is asked for. By the sum: the word nearest to a + c, without − b. Only what “solved” has beyond both is due to a direction.'))}
`;

/** Selects the next pair of the relation, together with the pair after it. */
function exampleButton({ name, pairs }: RelationResult, { words, vocabulary }: WordsOfVocabulary) {
  const at = pairs.findIndex(({ from, to }) => from === words.b && to === words.a);
  const [one, other] = [pairs[(at + 1) % pairs.length], pairs[(at + 2) % pairs.length]];
  const [a, b, c, expected] = [one.to, one.from, other.from, other.to].map((id) => vocabulary[id]);
  return html`<button title=${msg(str`An analogy of ${name}`)} @click=${emit(() => choice({ a, b, c, expected }))}>
    ${msg('example')}
  </button>`;
}
