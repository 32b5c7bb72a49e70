import { isIP } from 'node:net';
import type { RequestContext } from '../shared/context/request-context.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Opens a transaction that knows on whose behalf it changes something, which triggers write into the audit trail:
 * `actor|address|request`, each empty where it is not known. It goes as one message, so nothing in it may need quoting.
 */
export function begin(context: RequestContext | undefined): string {
  if (!context) return 'BEGIN';
  const { actorId, address, requestId } = context;
  const parts = [uuid(actorId), isIP(address) ? address : '', uuid(requestId)];
  return `BEGIN; SET LOCAL kitroom.context = '${parts.join('|')}'`;
}

const uuid = (text: string | null): string => (text !== null && UUID.test(text) ? text : '');
