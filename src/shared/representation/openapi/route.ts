import type { Admission } from '../../access/decorators.js';
import type { Represented } from '../plan.js';
import type { Refusal, Saying, Tag } from './decorators.js';
import type { Parameter } from './parameter.js';
import type { Schema, Schemas } from './schemas/schema.js';

/** What a route answers with when all is well. */
export type AnswerKind = 'one' | 'list' | 'removed' | 'linkage' | 'plain';

/** A route as the documents tell of it, in neither representation yet. */
export interface Route {
  readonly operationId: string;
  readonly method: string;
  /** As OpenAPI writes it: `/runs/{id}`. */
  readonly path: string;
  readonly tag: string;
  /** The docstring of the handler. */
  readonly text: string;
  readonly admits: Admission;
  readonly permission: string | null;
  readonly notes: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly says: Saying | null;
  /** Null: the route has no resource and answers plain JSON. */
  readonly represents: Represented | null;
  readonly jsonApiOnly: boolean;
  /** The extension of JSON:API whose documents it takes and answers; null for all other routes. */
  readonly extension: string | null;
  readonly query: 'list' | 'one' | null;
  /** Query parameters that the handler itself names. */
  readonly parameters: readonly Parameter[];
  /** The body as the DTO has it, with names as on the wire; null where the route takes none. */
  readonly input: Input | null;
  readonly status: number;
  readonly answers: AnswerKind;
  /** The named schema of an answer without a resource. */
  readonly answerName: string | null;
}

export interface Input {
  /** The DTO's name without its suffix: `CreateRun`. */
  readonly name: string;
  readonly schema: Schema;
}

/** Everything that both documents are made of. */
export interface Routes {
  readonly routes: readonly Route[];
  /** Of answers without a resource. */
  readonly schemas: Schemas;
  readonly tags: readonly Tag[];
}
