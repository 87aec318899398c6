// JSON of plain values whatever `Object.prototype.toJSON` is: libraries of others define one, which JSON.stringify calls.

/** As JSON.stringify, for own keys of plain objects and lists. `replace` gives what is written for a number. */
export function plainJson(value: unknown, replace: (value: number) => unknown = (number) => number): string {
  if (typeof value === 'number') return JSON.stringify(replace(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((each) => plainJson(each, replace)).join(',')}]`;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${plainJson(each, replace)}`).join(',')}}`;
}
