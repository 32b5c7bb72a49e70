import type { Schema } from './schemas/schema.js';

/** A parameter with the name under which it stands among the components. */
export interface Parameter {
  readonly key: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Schema;
}

/** An optional query parameter. */
export const inQuery = (key: string, name: string, description: string, schema: Schema): Parameter => ({
  key,
  name,
  in: 'query',
  required: false,
  description,
  schema,
});
