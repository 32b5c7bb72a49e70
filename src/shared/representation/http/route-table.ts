interface Pattern {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

const PARAMETER = ':';

/**
 * The routes as they were registered, to tell an unknown path (404) from a known one with another method (405). Where
 * several patterns fit a path, one with fixed text wins over one with a parameter, whatever the method.
 */
export class RouteTable {
  private readonly patterns = new Map<string, Pattern>();
  private readonly rivals = new Map<string, readonly Pattern[]>();

  add(method: string, url: string): void {
    const segments = url.split('/').map((segment) => (segment.startsWith(PARAMETER) ? PARAMETER : segment));
    const key = segments.join('/');
    const pattern = this.patterns.get(key) ?? { segments, methods: new Set() };
    pattern.methods.add(method);
    this.patterns.set(key, pattern);
    this.rivals.clear();
  }

  /** The methods of the pattern that a path fits best; null where it fits none. */
  methodsAt(path: string): readonly string[] | null {
    const segments = path.split('/').map(decode);
    const [best] = [...this.patterns.values()]
      .filter((pattern) => fits(pattern.segments, segments))
      .sort((a, b) => compare(a.segments, b.segments));
    return best ? [...best.methods] : null;
  }

  /**
   * The router falls back to a pattern with a parameter where the better one lacks the method: `PATCH /runs/summary`
   * would be run `summary`. Says whether that may have happened to a route; for most it cannot, at the cost of a look-up.
   */
  mayBeOvershadowed(method: string, url: string): boolean {
    if (!url.includes(PARAMETER)) return false;
    const key = `${method} ${url}`;
    const known = this.rivals.get(key) ?? this.findRivals(method, url);
    this.rivals.set(key, known);
    return known.length > 0;
  }

  private findRivals(method: string, url: string): readonly Pattern[] {
    const own = url.split('/');
    return [...this.patterns.values()].filter(
      ({ segments, methods }) =>
        !methods.has(method) &&
        overlap(segments, own) &&
        segments.some((text, at) => isMoreFixed(text, own[at])),
    );
  }
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.at(-1) === '*' && path.length >= pattern.length)
    return fits(pattern.slice(0, -1), path.slice(0, pattern.length - 1));
  return (
    pattern.length === path.length &&
    pattern.every((text, at) => text === path[at] || (text === PARAMETER && path[at] !== ''))
  );
}

const overlap = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, at) => text === b[at] || isParameter(text) || isParameter(b[at]));

const isMoreFixed = (text: string, other: string | undefined): boolean =>
  !isParameter(text) && isParameter(other);
const isParameter = (text: string | undefined): boolean => text?.startsWith(PARAMETER) ?? false;

/** Fixed text before a parameter before the rest of a path, from the left. */
function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((text, index) => rank(text) !== rank(b[index]));
  return at === -1 ? 0 : rank(a[at]) - rank(b[at]);
}

function rank(text: string | undefined): number {
  if (text === '*') return 2;
  return isParameter(text) ? 1 : 0;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    // The router has refused such a path before; text that is no encoding can only fail to fit.
    if (error instanceof URIError) return segment;
    throw error;
  }
}
