// Whether a stage has already asked what it is about to ask.

export function isSame<Question extends object>(a: Question, b: Question | undefined): boolean {
  const keys = Object.keys(a) as (keyof Question)[];
  return b !== undefined && keys.every((key) => a[key] === b[key]);
}
