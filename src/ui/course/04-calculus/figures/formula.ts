// A formula on its own line.

import { html, type TemplateResult } from 'lit';
import '../../../views/text/math/math.ts';

/** @param lit key of the highlighted symbol */
export const formula = (tex: string, lit?: string): TemplateResult =>
  html`<lab-math display .highlighted=${lit} .tex=${tex}></lab-math>`;
