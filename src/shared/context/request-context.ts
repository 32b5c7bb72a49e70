import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of a request wherever something is done on its behalf: for the log and the audit trail. */
export interface RequestContext {
  /** The UUID that its answer carries as `X-Request-Id`. */
  readonly requestId: string;
  /** The trace that it belongs to, 32 hexadecimal digits (W3C Trace Context, 3.2.2.3); null where its client named none. */
  readonly traceId: string | null;
  /** The client's IP address. */
  readonly address: string;
  /** The UUID of the user who asks; null for strangers, and until the first guard has found out. */
  actorId: string | null;
  /** Whether a request that begins now is sent by this one, through the application, as a part of it. */
  readonly isBeingDispatched?: boolean;
}

const current = new AsyncLocalStorage<RequestContext>();

/** The request that is being answered; none for jobs, and while the server starts. */
export const requestContext = (): RequestContext | undefined => current.getStore();

/** Has everything that follows from `work` know of the request. */
export const inRequestContext = <T>(context: RequestContext, work: () => T): T => current.run(context, work);

/** Has the requests that `work` sends through the application count as parts of the one that is being answered. */
export function asPartOfRequest<T>(work: () => T): T {
  const context = current.getStore();
  return context ? current.run({ ...context, isBeingDispatched: true }, work) : work();
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;
const NO_TRACE = '0'.repeat(32);

/** The trace id of a `traceparent` header; null where it is malformed (Trace Context, 3.2.2: then it is ignored). */
export function traceIdOf(header: string | readonly string[] | undefined): string | null {
  const text = typeof header === 'string' ? header : '';
  const id = text.startsWith('ff') ? undefined : TRACEPARENT.exec(text)?.[1];
  return id === undefined || id === NO_TRACE ? null : id;
}
