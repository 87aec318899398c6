// What the overlays of patching compare: the second prompt, two answers, the metric, and what is patched into what.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { formatFixed } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { PatchingShot, Shot } from '../../camera/shot.ts';
import type { Words } from '../../text/describe.ts';
import { rankedEdges, takenEdges } from '../circuit/graph.ts';
import type { NetworkValues } from '../../values/network-values.ts';

const METRICS = {
  'logit-difference': msg('logit difference'),
  probability: 'probability',
  rank: 'rank',
} as const satisfies Record<NonNullable<PatchingShot['metric']>, string>;

const METHODS = {
  denoise: msg('denoise: clean into corrupted'),
  noise: msg('noise: corrupted into clean'),
  zero: msg('zero: nothing into clean'),
  mean: msg('mean: of both into clean'),
  resample: msg('resample: other prompts into clean'),
} as const satisfies Record<NonNullable<PatchingShot['method']>, string>;

/** Pairs of a mean. */
const MANY = 50;

export function renderPatchingForm(
  shot: Shot,
  words: Words | undefined,
  emit: (shot: Shot) => void,
): TemplateResult {
  const { patching = {}, overlay } = shot;
  const result = pairsShown(words?.values);
  const [pair] = result?.pairs ?? [];
  const set = (changes: PatchingShot) => emit({ ...shot, patching: { ...patching, ...changes } });
  // Chosen for the prompt of now.
  const setPair = (changes: PatchingShot) => {
    const { prompt: _, place: __, ...kept } = patching;
    emit({ ...shot, patching: { ...kept, ...changes } });
  };
  const corrupt = patching.corrupt ?? pair?.corruptText ?? '';
  const typed = (event: Event) => (event.target as HTMLInputElement).value.trim();
  const isMany = (patching.pairs ?? 1) > 1;
  const metric = patching.metric ?? 'logit-difference';
  return html`
    <form part="form" aria-label=${msg('Two prompts')} @submit=${(event: Event) => event.preventDefault()}>
      <label class="corrupt">
        <span>${msg('Corrupted prompt')}</span>
        <input
          type="text" spellcheck="false" autocomplete="off" autocapitalize="none" maxlength="2000"
          .value=${corrupt} ?disabled=${isMany}
          @change=${(event: Event) => setPair({ corrupt: typed(event), answer: undefined, other: undefined })}
        />
      </label>
      <button type="button" ?disabled=${isMany} @click=${() => setPair({ corrupt: undefined, answer: undefined, other: undefined, seed: (patching.seed ?? 0) + 1 })}>${msg('Another')}</button>
      ${answerField(msg('Answer'), patching.answer, pair?.answer.text, isMany, (answer) => setPair({ corrupt, answer }))}
      ${
        metric === 'logit-difference'
          ? answerField(msg('Other answer'), patching.other, pair?.other?.text, isMany, (other) =>
              setPair({ corrupt, other }),
            )
          : nothing
      }
      ${choice(msg('Metric'), METRICS, metric, (each) => set({ metric: each }))}
      ${overlay === 'patching' ? choice(msg('Patch'), METHODS, patching.method ?? 'denoise', (method) => set({ method })) : nothing}
      <label class="check">
        <input type="checkbox" .checked=${isMany} @change=${() => set({ pairs: isMany ? undefined : MANY, place: undefined })} />
        ${msg(str`mean over ${MANY} pairs`)}
      </label>
      ${
        overlay === 'patching'
          ? html`<label class="check">
              <input
                type="checkbox" .checked=${patching.isOneMap !== true}
                @change=${() => set({ isOneMap: patching.isOneMap ? undefined : true })}
              />
              ${msg('two networks')}
            </label>`
          : nothing
      }
      ${overlay === 'circuit' && words ? edgeSlider(shot, words.values, (edges) => set({ edges })) : nothing}
    </form>
  `;
}

/** What the lens of the overlay has compared. */
const pairsShown = (values: NetworkValues | undefined) =>
  values?.lenses.patching ?? values?.lenses['path-patching'];

function answerField(
  label: string,
  chosen: string | undefined,
  suggested: string | undefined,
  isDisabled: boolean,
  set: (answer: string | undefined) => void,
): TemplateResult {
  const text = chosen ?? (suggested === undefined ? '' : tokenLabel(suggested).replace(/^␣/, ''));
  return html`<label class="answer">
    <span>${label}</span>
    <input
      type="text" size="9" spellcheck="false" autocomplete="off" autocapitalize="none" maxlength="200"
      .value=${text} ?disabled=${isDisabled}
      @change=${(event: Event) => set((event.target as HTMLInputElement).value.trim() || undefined)}
    />
  </label>`;
}

function choice<Value extends string>(
  label: string,
  options: Record<Value, string>,
  chosen: Value,
  set: (value: Value) => void,
): TemplateResult {
  return html`<label>
    <span>${label}</span>
    <select @change=${(event: Event) => set((event.target as HTMLSelectElement).value as Value)}>
      ${(Object.entries(options) as [Value, string][]).map(
        ([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`,
      )}
    </select>
  </label>`;
}

/** Edges of the slider's stops: each a quarter more than the one before. */
function stops(total: number): number[] {
  const list: number[] = [];
  for (let size = 1; size < total; size = Math.max(size + 1, Math.round(size * 1.25))) list.push(size);
  return [...list, total];
}

/** The threshold: how many of the largest edges remain. */
function edgeSlider(
  shot: Shot,
  values: NetworkValues,
  set: (edges: number) => void,
): TemplateResult | typeof nothing {
  const ranked = rankedEdges(values);
  if (ranked.length === 0) return nothing;
  const taken = Math.min(ranked.length, takenEdges(values, shot));
  const sizes = stops(ranked.length);
  const at = sizes.findIndex((size) => size >= taken);
  const smallest = formatFixed(Math.abs(ranked[taken - 1].score), 2);
  return html`<label class="threshold">
    <span>${msg(str`Largest edges: ${taken}, from ${smallest}`)}</span>
    <input
      type="range" min="0" max=${sizes.length - 1} step="1" .value=${String(at)}
      aria-valuetext=${msg(str`${taken} edges, the smallest with an effect of ${smallest}`)}
      @input=${(event: Event) => set(sizes[Number((event.target as HTMLInputElement).value)])}
    />
  </label>`;
}
