// Records that inherit nothing: scripts of others may have added keys to `Object.prototype`, and a record without an optional key
// would have theirs.

/** A copy of the own keys, also of those that are not enumerable; a getter is read once. Undefined for what is no plain object. */
export function ownRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isPlainObject(value)) return undefined;
  const record = Object.create(null);
  for (const key of Object.getOwnPropertyNames(value)) record[key] = value[key];
  return record;
}

/** A record of known type, spread without what it inherits. */
export const own = <T extends object>(record: T): T => Object.assign(Object.create(null), record);

/** By its prototype, which may be that of another window. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}
