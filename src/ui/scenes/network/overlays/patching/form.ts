// What the overlays of patching compare: the second prompt, two answers, the metric, and what is patched into what.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { Shot } from '../../camera/shot.ts';
import { checkField, choiceField, overlayForm, wordField } from '../form.ts';
import type { OverlayForm } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import type { Patching } from './pair-runs.ts';
import type { PatchingState } from './request.ts';

const METRICS = [
  ['logit-difference', msg('logit difference')],
  ['probability', 'probability'],
  ['rank', 'rank'],
] as const;

const METHODS = [
  ['denoise', msg('denoise: clean into corrupted')],
  ['noise', msg('noise: corrupted into clean')],
  ['zero', msg('zero: nothing into clean')],
  ['mean', msg('mean: of both into clean')],
  ['resample', msg('resample: other prompts into clean')],
] as const;

/** Pairs of a mean. */
const MANY = 50;

interface PairForm {
  /** What was compared last. */
  readonly pairs: Patching['pairs'] | undefined;
  readonly emit: (shot: Shot) => void;
  /** How it is patched. */
  readonly patch?: TemplateResult;
  readonly more: TemplateResult | typeof nothing;
}

/** The fields that both overlays have. */
export function pairForm(shot: Shot, { pairs, emit, patch, more }: PairForm): TemplateResult {
  const state = stateOf(shot, 'patching');
  const [pair] = pairs ?? [];
  const set = (changes: PatchingState) => emit(withState(shot, 'patching', { ...state, ...changes }));
  // Chosen for the prompt of now.
  const setPair = (changes: PatchingState) => {
    const { prompt: _, place: __, ...kept } = state;
    emit(withState(shot, 'patching', { ...kept, ...changes }));
  };
  const suggested = { answer: undefined, other: undefined };
  const corrupt = state.corrupt ?? pair?.corruptText ?? '';
  const isMany = (state.pairs ?? 1) > 1;
  const metric = state.metric ?? 'logit-difference';
  const answer = (label: string, key: 'answer' | 'other') =>
    wordField(label, {
      value: state[key] ?? (pair?.[key] ? tokenLabel(pair[key].text).replace(/^␣/, '') : ''),
      isDisabled: isMany,
      set: (typed) => setPair({ corrupt, [key]: typed || undefined }),
    });
  return overlayForm(
    msg('Two prompts'),
    html`
      <label class="corrupt">
        <span>${msg('Corrupted prompt')}</span>
        <input
          type="text" spellcheck="false" autocomplete="off" autocapitalize="none" maxlength="2000"
          .value=${corrupt} ?disabled=${isMany}
          @change=${(event: Event) => setPair({ corrupt: (event.target as HTMLInputElement).value.trim(), ...suggested })}
        />
      </label>
      <button
        type="button" ?disabled=${isMany}
        @click=${() => setPair({ corrupt: undefined, ...suggested, seed: (state.seed ?? 0) + 1 })}
      >${msg('Another')}</button>
      ${answer(msg('Answer'), 'answer')}
      ${metric === 'logit-difference' ? answer(msg('Other answer'), 'other') : nothing}
      ${choiceField(msg('Metric'), METRICS, metric, (each) => set({ metric: each }))} ${patch}
      ${checkField(msg(str`mean over ${MANY} pairs`), isMany, () => set({ pairs: isMany ? undefined : MANY, place: undefined }))}
      ${more}
    `,
  );
}

export const renderPatchingForm: OverlayForm = (shot, words, emit) => {
  const state = stateOf(shot, 'patching');
  const set = (changes: PatchingState) => emit(withState(shot, 'patching', { ...state, ...changes }));
  return pairForm(shot, {
    ...{ pairs: words?.values.lenses.patching?.pairs, emit },
    patch: choiceField(msg('Patch'), METHODS, state.method ?? 'denoise', (method) => set({ method })),
    more: html`${checkField(msg('two networks'), !state.isOneMap, () => set({ isOneMap: state.isOneMap ? undefined : true }))}`,
  });
};
