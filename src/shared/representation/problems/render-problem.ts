import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Fault, Problem } from '../../errors/problem.js';
import type { PointerOf } from '../exchange.js';
import { lastStep, pointerTo } from '../inward/pointer.js';
import type { Format } from '../negotiate.js';

/** Writes a problem in one of the two representations (contract, sections 1 and 11). */
export const renderProblem = (
  problem: Problem,
  format: Format,
  pointerOf: PointerOf = assumePointer,
): object => (format === 'jsonapi' ? toErrors(problem, pointerOf) : toPlainError(problem));

/** Where a field would stand in a document that was not read. */
const assumePointer: PointerOf = (field) => pointerTo('data', 'attributes', field);

function toErrors(problem: Problem, pointerOf: PointerOf): object {
  const faults = problem.faults.length > 0 ? problem.faults : [{ detail: problem.detail }];
  return { errors: faults.map((fault) => toError(problem, fault, pointerOf)), jsonapi: { version: '1.1' } };
}

function toError(problem: Problem, fault: Fault, pointerOf: PointerOf): object {
  return {
    id: problem.id ?? randomUUID(),
    status: String(problem.status),
    code: fault.code ?? problem.code,
    title: titleOf(problem.status),
    detail: fault.detail,
    ...(fault.type !== undefined && { links: { type: fault.type } }),
    ...printSource(fault, pointerOf),
    ...(fault.meta && { meta: fault.meta }),
  };
}

export const titleOf = (status: number): string => STATUS_CODES[status] ?? 'Error';

function printSource({ field, pointer, parameter, header }: Fault, pointerOf: PointerOf) {
  if (pointer !== undefined) return { source: { pointer } };
  if (field !== undefined) return { source: { pointer: pointerOf(field) } };
  if (parameter !== undefined) return { source: { parameter } };
  return header === undefined ? {} : { source: { header } };
}

function toPlainError({ id, code, detail, faults, plain }: Problem): object {
  const fields = faults.flatMap(toField);
  const [first] = faults;
  return {
    error: detail,
    code,
    ...(id !== undefined && { id }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields.toReversed()) }),
    ...(first?.parameter !== undefined && { parameter: first.parameter }),
    ...(first?.meta && { meta: first.meta }),
    ...plain,
  };
}

/** A fault of a body by the name of its field. Of several for one field the first is told. */
function toField({ field, pointer, detail }: Fault): readonly (readonly [string, string])[] {
  const name = field ?? lastStep(pointer ?? '');
  return name === '' ? [] : [[name, detail]];
}
