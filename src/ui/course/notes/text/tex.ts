// TeX in a note, as MathML. Temml loads with the first formula.

import { msg } from '@lit/localize';
import { html, noChange, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { lazyImport } from '../../../../shared/lazy-import.ts';

/** Bounds of a formula: expanded macros, and sizes in em. */
const LIMITS = { maxExpand: 200, maxSize: [20, 20] as [number, number] };

class Tex extends Directive {
  #shown?: string;

  override update(part: ElementPart, [tex, isDisplay]: [tex: string, isDisplay: boolean]) {
    const key = `${isDisplay} ${tex}`;
    if (key !== this.#shown) {
      this.#shown = key;
      void renderTex(part.element as HTMLElement, tex, isDisplay);
    }
    return noChange;
  }

  render(_tex: string, _isDisplay: boolean) {
    return noChange;
  }
}

const texOf = directive(Tex);

/**
 * Nothing is trusted: commands that set addresses or classes are errors, and a formula with a link or an identifier is refused
 * (`\ref` and `\label` make them). A formula that is wrong stays as it was written.
 */
async function renderTex(element: HTMLElement, tex: string, isDisplay: boolean): Promise<void> {
  const formula = document.createElement('span');
  try {
    const temml = await lazyImport(() => import('temml'));
    // Temml's types declare named exports; its module has a default export only.
    const { render } = (temml as unknown as { default: typeof temml }).default;
    render(tex, formula, { displayMode: isDisplay, throwOnError: true, trust: false, ...LIMITS });
    if (formula.querySelector('a, [id]')) throw new Error(msg('A formula has no links.'));
    element.replaceChildren(...formula.childNodes);
    element.classList.remove('wrong');
  } catch {
    element.textContent = tex;
    element.classList.add('wrong');
  }
}

export const tex = (formula: string, isDisplay: boolean): TemplateResult =>
  isDisplay
    ? html`<div class="math" tabindex="0" role="group" aria-label=${msg('Formula')} ${texOf(formula, true)}></div>`
    : html`<span class="math" ${texOf(formula, false)}></span>`;
