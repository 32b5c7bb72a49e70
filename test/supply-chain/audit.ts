/** One finding of `npm audit`. */
export interface Advisory {
  /** Its GitHub Security Advisory, as `GHSA-…`, or whatever else the address of it ends with. */
  readonly id: string;
  readonly package: string;
  readonly severity: string;
  readonly title: string;
}

/** What the registry had to say: nothing, where it does not answer. */
export type Audit =
  | { readonly answered: false; readonly why: string }
  | { readonly answered: true; readonly advisories: readonly Advisory[] };

interface Via {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
}

interface Report {
  readonly message?: string;
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (Via | string)[] }>>;
}

/**
 * Reads what `npm audit --json` prints, of version 2 of its report. A package that only depends on one with a finding
 * names that one, and is not counted again. Throws where it is neither a report nor npm's word that there is none.
 */
export function readAudit(printed: string): Audit {
  const { vulnerabilities, message } = JSON.parse(printed) as Report;
  if (vulnerabilities === undefined && message !== undefined) return { answered: false, why: message };
  if (vulnerabilities === undefined)
    throw new Error(`This is no report of npm audit: ${printed.slice(0, 200)}`);
  const found = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((via) => typeof via !== 'string');
  const advisories = found.map(({ name, title, url, severity }) => ({
    id: url.replace(/^.*\//, ''),
    package: name,
    severity,
    title,
  }));
  return { answered: true, advisories: [...new Map(advisories.map((each) => [each.id, each])).values()] };
}
