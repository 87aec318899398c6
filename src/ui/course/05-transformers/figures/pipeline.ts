// The whole transformer with this model's shapes.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ActivationName, Inspection, RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { note } from '../../../figures/card.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

/** Number of components listed per vector. */
const NUMBERS_SHOWN = 3;

export const pipelineStyles = css`
  .stages,
  .stages ol {
    display: grid;
    gap: var(--space-s);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .stages .stage,
  .name div {
    padding: var(--space-s) var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
    font-size: var(--size-compact);
  }

  .stages .lit,
  .name div {
    border-color: var(--highlight);
    background: var(--warning-soft);
  }

  .stage {
    display: grid;
    grid-template-columns: 7.5rem minmax(0, 1fr) minmax(0, 19rem);
    gap: var(--space-2xs) var(--space-m);

    i {
      color: var(--data);
      font-style: normal;
      font-variant-numeric: tabular-nums;
      text-align: end;
    }

    .numbers {
      display: block;
      font-size: var(--size-small);
    }
  }

  .blocks {
    display: grid;
    gap: var(--space-s);
    padding: var(--space-m);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius);

    > b {
      color: var(--muted);
      font-size: var(--size-compact);
    }
  }

  .name {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
    gap: var(--space-l);

    div {
      padding-block: var(--space-m);
    }

    dt {
      font-size: var(--size-title);

      b {
        color: var(--highlight);
      }
    }
  }

  @container (max-width: 36rem) {
    .stage {
      grid-template-columns: minmax(0, 1fr);

      i {
        text-align: start;
      }
    }
  }
`;

/** @param lit the part to highlight: `ends`, `attention`, `mlp`, `all` or `shapes`; the last with numbers of vectors */
export function pipeline(
  lit: string,
  { model: { C, L, H, V, mlpWidth } }: RunInfo,
  { tokens, next: [best], activations }: Inspection,
): TemplateResult {
  const vectors = msg(str`${formatInteger(tokens.length)} vectors of ${formatInteger(C)} numbers`);
  const stage = (kind: string, name: string, what: unknown, shape: string) => {
    const isLit = lit === kind || (lit === 'all' && kind !== 'ends') || lit === 'shapes';
    return html`<li class="stage ${isLit ? 'lit' : ''}"><b>${name}</b><span>${what}</span><i>${shape}</i></li>`;
  };
  /** The first components of the last vector. */
  const numbers = (name: ActivationName) => {
    const tensor = activations[name];
    if (lit !== 'shapes' || !tensor) return nothing;
    const last = tensor.data.subarray(-(tensor.shape.at(-1) ?? 0));
    return html`<span class="data numbers">${msg(str`last: ${Array.from(last.subarray(0, NUMBERS_SHOWN), formatSigned).join(', ')}, …`)}</span>`;
  };
  return html`
    <ol class="stages">
      ${stage('ends', msg('Tokens'), tokens.map(({ text }) => tokenLabel(text)).join(' · '), msg(str`${formatInteger(tokens.length)} tokens from a vocabulary of ${formatInteger(V)}`))}
      ${stage('ends', msg('Embedding'), msg(html`each token becomes a vector ${numbers('blocks.0.hook_resid_pre')}`), vectors)}
      <li class="blocks">
        <b>${L === 1 ? msg('1 block in sequence') : msg(str`${formatInteger(L)} blocks in sequence`)}</b>
        <ol>
          ${stage('attention', msg('Attention'), msg('each vector receives information from earlier ones'), msg(str`${formatInteger(H)} heads; ${vectors}`))}
          ${mlpWidth > 0 ? stage('mlp', 'MLP', msg(html`processes each vector separately ${numbers(`blocks.${L - 1}.hook_resid_post`)}`), msg(str`${formatInteger(mlpWidth)} neurons; ${vectors}`)) : nothing}
        </ol>
      </li>
      ${stage('ends', msg('Unembedding'), msg(html`the last vector alone ${numbers('logits')}`), msg(str`${formatInteger(V)} logits`))}
      ${stage(
        'ends',
        msg('Softmax'),
        best
          ? msg(
              html`most probable next token: <b>${tokenLabel(best.text)}</b>, ${formatPercent(best.probability)}`,
            )
          : '',
        msg(str`${formatInteger(V)} probabilities`),
      )}
    </ol>
    ${note(msg('Your model with the prompt above. An MLP (multi-layer perceptron) is a small network applied to each vector. Norms between the parts limit the size of the numbers.'))}
  `;
}

/** What GPT stands for, with numbers of this model. */
export function nameOfGpt(
  { step: trained, training, model: { T, L }, parameterCount, isReadOnly }: RunInfo,
  { step, next: [best] }: Inspection,
): TemplateResult {
  const read = Math.min(step, training.steps) * training.B * T;
  const learned = isReadOnly
    ? msg('its files do not say how much')
    : trained === 0 && read === 0
      ? msg('your model is not trained yet')
      : msg(html`your model has read <b>${formatInteger(read)}</b> tokens`);
  return html`<dl class="name">
    <div>
      <dt>${msg(html`<b>G</b>enerative`)}</dt>
      <dd>${msg(html`It generates text. The most probable next token is ${best ? html`“<b>${tokenLabel(best.text)}</b>”` : '…'}.`)}</dd>
    </div>
    <div>
      <dt>${msg(html`<b>P</b>retrained`)}</dt>
      <dd>${msg(html`It first learned from data: ${learned}.`)}</dd>
    </div>
    <div>
      <dt>${msg(html`<b>T</b>ransformer`)}</dt>
      <dd>${msg(html`The kind of network: your model has <b>${formatInteger(parameterCount)}</b> weights in ${L === 1 ? msg('1 block') : msg(str`${formatInteger(L)} blocks`)}.`)}</dd>
    </div>
  </dl>`;
}
