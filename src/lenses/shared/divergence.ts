// How far one next-token distribution is from another.

/** KL(p ‖ q) in nats, of logits (V). */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [logP, logQ] = [logSoftmax(p), logSoftmax(q)];
  let sum = 0;
  for (let i = 0; i < logP.length; i++) sum += Math.exp(logP[i]) * (logP[i] - logQ[i]);
  return Math.max(0, sum);
}

/** ln p of every token, from logits (V). */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(logits);
  const max = result.reduce((a, b) => Math.max(a, b), -Infinity);
  const logSum = max + Math.log(result.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
  return result.map((logit) => logit - logSum);
}
