// The example of the video: dot products with three directions before and after the block, and cosines in the current model.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { DirectionSimilarityResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable, scrolling, signedWithBars } from '../../../figures/number-table.ts';
import { formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { toyChoice } from '../choices.ts';
import { DIRECTIONS, PEOPLE, type ToySettings, toyNeuron } from '../toy.ts';

interface Direction {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** @param isBefore hides what the block adds */
export function factToy(settings: ToySettings, isBefore: boolean): TemplateResult {
  const person = PEOPLE[settings.person];
  const neuron = toyNeuron(person, settings);
  // One scale for everyone, so that half of a result is half of a bar.
  const scale = isBefore ? 1 : Math.max(1, ...PEOPLE.map((each) => toyNeuron(each, settings).post));
  return card(
    msg('Example of the video'),
    msg('A vector E and its dot products with three directions'),
    html`<div class="pills" role="group" aria-label=${msg('Person')}>
      ${PEOPLE.map(
        (each, i) =>
          html`<button aria-pressed=${each === person} @click=${emit(() => toyChoice({ person: i }))}>${each.name}</button>`,
      )}
    </div>`,
    directionTable(
      DIRECTIONS.map((name, i) => ({
        name: `${name[0].toUpperCase()}: ${name}`,
        before: person.coordinates[i],
        after: neuron.after[i],
      })),
      msg('E · direction'),
      isBefore ? undefined : msg('after the block'),
      ({ before, after }) => !isBefore && after !== before,
      scale,
    ),
    note(html`
      ${msg('1 means that the vector encodes the feature, 0 that it does not. The example assumes that the three directions have nothing in common and that attention has brought both names into one vector.')}
      ${isBefore ? nothing : html`${msg(str`Its one neuron has the sum row · E = ${formatSigned(neuron.product)}, ${formatSigned(neuron.pre)} with its bias and ${formatSigned(neuron.post)} after the curve, and adds that much of the column “basketball”.`)} ${comparison(settings, neuron.post)}`}
    `),
  );
}

/** What it adds, as a share of what it adds for the full name. */
function comparison(settings: ToySettings, post: number): string | typeof nothing {
  const [full] = PEOPLE;
  const most = toyNeuron(full, settings).post;
  if (PEOPLE[settings.person] === full || most <= 0) return nothing;
  return post === most / 2
    ? msg(str`That is half of the ${formatSigned(most)} that it adds for ${full.name}.`)
    : msg(str`For ${full.name} it adds ${formatSigned(most)}.`);
}

/** The same in the model, of the MLP of a layer; the last direction is the answer's. */
export const modelDirections = (
  { token, directions }: DirectionSimilarityResult,
  layer: number,
  isBefore: boolean,
): TemplateResult =>
  card(
    msg('In the current model'),
    msg(str`In the current model: the vector at “${tokenLabel(token.text)}”, MLP ${layer + 1}`),
    directionTable(
      directions.map(({ text, before, after }, i) => ({
        ...{
          name: `${tokenLabel(text)}${i === directions.length - 1 ? msg(', the answer') : ''}`,
          before,
          after,
        },
      })),
      msg('cosine before the MLP'),
      isBefore ? undefined : msg('after'),
      (_, i) => i === directions.length - 1,
    ),
    note(
      msg(
        'The directions are the embeddings of these words. A network can also encode facts in directions that belong to no word. In a trained network no value is exactly 1 or 0.',
      ),
    ),
  );

const directionTable = (
  rows: readonly Direction[],
  before: string,
  after: string | undefined,
  isMarked: (row: Direction, index: number) => boolean,
  scale = 1,
) =>
  scrolling(
    numberTable(rows, {
      names: { heading: msg('direction'), cell: ({ name }) => name },
      columns: [
        ...signedWithBars(before, (row: Direction) => row.before, scale),
        ...(after === undefined ? [] : signedWithBars(after, (row: Direction) => row.after, scale)),
      ],
      isMarked,
    }),
  );
