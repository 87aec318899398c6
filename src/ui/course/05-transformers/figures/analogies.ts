// Word analogies: a − b + c, the rank of the expected answer, and the consistency of whole relations.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { AnalogyResult, RelationResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable, percents } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import { choice } from '../choices.ts';
import { type WordsOfVocabulary, wordFields, wordLabel } from '../controls.ts';
import { scoreTable } from './score-table.ts';

export const analogiesStyles = css`
  /* The equation on one line. */
  .equation input {
    width: 6.6rem;
  }
`;

export const analogies = (
  result: AnalogyResult | undefined,
  relations: readonly RelationResult[],
  words: WordsOfVocabulary,
  live: LiveMode,
): TemplateResult => html`
  ${card(
    'a − b + c',
    'a − b + c',
    html`<div class="controls equation">
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
`;

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

/** The next pair of the relation, together with the pair after it. */
export function nextAnalogy(
  { pairs }: RelationResult,
  { words, vocabulary }: WordsOfVocabulary,
): Record<'a' | 'b' | 'c' | 'expected', string> {
  const at = pairs.findIndex(({ from, to }) => from === words.b && to === words.a);
  const [one, other] = [pairs[(at + 1) % pairs.length], pairs[(at + 2) % pairs.length]];
  const [a, b, c, expected] = [one.to, one.from, other.from, other.to].map((id) => vocabulary[id]);
  return { a, b, c, expected };
}

const exampleButton = (relation: RelationResult, words: WordsOfVocabulary) =>
  html`<button
    title=${msg(str`An analogy of ${relation.name}`)}
    @click=${emit(() => choice(nextAnalogy(relation, words)))}
  >
    ${msg('example')}
  </button>`;
