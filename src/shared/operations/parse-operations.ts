import { isObject } from '../representation/is-object.js';
import { pointerTo } from '../representation/inward/pointer.js';
import { malformed } from './faults.js';
import { LocalIds, withIds } from './local-ids.js';
import { type Code, CODES, type Members, type Operation, type Target } from './operation.js';
import { type Known, parseTarget } from './parse-target.js';

const LIST = 'atomic:operations';
const MOST = 100;
/** Members that do not go with a list of operations (jsonapi.org/ext/atomic/#document-structure). */
const STRANGERS = ['data', 'included', 'errors', 'atomic:results'];

/**
 * Reads a document with a list of operations, before any of them is done. What their `data` says is for the routes to
 * check. Throws 400 where it is malformed, too long, or names records that it does not add, and 404 for unknown types
 * and paths; each with its pointer.
 */
export function parseOperations(document: unknown, known: Known): readonly Operation[] {
  const list = readList(document);
  const declared = new LocalIds();
  return list.map((sent: unknown, at) => {
    const operation = parseOperation(sent, pointerTo(LIST, String(at)), known);
    checkNames(operation, declared);
    return operation;
  });
}

function readList(document: unknown): readonly unknown[] {
  if (!isObject(document) || !Object.hasOwn(document, LIST)) {
    throw malformed('', `The body must be a document with \`${LIST}\`.`);
  }
  const stranger = STRANGERS.find((name) => Object.hasOwn(document, name));
  if (stranger !== undefined) {
    throw malformed(pointerTo(stranger), `\`${stranger}\` does not go with a list of operations.`);
  }
  const list = document[LIST];
  if (!Array.isArray(list)) throw malformed(pointerTo(LIST), 'The operations must be a list.');
  if (list.length === 0) throw malformed(pointerTo(LIST), 'There is no operation in the list.');
  if (list.length > MOST) throw malformed(pointerTo(LIST), `A list has at most ${MOST} operations.`);
  return list;
}

function parseOperation(sent: unknown, pointer: string, known: Known): Operation {
  if (!isObject(sent)) throw malformed(pointer, 'An operation must be an object.');
  const code = readCode(sent, pointer);
  const target = parseTarget(sent, code, pointer, known);
  return { code, target, lid: readLid(sent, code, target, pointer), sent, pointer };
}

function readCode(sent: Members, pointer: string): Code {
  if (!Object.hasOwn(sent, 'op')) throw malformed(pointer, 'The operation has no `op`.');
  const code = CODES.find((each) => each === sent['op']);
  if (!code) throw malformed(`${pointer}/op`, `The \`op\` must be one of ${CODES.join(', ')}.`);
  return code;
}

/** The name that an operation gives to the record that it adds. */
function readLid({ data }: Members, code: Code, { relationship }: Target, pointer: string): string | null {
  if (code !== 'add' || relationship !== null || !isObject(data) || !Object.hasOwn(data, 'lid')) return null;
  if (typeof data['lid'] === 'string') return data['lid'];
  throw malformed(`${pointer}/data/lid`, 'The `lid` must be text.');
}

/** Every local id is used after it was given, and given once. */
function checkNames(operation: Operation, declared: LocalIds): void {
  const { target, lid, pointer, sent } = operation;
  const { record, resource } = target;
  if (record?.by === 'lid') {
    declared.get(resource.type, record.name, `${pointer}/${Object.hasOwn(sent, 'ref') ? 'ref' : 'data'}/lid`);
  }
  withIds(operation, declared);
  if (lid === null) return;
  if (declared.has(resource.type, lid)) {
    throw malformed(`${pointer}/data/lid`, 'An operation before this one has given this `lid`.', 'LID_TWICE');
  }
  declared.set(resource.type, lid, lid);
}
