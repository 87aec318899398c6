// Results that follow from one object, computed once: frames and loops ask for them again and again.

/** `compute`, with its result kept as long as the argument lives. */
export function memoize<TKey extends object, TResult>(
  compute: (key: TKey) => TResult,
): (key: TKey) => TResult {
  const results = new WeakMap<TKey, { readonly result: TResult }>();
  return (key) => {
    const known = results.get(key) ?? { result: compute(key) };
    results.set(key, known);
    return known.result;
  };
}
