/** Under this the base of links is given: an absolute URL without a slash at its end, or null for the request's host. */
export const PUBLIC_URL: unique symbol = Symbol('base of links');
