// Texts of the engine's tables that the page shows: names and explanations of settings, presets, data sets and measures.
// `scripts/languages` collects them too.

import { msg as translate } from '@lit/localize';

/** In the language of the page; a text of the visitor's own, such as a name, stays as it is. */
export const engineText = (text: string): string => translate(text);

/** What a job does, often after the name of what it does it with: `small: steps measured`. */
export const progressText = (label: string): string => label.split(': ').map(engineText).join(': ');
