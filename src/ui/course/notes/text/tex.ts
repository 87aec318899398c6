// TeX in a note, as MathML. Temml loads with the first formula.

import { msg } from '@lit/localize';
import { html, noChange, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { lazyImport } from '../../../../shared/lazy-import.ts';
import { formulaSize, MAX_FORMULA_SIZE } from './formula-size.ts';

/** Nothing is trusted: commands that set addresses or classes are errors. Bounds of a formula: expanded macros, and sizes in em. */
export const TEX_OPTIONS = {
  throwOnError: true,
  trust: false,
  maxExpand: 200,
  maxSize: [20, 20] as [number, number],
};
/** The time to lay out deeper formulas grows with the cube of their depth. */
const MAX_DEPTH = 64;
const TOO_DEEP = Array(MAX_DEPTH + 1)
  .fill('*')
  .join('>');

type Render = typeof import('temml').render;
let render: Render | undefined;
let loading: Promise<void> | undefined;

/** Resolves when formulas are rendered at once, or cannot be. */
export function loadTex(): Promise<void> {
  loading ??= lazyImport(() => import('temml')).then(
    (temml) => {
      // Temml's types declare named exports; its module has a default export only.
      render = (temml as unknown as { default: { render: Render } }).default.render;
    },
    () => {
      loading = undefined;
    },
  );
  return loading;
}

class Tex extends Directive {
  #shown?: string;

  override update(part: ElementPart, [tex, isDisplay]: [tex: string, isDisplay: boolean]) {
    const key = `${isDisplay} ${tex}`;
    if (key !== this.#shown) {
      this.#shown = key;
      const show = () => showTex(part.element as HTMLElement, tex, isDisplay);
      if (render) show();
      else void loadTex().then(show);
    }
    return noChange;
  }

  render(_tex: string, _isDisplay: boolean) {
    return noChange;
  }
}

const texOf = directive(Tex);

function showTex(element: HTMLElement, tex: string, isDisplay: boolean): void {
  const formula = mathOf(tex, isDisplay);
  element.classList.toggle('wrong', !formula);
  element.title =
    formula || !render
      ? ''
      : msg('A formula that is wrong, long or defines commands is shown as it was written.');
  element.replaceChildren(...(formula?.childNodes ?? [tex]));
}

/** Undefined if the formula is wrong, becomes too much, or has links or identifiers, which `\ref` and `\label` make. */
function mathOf(tex: string, isDisplay: boolean): Element | undefined {
  if (!render || formulaSize(tex) > MAX_FORMULA_SIZE) return undefined;
  const formula = document.createElement('span');
  try {
    render(tex, formula, { ...TEX_OPTIONS, displayMode: isDisplay });
  } catch {
    return undefined;
  }
  const isTooMuch =
    formula.querySelectorAll('*').length > MAX_FORMULA_SIZE || formula.querySelector(TOO_DEEP);
  return isTooMuch || formula.querySelector('a, [id]') ? undefined : formula;
}

export const tex = (formula: string, isDisplay: boolean): TemplateResult =>
  isDisplay
    ? html`<div class="math" tabindex="0" role="group" aria-label=${msg('Formula')} ${texOf(formula, true)}></div>`
    : html`<span class="math" ${texOf(formula, false)}></span>`;
