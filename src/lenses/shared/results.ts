// Parts that several results share. Results are structured-clonable; typed arrays are transferred to the page.

/** Row-major numbers of any rank. */
export interface Tensor {
  shape: number[];
  data: Float32Array<ArrayBuffer>;
}

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
