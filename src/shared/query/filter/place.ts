import { BadParameter } from '../../errors/errors.js';

/** Where in a query string something stands: the parameter, and a JSON pointer or a text offset inside it. */
export interface Place {
  readonly parameter: string;
  readonly meta: { readonly pointer: string } | { readonly offset: number; readonly name?: string };
}

/** The error to throw: what is wrong, where, and what is allowed there. */
export function fault(place: Place, detail: string, allowed?: readonly string[]): BadParameter {
  return new BadParameter(place.parameter, detail, { ...place.meta, ...(allowed && { allowed }) });
}
