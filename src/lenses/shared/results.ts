// Parts that several results share. Results are structured-clonable; typed arrays are transferred to the page.

export type { NDArray as Tensor } from '../../model/inspection/nd-array.ts';

export interface Token {
  id: number;
  text: string;
}

/** From softmax over the whole vocabulary. */
export interface TokenProbability extends Token {
  probability: number;
  logit: number;
}

/** The lens says what the score is, e.g. a cosine. */
export interface TokenScore extends Token {
  score: number;
}
