// The text of the keys in cross-attention.

import type { StageRequest } from '../chapter-stage/panel.ts';
import type { Options } from './context.ts';

const wordCount = (text: string) => text.split(' ').length;

/** The selected one, or a prompt of the data set with another number of tokens. */
export const crossAttentionKeysText = ({ run, prompt, options: { keysText } }: StageRequest<Options>) =>
  keysText ?? run.prompts.find((text) => wordCount(text) !== wordCount(prompt)) ?? run.prompts[0] ?? prompt;

/** The prompt of the data set after that. */
export function nextKeysText(request: StageRequest<Options>): string {
  const { prompts } = request.run;
  const text = crossAttentionKeysText(request);
  return prompts[(prompts.indexOf(text) + 1) % prompts.length] ?? text;
}
