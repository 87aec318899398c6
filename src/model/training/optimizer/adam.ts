// Adam on numbers of the processor, for what is fitted beside the engine: edits and translators.

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Adam (Kingma and Ba 2015) on one vector, in place; `rate` is of every step that has none of its own. */
export function adam<Numbers extends Float32Array | Float64Array>(
  x: Numbers,
  rate: number,
): (gradient: Numbers, rateNow?: number) => void {
  const { beta1, beta2, epsilon } = ADAM;
  const [m, v] = [new Float64Array(x.length), new Float64Array(x.length)];
  let t = 0;
  return (gradient, rateNow = rate) => {
    t += 1;
    for (let i = 0; i < x.length; i++) {
      const g = gradient[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      x[i] -= (rateNow * m[i]) / (1 - beta1 ** t) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + epsilon);
    }
  };
}
