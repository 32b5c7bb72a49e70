import type { Resource } from '../../query/resource.js';
import type { Route } from './route.js';
import type { Schema, Schemas } from './schemas/schema.js';

/** A schema by its name, with all that it is made of. */
export interface Named {
  readonly name: string;
  readonly schemas: Schemas;
}

/** How one representation spells what routes take, answer and refuse: two stand behind it. */
export interface Dialect {
  readonly title: string;
  readonly about: string;
  readonly mediaType: string;
  readonly isPlain: boolean;
  /** The schema of an answer. */
  answer(route: Route, resource: Resource): Named;
  /** The schema of a body. */
  body(route: Route, resource: Resource, input: Schema): Named;
  readonly problem: Named;
  /** A problem as it is written here. */
  problemExample(problem: ProblemExample): object;
}

export interface ProblemExample {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}
