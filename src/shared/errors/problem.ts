/** One thing that is wrong with a request, and where; of a field that stands in the wrong place, the pointer says where. */
export interface Fault {
  /** What is wrong and what is allowed, as a sentence for people. */
  readonly detail: string;
  /** A stable name for programs; the problem's own where absent. */
  readonly code?: string;
  /** A field of the body by its name on the wire (`first_name`); the representation knows its pointer. */
  readonly field?: string;
  /** A JSON pointer (RFC 6901) into the body as it was sent. */
  readonly pointer?: string;
  /** A query parameter. */
  readonly parameter?: string;
  /** A request header. */
  readonly header?: string;
  /** A URI that names this kind of error, where a specification gives it one. */
  readonly type?: string;
  /** Where inside the parameter, and what is allowed there. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface Extras {
  readonly faults?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the plain representation. */
  readonly plain?: Readonly<Record<string, unknown>>;
  /** Names this one occurrence, as the log does. */
  readonly id?: string;
}

/** An expected error: it names its status and code, and the representation layer writes it in the negotiated form. */
export class Problem extends Error {
  readonly faults: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;
  readonly plain: Readonly<Record<string, unknown>>;
  readonly id: string | undefined;

  constructor(
    readonly status: number,
    readonly code: string,
    /** For people; it must never quote secrets or other users' data. */
    readonly detail: string,
    extras: Extras = {},
  ) {
    super(detail);
    this.name = new.target.name;
    this.faults = extras.faults ?? [];
    this.headers = extras.headers ?? {};
    this.plain = extras.plain ?? {};
    this.id = extras.id;
  }
}
