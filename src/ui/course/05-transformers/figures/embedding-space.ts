// Embeddings as points, by principal components or UMAP, and the nearest neighbours of a word in the full space.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { EmbeddingResult, TokenScore } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import '../../../views/charts/data-table/data-table.ts';
import { type Choices, choice, type EmbeddingViewOptions } from '../choices.ts';
import { type WordsOfVocabulary, wordFields, wordLabel } from '../controls.ts';
import { UmapEvent } from '../events.ts';
import type { UmapController } from '../umap-controller.ts';
import type { Kind } from '../views/point-cloud/point-cloud.ts';
import '../views/point-cloud/point-cloud.ts';
import { scoreTable } from './score-table.ts';

export interface Space extends WordsOfVocabulary {
  readonly embedding: EmbeddingResult;
  readonly umap: Pick<UmapController, 'result' | 'error' | 'isRunning'>;
  readonly options: EmbeddingViewOptions;
  /** Whether the space turns by itself. */
  readonly isTurning: boolean;
  /** Ids of tokens to label: those of the prompt. */
  readonly marked: readonly number[];
}

export const embeddingSpaceStyles = css`
  .making {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s) var(--space-m);
    font-size: var(--size-compact);

    progress {
      width: 8rem;
      height: 0.5rem;
      accent-color: var(--accent);
    }
  }
`;

/** @param neighbours of the selected word in all C dimensions, to mark them too */
export function embeddingSpace(space: Space, neighbours?: readonly TokenScore[]): TemplateResult {
  const { embedding, umap, vocabulary, isTurning, words, marked } = space;
  const { layout, dimensions } = space.options;
  const points = layout === 'pca' ? embedding.points : umap.result?.points;
  const [count] = embedding.points.shape;
  /** The last tokens; they have no points. */
  const bytes = vocabulary.length - count;
  const names = vocabulary.slice(0, count);
  const kinds = new Map<number, Kind>([
    ...marked.map((id) => [id, 'marked'] as const),
    ...(neighbours ?? []).map(({ id }) => [id, 'near'] as const),
    ...(neighbours ? [[words.word, 'chosen'] as const] : []),
  ]);
  const tokens = msg(str`${formatInteger(count)} tokens as points`);
  const summary = neighbours
    ? msg(
        str`${tokens}; nearest to ${wordLabel(space, 'word')} are ${neighbours.map(({ text }) => tokenLabel(text)).join(', ')}.`,
      )
    : msg(str`${tokens}; those of the prompt are highlighted.`);
  return card(
    msg('Embedding space'),
    bytes > 0 ? msg('Every word as a point') : msg('Every token as a point'),
    html`<div class="controls">
        ${select(msg('Layout'), 'layout', layout, { pca: msg('principal components (PCA)'), umap: 'UMAP' })}
        ${select(msg('Dimensions'), 'dimensions', String(dimensions), { 2: msg('2 dimensions'), 3: msg('3 dimensions') })}
      </div>
      ${layout === 'umap' ? umapControls(umap, embedding.step) : nothing}
      ${
        points
          ? html`<lab-point-cloud
              .points=${points.data}
              .names=${names}
              .kinds=${kinds}
              .flat=${dimensions === 2}
              .isTurning=${isTurning}
              .summary=${summary}
              @lab-point-pick=${({ point, currentTarget }: HTMLElementEventMap['lab-point-pick']) =>
                currentTarget?.dispatchEvent(choice({ word: vocabulary[point] }))}
            ></lab-point-cloud>`
          : nothing
      }`,
    note(layout === 'pca' ? explainedVariance(embedding, dimensions) : neighbourhoods(embedding)),
    bytes > 0
      ? note(
          msg(
            str`Left out: ${formatInteger(bytes)} tokens that are single bytes, by which the model spells words that it does not know.`,
          ),
        )
      : nothing,
    html`<lab-data-table
      .data=${() => ({
        caption: msg('Position of each token in the plot'),
        columns: [
          msg('token'),
          ...[msg('first axis'), msg('second axis'), msg('third axis')].slice(0, dimensions),
        ],
        rows: names.map((text, id) => ({
          name: tokenLabel(text),
          cells: Array.from(
            (points ?? embedding.points).data.subarray(3 * id, 3 * id + dimensions),
            formatSigned,
          ),
        })),
      })}
    ></lab-data-table>`,
  );
}

const select = (
  label: string,
  name: 'layout' | 'dimensions' | 'likeness',
  value: string,
  options: Readonly<Record<string, string>>,
) => html`<label>
  ${label}
  <select name=${name} .value=${value} @change=${emit(({ value }: HTMLSelectElement) => choice({ [name]: value } as Choices))}>
    ${Object.entries(options).map(
      ([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`,
    )}
  </select>
</label>`;

/** A layout belongs to the weights at its start; the status says if these have changed since. */
function umapControls({ result, error, isRunning }: Space['umap'], step: number): TemplateResult {
  const old =
    result && result.step !== step
      ? msg(str`, of step ${formatInteger(result.step)}; the model is at ${formatInteger(step)}`)
      : '';
  return html`<div class="making">
    ${
      isRunning
        ? html`<button @click=${emit(() => new UmapEvent('stop'))}>${msg('Stop')}</button>`
        : html`<button class="primary" @click=${emit(() => new UmapEvent('start'))}>${result ? msg('Run UMAP again') : msg('Run UMAP')}</button>`
    }
    ${
      result
        ? html`<progress aria-label=${msg('UMAP epochs')} max=${result.epochs} value=${result.epoch}></progress>
            <span role="status" aria-live=${isRunning ? 'off' : 'polite'}>${msg(str`epoch ${formatInteger(result.epoch)} of ${formatInteger(result.epochs)}${old}`)}</span>`
        : html`<span>${msg('This takes a few seconds. Training continues meanwhile.')}</span>`
    }
    ${error ? html`<span role="alert">${msg(str`UMAP failed: ${error}`)}</span>` : nothing}
  </div>`;
}

function explainedVariance({ explained, matrix }: EmbeddingResult, dimensions: 2 | 3): TemplateResult {
  const shares = explained.slice(0, dimensions);
  const sum = shares.reduce((a, b) => a + b, 0);
  return msg(
    html`The plot shows the first ${dimensions === 2 ? msg('two') : msg('three')} principal components of ${formatInteger(matrix.shape[1])} dimensions. They explain ${shares.map(formatPercent).join(', ')} of the variance, together <b>${formatPercent(sum)}</b>. Points that are close in the plot can be far apart in the full space.`,
  );
}

const neighbourhoods = ({ matrix }: EmbeddingResult): string =>
  msg(
    str`UMAP keeps tokens close together that have small angles between them in all ${formatInteger(matrix.shape[1])} dimensions. Distances between groups and the orientation have no meaning. The layout is reproducible from the weights and the seed.`,
  );

export function nearestNeighbours(space: Space, neighbours: readonly TokenScore[]): TemplateResult {
  const { likeness } = space.words;
  const most = Math.max(...neighbours.map(({ score }) => Math.abs(score)), 1e-12);
  const heading = msg(
    str`Nearest neighbours in all ${formatInteger(space.embedding.matrix.shape[1])} dimensions`,
  );
  return card(
    heading,
    heading,
    html`<div class="controls">
      ${wordFields(space, { word: msg('Nearest to') })}
      ${select(msg('by'), 'likeness', likeness, { cosine: msg('cosine (direction)'), 'dot product': msg('dot product') })}
    </div>`,
    scoreTable(neighbours, likeness, { most: likeness === 'cosine' ? 1 : most }),
    note(msg('The cosine compares directions and is at most 1. The dot product also favours long vectors.')),
  );
}
