/** A JSON object: neither null nor an array. Look its members up with `Object.hasOwn`. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
